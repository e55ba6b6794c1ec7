"""The règlements of a real store: aids of a year, files, copies, what is said of requests, undoing."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from reglement_store import LANDES, TODAY, VACANCES, ReglementStore
from sqlalchemy import func, select
from stores import AUTEUR

from caseapp.domain.regle import Regle, Tranche
from caseapp.domain.reglement_fichier import load_catalogue
from caseapp.errors import FieldError, InputError, OutputError
from caseapp.models import (
    AideReglement,
    EcheancePret,
    LigneBudget,
    PieceReglement,
    PlanPret,
    Situation,
    TrancheQf,
    TypeAide,
)

JANUARY = date(2018, 1, 8)
SECOURS = Regle(
    "",
    "Secours d'urgence",
    "accompagnement_social",
    frozenset({"subvention"}),
    qf_plafond=60_000,
    plafond=20_000,
    ligne="ACCOMPAGNEMENT-2017",
    tranches=(Tranche(30_000, plafond=20_000), Tranche(60_000, plafond=10_000)),
    pieces=(("Évaluation sociale", True), ("Devis", False)),
)


@pytest.fixture
def caf(tmp_path: Path) -> Iterator[ReglementStore]:
    caf = ReglementStore(tmp_path)
    yield caf
    caf.store.close()


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ReglementStore]:
    """A store that only refuses: nothing of it changes."""
    caf = ReglementStore(tmp_path_factory.mktemp("caf"))
    yield caf
    caf.store.close()


def count(caf: ReglementStore, kind: type) -> int:
    with caf.store.read() as session:
        return session.scalar(select(func.count()).select_from(kind)) or 0


# --- Aids of a year ---


def test_an_aid_added_is_kept_whole_and_undone_in_one_step(caf: ReglementStore) -> None:
    kinds = (TypeAide, AideReglement, TrancheQf, PieceReglement)
    before = [count(caf, kind) for kind in kinds]
    caf.service.save(2017, None, SECOURS, TODAY)
    assert caf.regle("secours_d_urgence") == replace(SECOURS, code="secours_d_urgence")
    assert caf.historique.undo()
    assert [count(caf, kind) for kind in kinds] == before


def test_an_aid_changed_keeps_its_identity_and_undoing_gives_everything_back(caf: ReglementStore) -> None:
    former, ident = caf.regle("vacances_autonomes"), caf.aide_id("vacances_autonomes")
    assert former is not None
    changed = replace(
        former,
        libelle="Vacances en autonomie",
        plafond=90_000,
        tranches=former.tranches[:2],
        pieces=(("Devis", True),),
    )
    assert caf.service.save(2017, ident, changed, TODAY) == ident
    assert caf.regle("vacances_autonomes") == changed
    caf.historique.undo()
    assert caf.regle("vacances_autonomes") == former


def test_an_aid_removed_comes_back_with_its_bands_and_documents(caf: ReglementStore) -> None:
    former = caf.regle("vacances_autonomes")
    asked = caf.request("vacances_autonomes")
    caf.service.remove(caf.aide_id("vacances_autonomes"), TODAY)
    assert caf.regle("vacances_autonomes") is None
    assert caf.said(asked) == ["Cette aide n'est pas au règlement de 2017 : rien à comparer."]
    caf.historique.undo()
    assert caf.regle("vacances_autonomes") == former


BAD = {
    "negative cap": ({"plafond": -1}, "plafond", "ne peut pas être négatif"),
    "absurd cap": ({"plafond": 10**9}, "plafond", "dépasse"),
    "absurd quotient": ({"qf_plafond": 10**9, "tranches": ()}, "qf_plafond", "dépasse"),
    "no form": ({"formes": frozenset[str]()}, "formes", "Choisissez la forme"),
    "no name": ({"libelle": ""}, "libelle", "Donnez un nom"),
    "name of another": ({"libelle": "aide sur PROJET"}, "libelle", "Une autre aide porte déjà ce nom"),
    "half a season": ({"saison_debut": "06-01"}, "saison_fin", "la fin de la saison"),
    "a loan that it has not": ({"duree_pret_max": 12}, "duree_pret_max", "n'a pas de prêt"),
    "share above the whole": ({"taux": 10_001}, "taux", "100 %"),
    "a delegation above the cap": (
        {"delegation_plafond": 20_001},
        "delegation_plafond",
        "plus que le plafond",
    ),
    "a line of nowhere": ({"ligne": "AUTRE"}, "ligne", "n'est pas au budget de 2017"),
    "an amount for nobody": ({"montant_unitaire": 100}, "unite", "à quoi se rapporte"),
    "a unit for nothing": ({"unite": "enfant"}, "montant_unitaire", "le montant pour une unité"),
    "a unit of nowhere": ({"unite": "chat", "montant_unitaire": 100}, "unite", "Choisissez dans la liste"),
    "bands upside down": (
        {"tranches": (Tranche(60_000, 100), Tranche(30_000, 100))},
        "tranche2_qf",
        "du plus petit QF au plus grand",
    ),
    "bands that stop together": (
        {"tranches": (Tranche(30_000, 100), Tranche(30_000, 100))},
        "tranche2_qf",
        "au même QF",
    ),
    "an endless band first": (
        {"tranches": (Tranche(None, 100), Tranche(30_000, 100))},
        "tranche1_qf",
        "la dernière",
    ),
    "an empty band": ({"tranches": (Tranche(30_000),)}, "tranche1_taux", "ce que donne cette tranche"),
    "a band beyond the ceiling": (
        {"tranches": (Tranche(60_001, 100),)},
        "tranche1_qf",
        "plafond de QF de l'aide",
    ),
    "a document twice": ({"pieces": (("Devis", True), ("DEVIS", False))}, "pieces", "deux fois"),
    "never in a year": ({"nombre_par_an": 0}, "nombre_par_an", "de 1 à 366"),
}


@pytest.mark.parametrize("case", sorted(BAD))
def test_an_aid_that_does_not_hold_is_refused_under_its_field(case: str, standing: ReglementStore) -> None:
    changes, field, sentence = BAD[case]
    with pytest.raises(FieldError, match=sentence) as refused:
        standing.service.save(2017, None, replace(SECOURS, **changes), TODAY)  # type: ignore[arg-type]
    assert refused.value.field == field
    assert standing.regle("secours_d_urgence") is None


def test_an_aid_cannot_be_twice_in_a_year(caf: ReglementStore) -> None:
    again = replace(SECOURS, code="bafa", libelle="Aide à la formation Bafa")
    with pytest.raises(FieldError, match="déjà au règlement de 2017") as refused:
        caf.service.save(2017, None, again, TODAY)
    assert refused.value.field == "type"


def test_a_past_year_is_changed_only_by_who_says_so(caf: ReglementStore) -> None:
    ident = caf.aide_id("bafa")
    with pytest.raises(InputError, match="année passée"):
        caf.service.save(2017, None, SECOURS, JANUARY)
    with pytest.raises(InputError, match="année passée"):
        caf.service.remove(ident, JANUARY)
    with pytest.raises(InputError, match="année passée"):
        caf.service.apply(load_catalogue(LANDES), JANUARY)
    caf.service.remove(ident, JANUARY, past=True)
    assert caf.regle("bafa") is None


def test_the_choices_are_those_of_the_year(caf: ReglementStore) -> None:
    caf.service.remove(caf.aide_id("bafa"), TODAY)
    found = caf.service.choix(2017)
    assert [one.key for one in found.types] == ["bafa"]
    assert {one.key for one in found.lignes} == {one.code for one in load_catalogue(LANDES).lignes}
    assert [one.key for one in caf.service.choix(2018).lignes] == []
    assert caf.service.annees() == (2017,)


# --- Copy ---


def test_a_year_is_copied_with_its_lines_and_both_live_apart(caf: ReglementStore) -> None:
    with caf.store.write(AUTEUR) as session:
        session.scalars(
            select(LigneBudget).where(LigneBudget.code == "HABITAT-2017")
        ).one().montant = 5_000_000
    caf.service.copy(2017, 2018)
    copied = caf.regle("equipement_menager", 2018)
    former = caf.regle("equipement_menager")
    assert former is not None
    assert copied == replace(former, ligne="HABITAT-2018", ligne_pret="PRETS-HABITAT-2018")
    with caf.store.read() as session:
        line = session.scalars(select(LigneBudget).where(LigneBudget.code == "HABITAT-2018")).one()
        assert (line.annee, line.montant) == (2018, 5_000_000)
    assert copied is not None
    caf.service.save(2018, caf.aide_id("equipement_menager", 2018), replace(copied, plafond=1), TODAY)
    assert caf.regle("equipement_menager") == former
    with pytest.raises(InputError, match="déjà un règlement pour 2018"):
        caf.service.copy(2017, 2018)


def test_two_lines_of_near_codes_are_still_two_in_the_year_of_the_copy(caf: ReglementStore) -> None:
    with caf.store.write(AUTEUR) as session:
        session.add(LigneBudget(code="HABITAT", annee=2017, libelle="Énergie", montant=1_000))
    before = count(caf, LigneBudget)
    caf.service.copy(2017, 2018)
    assert count(caf, LigneBudget) == 2 * before
    with caf.store.read() as session:
        lines = session.scalars(select(LigneBudget).where(LigneBudget.annee == 2018)).all()
    assert {one.montant for one in lines if one.libelle == "Énergie"} == {1_000}
    vue = caf.service.ouvrir(2018)
    assert vue is not None
    assert {one.ligne for one in vue.aides if one.regle.code == "equipement_menager"} == {
        "Logement et habitat, subventions"
    }


def test_undoing_a_copy_leaves_nothing_of_it(caf: ReglementStore) -> None:
    kinds = (AideReglement, LigneBudget, TrancheQf, PieceReglement)
    before = [count(caf, kind) for kind in kinds]
    caf.service.copy(2017, 2018)
    caf.historique.undo()
    assert [count(caf, kind) for kind in kinds] == before
    assert caf.service.annees() == (2017,)


def test_a_year_cannot_be_begun_twice_nor_without_a_name(caf: ReglementStore) -> None:
    caf.service.create(2018, "Caf des Landes", "", TODAY)
    with pytest.raises(InputError, match="déjà un règlement"):
        caf.service.create(2018, "Caf des Landes", "", TODAY)
    with pytest.raises(FieldError, match="nom de la Caf"):
        caf.service.create(2019, " ", "", TODAY)
    with pytest.raises(FieldError, match="pas possible"):
        caf.service.create(20190, "Caf", "", TODAY)
    caf.service.rename(2018, "Caf du Gers", "Conseil du 12/12", TODAY)
    vue = caf.service.ouvrir(2018)
    assert vue is not None
    assert (vue.caf, vue.source, vue.aides) == ("Caf du Gers", "Conseil du 12/12", ())


# --- Files ---


@pytest.mark.parametrize("path", [LANDES, VACANCES], ids=lambda path: path.stem)
def test_an_example_imported_is_exported_the_same(path: Path, caf: ReglementStore, tmp_path: Path) -> None:
    shipped = load_catalogue(path)
    caf.service.apply(shipped, TODAY)
    written = tmp_path / "export.toml"
    caf.service.export(shipped.annee, written)
    assert load_catalogue(written) == shipped


def test_the_shipped_examples_are_offered(caf: ReglementStore) -> None:
    labels = [one.label for one in caf.service.exemples()]
    assert len(labels) == 2
    assert any("2017" in one for one in labels)


def test_an_example_serves_for_the_year_that_is_wanted(caf: ReglementStore) -> None:
    found = caf.service.preview(VACANCES, 2018)
    assert not found.connue
    assert found.lignes == ("Vacances en famille", "Vacances des enfants")
    caf.service.apply(found.catalogue, TODAY)
    avs = caf.regle("vacaf_avs", 2018)
    assert avs is not None
    assert avs.ligne == "VACANCES-FAMILLES-2018"
    assert not caf.service.preview(VACANCES, 2018).change
    assert caf.regle("vacances_autonomes") == load_catalogue(LANDES).aides[0], "the other year stays"


def test_a_file_is_previewed_then_does_what_was_said(caf: ReglementStore, tmp_path: Path) -> None:
    assert not caf.service.preview(LANDES).change
    text = LANDES.read_text(encoding="utf-8").replace('libelle = "Aide sur projet"', 'libelle = "Projet"')
    text = text.replace("plafond = 1500", "plafond = 1600")
    text = text.replace(
        'code = "bafa"\nlibelle = "Aide à la formation Bafa"', 'code = "bafd"\nlibelle = "Bafd"'
    )
    text = text.replace('libelle = "Temps libre et vacances"', 'libelle = "Temps libre"')
    path = tmp_path / "caf.toml"
    path.write_text(text, encoding="utf-8")
    found = caf.service.preview(path)
    assert found.connue
    assert found.nouvelles == found.creees == ("Bafd",)
    assert found.modifiees == (("Équipement ménager ou mobilier", ("plafond",)),)
    assert found.retirees == ("Aide à la formation Bafa",)
    assert found.gardes == ("Aide sur projet",)
    assert found.lignes == ("Temps libre",)
    assert found.inchangees == 6
    caf.service.apply(found.catalogue, TODAY)
    assert caf.regle("bafa") is None
    assert caf.regle("bafd") is not None
    assert not caf.service.preview(path).change
    caf.historique.undo()
    assert not caf.service.preview(LANDES).change


def test_an_aid_written_twice_elsewhere_is_once_after_a_copy_or_an_import(caf: ReglementStore) -> None:
    """The exchange format lets it in: nothing makes it unique."""
    with caf.store.write(AUTEUR) as session:
        first = session.get_one(AideReglement, caf.aide_id("bafa"))
        again = AideReglement(code="R", reglement_id=first.reglement_id, type_aide_id=first.type_aide_id)
        again.formes = "subvention"
        session.add(again)
    before = caf.regle("bafa")
    caf.service.copy(2017, 2018)
    copied = caf.regle("bafa", 2018)
    assert copied is not None
    assert before == replace(copied, ligne="TEMPS-LIBRE-2017")
    caf.service.apply(load_catalogue(LANDES), TODAY)
    vue = caf.service.ouvrir(2017)
    assert vue is not None
    assert [row.regle for row in vue.aides if row.regle.code == "bafa"] == [before]


REFUSED = {
    "unknown domain": ('domaine = "temps_libre"', 'domaine = "sport"', "domaine inconnu « sport »"),
    "unknown unit": ('unite = "enfant"', 'unite = "chat"', "unité inconnue « chat »"),
    "line of another year": ("annee = 2017", "annee = 2018", "déjà celle de 2017"),
    "known under another code": ('code = "bafa"', 'code = "bafa2"', "déjà connue sous le code « bafa »"),
    "no ceiling": ('qf_plafond = "aucun"\nplafond = 106.71', "", "le plafond de QF de « Aide à la"),
}  # fmt: skip


@pytest.mark.parametrize("case", sorted(REFUSED))
def test_a_file_that_the_store_cannot_take_is_refused(
    case: str, standing: ReglementStore, tmp_path: Path
) -> None:
    before, after, sentence = REFUSED[case]
    path = tmp_path / "caf.toml"
    path.write_text(LANDES.read_text(encoding="utf-8").replace(before, after), encoding="utf-8")
    with pytest.raises(InputError, match=sentence):
        standing.service.preview(path)


def test_a_file_that_is_not_there_or_cannot_be_written_is_said(caf: ReglementStore, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="ne peut pas être lu"):
        caf.service.preview(tmp_path / "rien.toml")
    with pytest.raises(OutputError, match="Impossible d'écrire"):
        caf.service.export(2017, tmp_path / "rien" / "caf.toml")
    with pytest.raises(InputError, match="pas de règlement pour 2030"):
        caf.service.export(2030, tmp_path / "caf.toml")


# --- What is said of a request ---


def test_a_request_is_compared_with_the_year_when_it_was_made(caf: ReglementStore) -> None:
    values = {"quotient_familial": 81_200, "mois_qf": date(2017, 3, 1)}
    asked = caf.request("aide_sur_projet", **values)
    assert caf.said(asked)[0] == "QF 812 en mars, plafond 700 : demande exceptionnelle."
    later = caf.request("aide_sur_projet", date_demande=date(2018, 3, 1), **values)
    assert caf.said(later) == ["Aucun règlement enregistré pour 2018 : rien à comparer."]


def test_without_its_own_quotient_a_request_takes_that_of_the_household_then(caf: ReglementStore) -> None:
    asked = caf.request("aide_sur_projet")
    with caf.store.write(AUTEUR) as session:
        for day, quotient in ((date(2017, 1, 1), 37_700), (date(2017, 6, 1), 90_000)):
            session.add(Situation(famille_id=1, date_effet=day, quotient_familial=quotient))
    assert caf.said(asked)[0].startswith("QF 377 sous le plafond de 700")


def test_the_aids_granted_in_the_civil_year_are_counted_without_this_one(caf: ReglementStore) -> None:
    granted = {"decision": "accord", "montant_subvention": 10_000}
    jan, december = date(2017, 1, 10), date(2016, 12, 20)
    caf.request("bafa", reference="A1", date_demande=december, date_decision=december, **granted)
    first = caf.request("bafa", reference="A2", date_demande=jan, date_decision=jan, **granted)
    caf.request("bafa", reference="A3", decision="refus", date_decision=TODAY)
    caf.request("bafa", reference="A4", matricule="7654321", date_decision=TODAY, **granted)
    second = caf.request("bafa", reference="A5")
    exceptional = "1 aide déjà accordée en 2017, 1 par an au plus : demande exceptionnelle."
    assert exceptional in caf.said(second)
    third = caf.request("bafa", reference="A6", date_decision=date(2017, 9, 1), **granted)
    assert exceptional in caf.said(third)
    assert not any("déjà accordée" in phrase for phrase in caf.said(first)), "what came after is not before"


def test_the_last_schedule_of_a_loan_is_compared(caf: ReglementStore) -> None:
    asked = caf.request(
        "aide_sur_projet", matricule=None, decision="accord", date_decision=TODAY, montant_pret=30_000
    )
    with caf.store.write(AUTEUR) as session:
        for day, months in ((TODAY, 12), (date(2017, 9, 1), 25)):
            plan = PlanPret(aide_id=asked, date_effet=day)
            session.add(plan)
            session.flush()
            for number in range(1, months + 1):
                session.add(
                    EcheancePret(plan_id=plan.id, numero=number, date_echeance=date(2018, 1, 1), montant=100)
                )
    assert "Prêt sur 25 mois, 24 au plus au règlement." in caf.said(asked)
    assert "Famille non allocataire : l'aide lui est ouverte." in caf.said(asked)


def test_a_request_that_is_gone_is_said(caf: ReglementStore) -> None:
    with pytest.raises(InputError, match="n'est plus dans la base"):
        caf.service.constats_de(99)
