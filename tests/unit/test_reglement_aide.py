"""A request beside the règlement of its year: the sentences, and what no request can be given."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.domain.reglement_aide import (
    DemandeAComparer,
    Niveau,
    Regle,
    Tranche,
    compare,
    hors_reglement,
    montant_prevu,
)

BOTH = frozenset({"subvention", "pret"})
REGLE = Regle("projet", "Aide sur projet", "accompagnement_social", BOTH, qf_plafond=70_000, plafond=40_000)
DEMANDE = DemandeAComparer(date(2017, 10, 12), 37_700, date(2017, 10, 1))


def said(regle: Regle, demande: DemandeAComparer) -> list[str]:
    """The sentences, with ordinary spaces."""
    return [one.phrase.replace("\u00a0", " ").replace("\u202f", " ") for one in compare(regle, demande)]


def test_a_quotient_under_the_ceiling_says_what_the_aid_gives() -> None:
    expected = (
        "QF 377 (octobre) sous le plafond de 700 : l'aide de l'année prévoit jusqu'à 400,00 €, prêt possible."
    )
    assert said(REGLE, DEMANDE) == [expected]


def test_a_quotient_above_the_ceiling_makes_an_exceptional_request_and_no_amount() -> None:
    demande = replace(
        DEMANDE, date_demande=date(2017, 4, 3), quotient_familial=81_200, mois_qf=date(2017, 3, 1)
    )
    assert said(REGLE, demande) == ["QF 812 en mars, plafond 700 : demande exceptionnelle."]
    assert compare(REGLE, demande)[0].niveau is Niveau.EXCEPTIONNEL
    assert montant_prevu(REGLE, demande) == 0


def test_the_ceiling_itself_is_not_passed_and_is_said_as_it_is() -> None:
    (phrase,) = said(REGLE, replace(DEMANDE, quotient_familial=70_000))
    assert phrase.startswith("QF 700 (octobre), égal au plafond : l'aide de l'année prévoit jusqu'à 400,00 €")
    assert montant_prevu(REGLE, replace(DEMANDE, quotient_familial=70_000)) == 40_000
    assert montant_prevu(REGLE, replace(DEMANDE, quotient_familial=70_001)) == 0


@pytest.mark.parametrize(
    ("changes", "given"),
    [
        (
            {"plafond": None, "taux": 8_500},
            " : l'aide de l'année prévoit jusqu'à 85 % du coût, prêt possible.",
        ),
        (
            {"plafond": None, "montant_unitaire": 12_000, "unite": "sejour"},
            " : l'aide de l'année prévoit jusqu'à 120,00 € par séjour, prêt possible.",
        ),
        (
            {
                "formes": frozenset({"pret"}),
                "tranches": (Tranche(50_000, plafond=30_000), Tranche(None, plafond=1)),
            },
            " : l'aide de l'année prévoit jusqu'à 300,00 €, en prêt.",
        ),
        ({"plafond": None}, ", sans montant fixé."),
    ],
)
def test_what_the_aid_gives_is_said_as_far_as_it_is_known(changes: dict[str, object], given: str) -> None:
    found = said(replace(REGLE, **changes), DEMANDE)  # type: ignore[arg-type]
    assert found[0] == f"QF 377 (octobre) sous le plafond de 700{given}"


CASES: dict[str, tuple[dict[str, object], dict[str, object], str]] = {
    "no quotient": ({}, {"quotient_familial": None}, "QF non saisi : le plafond est de 700."),
    "quotient of last winter": (
        {},
        {"mois_qf": date(2017, 6, 1)},
        "QF de juin, vieux de 4 mois à la demande : demandez le plus récent.",
    ),
    "quotient of another year": (
        {},
        {"mois_qf": date(2016, 12, 1)},
        "QF de décembre 2016, vieux de 10 mois à la demande : demandez le plus récent.",
    ),
    "quotient to come": (
        {},
        {"mois_qf": date(2017, 11, 1)},
        "QF de novembre, postérieur à la demande : à vérifier.",
    ),
    "stranger, not said": (
        {},
        {"allocataire": False},
        "Famille non allocataire : le règlement de l'aide n'en dit rien.",
    ),
    "stranger, let in": (
        {"non_allocataires": True},
        {"allocataire": False},
        "Famille non allocataire : l'aide lui est ouverte.",
    ),
    "stranger, left out": (
        {"non_allocataires": False},
        {"allocataire": False},
        "Famille non allocataire, aide réservée aux allocataires : demande exceptionnelle.",
    ),
    "above the cap": (
        {},
        {"montant_demande": 50_000},
        "500,00 € demandés, plafond 400,00 € : au-dessus de ce qui est prévu.",
    ),
    "above the share": (
        {"taux": 5_000},
        {"montant_demande": 35_100, "cout": 70_000},
        "351,00 € demandés, 50 % d'un coût de 700,00 € font 350,00 € : au-dessus de ce qui est prévu.",
    ),
    "above the amount for each child": (
        {"montant_unitaire": 12_000, "unite": "enfant"},
        {"montant_demande": 30_000, "quantite": 2},
        "300,00 € demandés, 2 enfants à 120,00 € font 240,00 € : au-dessus de ce qui est prévu.",
    ),
    "granted above the cap": (
        {},
        {"montant_demande": 10_000, "montant_pret": 30_000, "montant_subvention": 10_001},
        "400,01 € accordés, plafond 400,00 € : au-dessus de ce qui est prévu.",
    ),
    "children not counted": (
        {"montant_unitaire": 12_000, "unite": "enfant"},
        {},
        "Aide calculée par enfant : leur nombre n'est pas saisi.",
    ),
    "cost not known": ({"taux": 8_000}, {}, "Aide calculée sur le coût : il n'est pas saisi."),
    "no date of the stay": (
        {"saison_debut": "06-01", "saison_fin": "09-30"},
        {},
        "Date du projet non saisie : la saison va du 1er juin au 30 septembre.",
    ),
    "out of season": (
        {"saison_debut": "06-01", "saison_fin": "09-30"},
        {"date_projet": date(2018, 3, 1)},
        "Projet le 01/03/2018, saison du 1er juin au 30 septembre : demande exceptionnelle.",
    ),
    "once too many": (
        {"nombre_par_an": 2},
        {"deja_accordees": 2},
        "2 aides déjà accordées en 2017, 2 par an au plus : demande exceptionnelle.",
    ),
    "loan too long": (
        {"duree_pret_max": 24},
        {"duree_pret": 36},
        "Prêt sur 36 mois, 24 au plus au règlement.",
    ),
    "loan that is not one": (
        {"formes": frozenset({"subvention"})},
        {"montant_pret": 100},
        "Prêt non prévu au règlement de l'année pour cette aide.",
    ),
    "gift that is not one": (
        {"formes": frozenset({"pret"})},
        {"montant_subvention": 100},
        "Subvention non prévue au règlement de l'année pour cette aide.",
    ),
    "above the delegation": (
        {"delegation_plafond": 15_000},
        {"decideur": "delegation", "montant_demande": 20_000},
        "200,00 € par délégation, 150,00 € au plus : à passer en commission.",
    ),
    "no delegation": (
        {"decideur": "commission"},
        {"decideur": "delegation"},
        "Décision par délégation : cette aide se décide en commission.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", sorted(CASES))
def test_each_fact_has_its_sentence(case: str) -> None:
    of_regle, of_demande, expected = CASES[case]
    assert expected in said(replace(REGLE, **of_regle), replace(DEMANDE, **of_demande))  # type: ignore[arg-type]


HELD = {
    "three months old": ({}, {"mois_qf": date(2017, 7, 1)}),
    "the first day of the season": (
        {"saison_debut": "10-15", "saison_fin": "02-29"}, {"date_projet": date(2017, 10, 15)}
    ),
    "over the end of the year": (
        {"saison_debut": "10-15", "saison_fin": "02-29"}, {"date_projet": date(2018, 1, 2)}
    ),
    "the last time": ({"nombre_par_an": 2}, {"deja_accordees": 1}),
    "exactly the cap": ({}, {"montant_demande": 40_000}),
    "the delegation itself": (
        {"decideur": "commission", "delegation_plafond": 40_000},
        {"decideur": "delegation", "montant_demande": 40_000},
    ),
    "the longest loan": ({"duree_pret_max": 24}, {"duree_pret": 24, "montant_pret": 40_000}),
}  # fmt: skip


@pytest.mark.parametrize("case", sorted(HELD))
def test_a_bound_reached_is_not_passed(case: str) -> None:
    of_regle, of_demande = HELD[case]
    found = compare(replace(REGLE, **of_regle), replace(DEMANDE, **of_demande))  # type: ignore[arg-type]
    assert [one.niveau for one in found] == [Niveau.CONFORME]


def test_a_stranger_without_a_quotient_is_not_asked_for_it() -> None:
    demande = replace(DEMANDE, quotient_familial=None, mois_qf=None, allocataire=False)
    assert not any("QF" in phrase for phrase in said(REGLE, demande))


def test_the_year_without_a_reglement_is_said() -> None:
    assert (
        hors_reglement(2018, enregistre=False).phrase
        == "Aucun règlement enregistré pour 2018 : rien à comparer."
    )
    found = hors_reglement(2018, enregistre=True)
    assert found.phrase == "Cette aide n'est pas au règlement de 2018 : rien à comparer."


AMOUNTS = st.none() | st.integers(1, 10**8)
SHARES = st.none() | st.integers(1, 10_000)


@st.composite
def regles(draw: st.DrawFn) -> Regle:
    """An aid with any bounds; its bands may leave its ceiling behind or not reach it."""
    ceilings = sorted(draw(st.sets(st.integers(0, 10**6), max_size=4)))
    bands = [Tranche(one, draw(SHARES), draw(AMOUNTS), draw(AMOUNTS)) for one in ceilings]
    if draw(st.booleans()):
        bands.append(Tranche(None, draw(SHARES), draw(AMOUNTS), draw(AMOUNTS)))
    return replace(
        REGLE, qf_plafond=draw(st.none() | st.integers(0, 10**6)), plafond=draw(AMOUNTS), taux=draw(SHARES),
        montant_unitaire=draw(AMOUNTS), unite="enfant", tranches=tuple(bands),
    )  # fmt: skip


DEMANDES = st.builds(
    DemandeAComparer,
    st.dates(date(2010, 1, 1), date(2030, 1, 1)),
    quotient_familial=st.none() | st.integers(0, 10**6),
    montant_demande=AMOUNTS,
    quantite=st.none() | st.integers(1, 30),
    cout=AMOUNTS,
)


@given(regles(), DEMANDES)
def test_no_bound_is_ever_passed(regle: Regle, demande: DemandeAComparer) -> None:
    given_most = montant_prevu(regle, demande)
    if given_most is None:
        assert regle.plafond is None
        return
    assert given_most >= 0
    assert given_most <= (regle.plafond if regle.plafond is not None else given_most)
    if regle.taux is not None and demande.cout is not None:
        assert given_most * 10_000 <= demande.cout * regle.taux
    if regle.montant_unitaire is not None and demande.quantite is not None:
        assert given_most <= regle.montant_unitaire * demande.quantite


@given(regles(), DEMANDES, st.integers(0, 10**7), st.integers(0, 9))
def test_a_dearer_project_or_more_children_never_lower_the_aid(
    regle: Regle, demande: DemandeAComparer, dearer: int, more: int
) -> None:
    grown = replace(
        demande,
        cout=None if demande.cout is None else demande.cout + dearer,
        quantite=None if demande.quantite is None else demande.quantite + more,
    )
    assert (montant_prevu(regle, demande) or 0) <= (montant_prevu(regle, grown) or 0)


@given(regles(), DEMANDES, st.integers(0, 10**6), st.integers(1, 10**8), st.integers(1, 30))
def test_a_fact_learnt_never_raises_the_aid(
    regle: Regle, demande: DemandeAComparer, quotient: int, cost: int, count: int
) -> None:
    before = montant_prevu(regle, demande)
    for field, value in (("quotient_familial", quotient), ("cout", cost), ("quantite", count)):
        if getattr(demande, field) is None and before is not None:
            learnt = montant_prevu(regle, replace(demande, **{field: value}))  # type: ignore[arg-type]
            assert learnt is not None
            assert learnt <= before


@given(regles(), DEMANDES)
def test_an_amount_that_the_reglement_gives_is_never_said_too_high(
    regle: Regle, demande: DemandeAComparer
) -> None:
    most = montant_prevu(regle, demande)
    if most:
        found = compare(regle, replace(demande, montant_demande=most))
        assert not any("au-dessus" in one.phrase for one in found)
        above = compare(regle, replace(demande, montant_demande=most + 1))
        assert any("au-dessus" in one.phrase for one in above)


@given(regles(), DEMANDES)
def test_every_remark_is_one_sentence(regle: Regle, demande: DemandeAComparer) -> None:
    for one in compare(regle, demande):
        assert not one.phrase[0].islower()
        assert one.phrase.endswith(".")
        assert "None" not in one.phrase
