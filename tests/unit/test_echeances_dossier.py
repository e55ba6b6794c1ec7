"""Laws of the engine: no open file is lost, order does not count, a payment brings nothing nearer."""

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random

import pytest
from cas_regles import JEUX, calcule, dossier, jour
from hypothesis import given
from hypothesis import strategies as st

from caseapp.domain.constitution import Bail, Constitue, constituer, constitution, demi_loyer, est_simplifie
from caseapp.domain.dette import MouvementDu, TypeMouvement, dette_au, pas, soldee_le
from caseapp.domain.echeances_dossier import (
    SUIVI,
    Dossier,
    EtatDossier,
    echeances,
    explication,
    jour_limite,
    prochaine,
)
from caseapp.domain.faits_dossier import ATTRIBUTS, FAITS, est_clos
from caseapp.domain.jeu_de_regles import Delai, JeuDeRegles, UniteDelai
from caseapp.domain.labels import plain
from caseapp.services.jours_feries import is_public_holiday

NATIONAUX = [jeu for jeu in JEUX.values() if not jeu.local]
DAYS = st.dates(date(2015, 1, 1), date(2040, 12, 31))
AMOUNTS = st.integers(0, 200_000)


def files(jeu: JeuDeRegles) -> st.SearchStrategy[Dossier]:
    """Give files of the domain of a set, with at least one fact."""
    days = st.lists(DAYS, min_size=1, max_size=3).map(tuple)
    attributes = {name: st.sampled_from(values) for name, values in ATTRIBUTS[jeu.domaine].items()}
    return st.builds(
        Dossier,
        st.dictionaries(st.sampled_from(sorted(FAITS[jeu.domaine])), days, min_size=1, max_size=8),
        st.fixed_dictionaries({}, optional=attributes),
    )


MOVEMENTS = st.lists(
    st.builds(
        MouvementDu,
        st.dates(date(2026, 6, 1), date(2027, 8, 31)),
        st.sampled_from(TypeMouvement),
        st.integers(1, 200_000),
    ),
    min_size=1,
    max_size=8,
)
LEASES = st.builds(
    Bail, AMOUNTS, st.none() | AMOUNTS, AMOUNTS, st.booleans(), st.sampled_from(["locatif", "accession"])
)


@given(st.sampled_from(NATIONAUX).flatmap(lambda jeu: st.tuples(st.just(jeu), files(jeu))))
def test_no_open_file_is_lost_and_a_closed_one_waits_for_nothing(drawn: tuple[JeuDeRegles, Dossier]) -> None:
    jeu, file = drawn
    found = echeances((jeu,), file, is_public_holiday)
    assert (prochaine(found) is None) is est_clos(file.faits, file.attributs)
    assert list(found) == sorted(found, key=lambda one: (one.jour, one.regle.code, one.depuis))
    for one in found:
        sentence = explication(one)
        assert sentence.endswith(").")
        assert f"au plus tard le {one.jour:%d/%m/%Y}" in sentence


@given(st.sampled_from(NATIONAUX).flatmap(lambda jeu: st.tuples(st.just(jeu), files(jeu))), st.randoms())
def test_the_order_of_facts_and_rules_does_not_count(
    drawn: tuple[JeuDeRegles, Dossier], random: Random
) -> None:
    jeu, file = drawn
    shuffle = random.shuffle
    keys = list(file.faits)
    shuffle(keys)
    mixed = {}
    for key in keys:
        days = list(file.faits[key])
        shuffle(days)
        mixed[key] = tuple(days)
    again = echeances((jeu,), Dossier(mixed, file.attributs), is_public_holiday)
    assert again == echeances((jeu,), file, is_public_holiday)


@given(st.sampled_from(NATIONAUX).flatmap(lambda jeu: st.tuples(st.just(jeu), files(jeu))), DAYS)
def test_a_deadline_is_late_the_day_after_not_before(drawn: tuple[JeuDeRegles, Dossier], today: date) -> None:
    jeu, file = drawn
    for one in echeances((jeu,), file, is_public_holiday):
        if one.fait_le is not None:
            assert one.etat(today) is EtatDossier.FAITE
        else:
            assert one.etat(one.jour) is EtatDossier.DU_JOUR
            assert one.etat(one.jour - timedelta(days=1)) is EtatDossier.A_VENIR
            assert one.etat(one.jour + timedelta(days=1)) is EtatDossier.DEPASSEE


@pytest.mark.parametrize("code", ["impayes-2016", "impayes-2027"])
@given(
    LEASES, MOVEMENTS, st.none() | st.dates(date(2026, 6, 1), date(2027, 8, 31)),
    st.dates(date(2026, 6, 1), date(2027, 8, 31)), st.integers(1, 200_000),
    st.sampled_from([TypeMouvement.PAIEMENT, TypeMouvement.REMISE]),
)  # fmt: skip
def test_a_payment_never_brings_an_arrear_nearer(
    code: str, bail: Bail, mouvements: list[MouvementDu], premier: date | None, day: date, amount: int,
    kind: TypeMouvement,
) -> None:  # fmt: skip
    regles = JEUX[code].constitution
    assert regles is not None
    au = date(2027, 12, 31)
    more = [*mouvements, MouvementDu(day, kind, amount)]
    before = constitution(regles, bail, mouvements, premier, au=au)
    after = constitution(regles, bail, more, premier, au=au)
    if isinstance(after, Constitue) and after.soldee_le is None:
        assert isinstance(before, Constitue)
        assert after.jour >= before.jour
    assert dette_au(more, au) <= dette_au(mouvements, au)


@pytest.mark.parametrize("code", ["impayes-2016", "impayes-2027"])
@given(LEASES, MOVEMENTS, st.dates(date(2026, 6, 1), date(2027, 8, 31)), st.integers(1, 200_000))
def test_a_payment_never_brings_a_deadline_of_a_rule_nearer(
    code: str, bail: Bail, mouvements: list[MouvementDu], day: date, amount: int
) -> None:
    """What a payment settles goes; what is left waits as long or longer, but for the safety net."""
    before = _waiting(code, bail, mouvements)
    after = _waiting(code, bail, [*mouvements, MouvementDu(day, TypeMouvement.PAIEMENT, amount)])
    assert after.keys() <= before.keys()
    assert all(after[rule] >= before[rule] for rule in after)


def _waiting(code: str, bail: Bail, mouvements: list[MouvementDu]) -> dict[str, date]:
    """Return the last day of each rule that waits, in a file whose only facts are those of its debt."""
    au = date(2027, 12, 31)
    jeu = JEUX[code]
    assert jeu.constitution is not None
    facts = {"premier_impaye": (date(2026, 6, 1),)}
    found = constitution(jeu.constitution, bail, mouvements, None, au=au)
    settled = soldee_le(mouvements, au)
    if isinstance(found, Constitue):
        facts["constitution"] = (found.jour,)
    if settled is not None:
        facts["solde"] = (settled,)
    pending = echeances((jeu,), Dossier(facts, {"simplifie": "non"}), is_public_holiday)
    return {one.regle.code: one.jour for one in pending if one.regle.code != SUIVI}


@given(st.sampled_from(UniteDelai), st.integers(-60, 60), DAYS, st.integers(0, 400))
def test_a_later_start_never_ends_sooner(unite: UniteDelai, count: int, start: date, later: int) -> None:
    delai = Delai(count, unite)
    end, after = (
        jour_limite(one, delai, is_public_holiday) for one in (start, start + timedelta(days=later))
    )
    assert after >= end


@given(LEASES, MOVEMENTS, st.randoms())
def test_the_order_of_movements_does_not_count(
    bail: Bail, mouvements: list[MouvementDu], random: Random
) -> None:
    mixed = list(mouvements)
    random.shuffle(mixed)
    assert pas(mixed) == pas(mouvements)
    au = date(2027, 12, 31)
    assert constituer(NATIONAUX, bail, mixed, None, au=au) == constituer(
        NATIONAUX, bail, mouvements, None, au=au
    )


@given(LEASES, MOVEMENTS, st.dates(date(2026, 6, 1), date(2027, 12, 31)))
def test_an_arrear_is_in_the_dates_of_its_rules(bail: Bail, mouvements: list[MouvementDu], au: date) -> None:
    jeu, found = constituer(NATIONAUX, bail, mouvements, None, au=au)
    if isinstance(found, Constitue):
        assert jeu is not None
        assert (jeu.du or date.min) <= found.jour <= min(jeu.au or date.max, au)


@given(DAYS, st.integers(1, 60))
def test_working_days_are_counted_backwards_as_forwards(start: date, count: int) -> None:
    before = jour_limite(start, Delai(-count, UniteDelai.JOURS_OUVRES), is_public_holiday)
    open_days = [
        day
        for day in (before + timedelta(days=n) for n in range((start - before).days))
        if day.weekday() < 5 and not is_public_holiday(day)
    ]
    assert len(open_days) == count
    assert open_days[0] == before


@pytest.mark.parametrize(
    ("unite", "count", "start", "end"),
    [
        pytest.param(UniteDelai.MOIS, 2, date(9999, 12, 1), date.max, id="month after the end of time"),
        pytest.param(UniteDelai.JOURS, -40, date(1, 1, 15), date.min, id="day before its beginning"),
        pytest.param(UniteDelai.JOURS_OUVRES, 30, date(9999, 12, 20), date.max, id="working day"),
    ],
)
def test_a_delay_stays_in_the_calendar(unite: UniteDelai, count: int, start: date, end: date) -> None:
    assert jour_limite(start, Delai(count, unite), lambda _day: False) == end


@pytest.mark.parametrize(
    ("jeu", "faits", "code", "sentence"),
    [
        pytest.param(
            "impayes-2016", "constitution 12/03/2026", "signalement",
            "2 mois après la constitution du 12/03/2026 (dette 1 284,00 € ≥ 680,00 €) : le bailleur signale "
            "l'impayé à la Caf au plus tard le 12/05/2026 (CCH, art. R824-4).", id="with its sum"),
        pytest.param(
            "impayes-2016", "audience 15/09/2026", "audience",
            "15 jours avant l'audience du 15/09/2026 : le travailleur social prépare l'audience avec la "
            "famille au plus tard le 31/08/2026 (loi 89-462, art. 24, III ; à vérifier).", id="backwards"),
        pytest.param(
            "impayes-2016", "plan 31/08/2026, verification_plan 15/01/2027", "verification_plan",
            "6 mois après le plan d'apurement du 31/08/2026 : la Caf vérifie que le plan et le loyer "
            "courant sont payés au plus tard le 28/02/2027, fait le 15/01/2027 (CCH, art. R824-9).",
            id="met"),
        pytest.param(
            "rsa-cer", "designation 03/02/2024", "contrat_engagement",
            "Depuis la désignation du référent, le 03/02/2024 : le référent unique conclut le contrat "
            "d'engagement qui remplace le CER au plus tard le 01/01/2027 (décret 2024-1244 ; à vérifier).",
            id="fixed day"),
        pytest.param(
            "indecence", "fin_conservation 12/05/2027", "fin_conservation",
            "Dès la fin de la conservation, le 12/05/2027 : le bailleur met le logement en conformité au "
            "plus tard le 12/05/2027 (CCH, art. L843-1 et L843-2).", id="on the day"),
        pytest.param(
            "impayes-2016", "premier_impaye 05/01/2026", SUIVI,
            "3 mois après le premier terme impayé du 05/01/2026 : le travailleur social fait le point sur ce "
            "dossier, que rien d'autre n'attend, au plus tard le 05/04/2026 (rappel du programme, aucun "
            "texte ne l'impose).", id="safety net"),
    ],
)  # fmt: skip
def test_a_deadline_is_explained_in_one_sentence(jeu: str, faits: str, code: str, sentence: str) -> None:
    found = calcule(jeu, faits, "type_contrat=cer" if jeu == "rsa-cer" else "secteur=locatif")
    one = next(one for one in found if one.regle.code == code)
    assert plain(explication(one, {"constitution": "dette 1 284,00 € ≥ 680,00 €"})) == sentence


@pytest.mark.parametrize(
    ("attributs", "concerned"),
    [
        pytest.param("aide_logement=alf", True, id="alf"),
        pytest.param("aide_logement=apl parent_isole_rsa=oui", True, id="apl, lone parent"),
        pytest.param("aide_logement=apl parent_isole_rsa=non", False, id="apl"),
        pytest.param("aide_logement=apl", False, id="apl, not known"),
        pytest.param("aide_logement=als parent_isole_rsa=oui", False, id="als"),
    ],
)
def test_a_local_rule_adds_to_the_national_ones_for_its_public(attributs: str, concerned: bool) -> None:
    local, national = JEUX["impayes-landes"], JEUX["impayes-2016"]
    file = dossier("signalement 30/04/2026", f"{attributs} accompagnement=non")
    assert local.concerne(file.attributs) is concerned
    both = echeances((national, local), file, is_public_holiday)
    offers = [one for one in both if one.regle.code == "offre_contact"]
    assert [one.jour for one in offers] == ([date(2026, 5, 19)] if concerned else [])
    alone = echeances((national,), file, is_public_holiday)
    assert tuple(one for one in both if one not in offers) == alone


OFFRES: Mapping[str, str] = {
    "signalement 30/04/2026": "offre_contact 19/05/2026",
    "signalement 30/04/2026, offre_contact 29/01/2028": "offre_contact 19/05/2026 fait 29/01/2028, "
    "relance_offre 29/02/2028",
    "signalement 30/04/2026, plan 05/05/2026": "",
    "signalement 30/04/2026, offre_contact 04/05/2026, plan 05/05/2026": "",
    "plan 29/04/2026, signalement 30/04/2026": "offre_contact 19/05/2026",
    "signalement 30/04/2026, solde 30/04/2026": "",
}


@pytest.mark.parametrize("faits", sorted(OFFRES))
def test_support_is_offered_until_a_plan_is_signed(faits: str) -> None:
    found = calcule("impayes-landes", faits, "aide_logement=alf accompagnement=non")
    said = ", ".join(
        f"{one.regle.code} {one.jour:%d/%m/%Y}" + (f" fait {one.fait_le:%d/%m/%Y}" if one.fait_le else "")
        for one in found
    )
    assert said == OFFRES[faits]
    assert calcule("impayes-landes", faits, "aide_logement=alf accompagnement=oui") == ()


@pytest.mark.parametrize(
    ("jeu", "attributs", "faits", "code", "planned"),
    [
        pytest.param("indecence", "resultat=non_decent", "constat 10/01/2026, fin_travaux 28/02/2026",
                     "conservation", "28/02/2026", id="works that are to end"),
        pytest.param("impayes-2016", "secteur=locatif",
                     "commandement_quitter 05/01/2026, expulsion 29/06/2026", "commandement_quitter",
                     "29/06/2026", id="an eviction to come"),
    ],
)  # fmt: skip
def test_what_is_planned_meets_no_deadline_before_its_day(
    jeu: str, attributs: str, faits: str, code: str, planned: str
) -> None:
    file, day = dossier(faits, attributs), jour(planned)

    def met(au: date) -> list[date | None]:
        found = echeances((JEUX[jeu],), file, is_public_holiday, au)
        return [one.fait_le for one in found if one.regle.code == code]

    assert (met(day - timedelta(days=1)), met(day)) == ([None], [day])


def test_an_instalment_is_late_the_day_after_and_then_calls_for_a_contact() -> None:
    found = calcule("impayes-2016", "plan 05/01/2026, mensualite 05/06/2026, mensualite_manquee 05/06/2026")
    states = {
        one.regle.code: (one.regle.acteur, one.etat(jour("06/06/2026")))
        for one in found
        if one.declencheur.startswith("mensualite")
    }
    assert states == {
        "mensualite": ("famille", EtatDossier.DEPASSEE),
        "mensualite_manquee": ("travailleur_social", EtatDossier.A_VENIR),
    }


def test_the_names_of_rules_hold_on_a_small_card() -> None:
    long = [regle.libelle for jeu in JEUX.values() for regle in jeu.regles if len(regle.libelle) > 22]
    assert long == []


RSA: Mapping[str, str] = {
    "contrat 31/08/2026": "reexamen 28/02/2027",
    "contrat 31/08/2026, reexamen 28/02/2027": "reexamen_suivant 28/02/2028",
    "contrat 31/08/2026, reexamen 28/02/2027, contrat 15/03/2027": "reexamen 15/09/2027",
    "designation 29/02/2024": "vingt_quatre_mois 28/02/2026",
    "six_ans 29/02/2028": "six_ans 29/11/2027",
    "orientation 31/01/2025": "contrat 28/02/2025",
}


@pytest.mark.parametrize("faits", sorted(RSA))
def test_a_follow_up_is_reviewed_and_ends(faits: str) -> None:
    code, day = RSA[faits].split()
    found = [one for one in calcule("rsa-2025", faits, "type_contrat=aucun") if one.fait_le is None]
    assert [one.jour for one in found if one.regle.code == code] == [jour(day)]


def test_a_dwelling_found_fit_waits_for_nothing_unless_aid_is_withheld() -> None:
    assert calcule("indecence", "constat 12/05/2026", "resultat=decent") == ()
    held = calcule("indecence", "constat 12/05/2026, conservation 20/05/2026", "resultat=decent")
    assert prochaine(held) is not None


@pytest.mark.parametrize(
    ("bail", "cents"),
    [
        pytest.param(Bail(51_200, 3_800, 21_000), 17_000, id="net of the aid"),
        pytest.param(Bail(51_201, 3_800, 21_000), 17_001, id="half a cent is for the family"),
        pytest.param(Bail(20_000, None, 21_000), 0, id="aid above the rent"),
    ],
)
def test_the_half_rent_is_net_of_the_aid(bail: Bail, cents: int) -> None:
    found = demi_loyer(bail)
    assert not isinstance(found, str)
    assert found.montant == cents


def test_the_half_rent_says_what_is_missing() -> None:
    assert demi_loyer(Bail(51_200, 3_800)) == (
        "Le montant de l'aide manque : la dépense nette de l'aide ne peut pas être calculée."
    )


@pytest.mark.parametrize(
    ("code", "dette", "simple"),
    [
        ("impayes-2016", 10_000, True), ("impayes-2016", 10_001, False), ("impayes-2016", 0, False),
        ("impayes-2027", 10_000, False),
    ],
)  # fmt: skip
def test_a_small_debt_is_simplified_where_the_rules_say_so(code: str, dette: int, simple: bool) -> None:
    assert est_simplifie(JEUX[code].plan, dette) is simple


def test_a_debt_is_settled_since_the_day_it_reached_zero() -> None:
    one = [
        MouvementDu(date(2026, 1, 5), TypeMouvement.TERME, 100),
        MouvementDu(date(2026, 2, 5), TypeMouvement.PAIEMENT, 150),
        MouvementDu(date(2026, 3, 5), TypeMouvement.TERME, 50),
        MouvementDu(date(2026, 4, 5), TypeMouvement.TERME, 10),
    ]
    assert [soldee_le(one, date(2026, month, 28)) for month in (1, 2, 3, 4)] == [
        None, date(2026, 2, 5), date(2026, 2, 5), None
    ]  # fmt: skip
    assert [step.dette for step in pas(one)] == [100, 0, 0, 10]
