"""The monthly extraction: what each line is, what is written, what is never written."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from impayes_store import TODAY, ImpayeStore
from stores import AUTEUR
from workbooks import write_ods, write_xlsx

from caseapp.errors import InputError
from caseapp.models import EtatImpaye, Famille, Impaye, MouvementDette, Situation
from caseapp.services.extraction_impayes import Apercu, Etat, ExtractionImpayesService, ImportFait
from caseapp.services.impayes_rows import RESOLU

HEADER = ("N° allocataire", "Nom", "Prénom", "Date de naissance", "Bailleur", "Aide au logement", "Dette")
EMMA = ("0412345", "NGUYEN", "Emma", "12/03/1988", "XL Habitat", "ALF", "1 120,00 €")
LOUIS = ("", "Perrin", "Louis", "04/07/1990", "XL Habitat", "APL", "640")


class Extractions(ImpayeStore):
    """Two families known by number and by birth date, and the import over them."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.folder = folder
        with self.store.write(AUTEUR) as session:
            emma, louis = (session.get(Famille, one) for one in self.familles)
            emma.matricule, emma.prenom, emma.date_naissance = "0412345", "Emma", date(1988, 3, 12)
            louis.prenom, louis.date_naissance = "Louis", date(1990, 7, 4)
        self.service = ExtractionImpayesService(self.store, AUTEUR, self.regles)

    def preview(self, *rows: tuple[str, ...], header: tuple[str, ...] = HEADER, jour: date = TODAY) -> Apercu:
        path = self.folder / "extraction.csv"
        path.write_text("\r\n".join(";".join(row) for row in (header, *rows)), encoding="utf-8")
        return self.service.preview(path, jour)

    def take(self, *rows: tuple[str, ...], jour: date = TODAY) -> ImportFait:
        apercu = self.preview(*rows, jour=jour)
        return self.service.importer(apercu, apercu.proposed)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Extractions]:
    found = Extractions(tmp_path / "base")
    yield found
    found.store.close()


def states(apercu: Apercu) -> list[Etat]:
    return [one.etat for one in apercu.lignes]


def test_new_files_are_made_for_families_known_by_number_or_by_name_and_birth(store: Extractions) -> None:
    store.regles.appliquer("impayes-landes", actif=True)
    apercu = store.preview(EMMA, LOUIS)
    assert states(apercu) == [Etat.NOUVELLE, Etat.NOUVELLE]
    assert [one.famille_id for one in apercu.lignes] == store.familles

    fait = store.service.importer(apercu, apercu.proposed)
    assert (fait.nouveaux, fait.releves, fait.soldes) == (2, 0, 0)
    first, second = store.records(Impaye)
    assert (first.bailleur, first.aide_logement, first.dette) == ("XL Habitat", "alf", 112_000)
    assert (second.famille_id, second.dette, second.date_signalement) == (store.familles[1], 64_000, TODAY)
    assert first.cible_locale is True  # the Landes: every ALF
    assert second.cible_locale is False


def test_the_same_file_twice_changes_nothing(store: Extractions) -> None:
    store.take(EMMA, LOUIS)
    again = store.preview(EMMA, LOUIS)
    assert states(again) == [Etat.INCHANGEE, Etat.INCHANGEE]
    with pytest.raises(InputError, match="cochez"):
        store.service.importer(again, again.proposed)
    assert len(store.records(Impaye)) == 2
    assert store.records(MouvementDette) == []


def test_another_debt_becomes_a_statement_of_the_landlord(store: Extractions) -> None:
    store.take(EMMA, LOUIS, jour=date(2026, 10, 21))
    apercu = store.preview((*EMMA[:6], "1 300,50"), LOUIS)
    assert states(apercu) == [Etat.CHANGEE, Etat.INCHANGEE]
    assert (apercu.lignes[0].avant, apercu.lignes[0].apres) == (112_000, 130_050)

    assert store.service.importer(apercu, apercu.proposed).releves == 1
    [movement] = store.records(MouvementDette)
    assert (movement.type, movement.date, movement.montant) == ("releve", TODAY, 130_050)


def test_a_file_that_the_extraction_no_longer_names_is_settled_only_when_ticked(store: Extractions) -> None:
    store.take(EMMA, LOUIS, jour=date(2026, 10, 21))
    apercu = store.preview(EMMA, ("", "Inconnu", "Max", "01/01/1980", "XL Habitat", "APL", "10"))
    absent = apercu.lignes[-1]
    assert (absent.etat, absent.impaye_id, absent.ligne) == (Etat.ABSENTE, 2, None)
    assert apercu.proposed == {absent.cle: False}

    fait = store.service.importer(apercu, {absent.cle: True})
    assert (fait.nouveaux, fait.soldes) == (0, 1)
    impaye = store.records(Impaye)[1]
    assert (impaye.issue, impaye.date_issue) == (RESOLU, TODAY)
    [movement] = store.records(MouvementDette)
    assert (movement.type, movement.montant, movement.impaye_id) == ("releve", 0, 2)


def test_settling_keeps_the_dated_issue_that_the_file_had(store: Extractions) -> None:
    store.take(LOUIS, jour=date(2026, 9, 1))
    with store.store.write(AUTEUR) as session:
        impaye = session.get(Impaye, 1)
        impaye.issue, impaye.date_issue = "plan_en_cours", date(2026, 10, 1)
    apercu = store.preview((*EMMA[:5], "APL", "10"))
    store.service.importer(apercu, {-1: True, 2: False})
    [past] = store.records(EtatImpaye)
    assert (past.issue, past.date_debut, past.date_fin) == ("plan_en_cours", date(2026, 10, 1), TODAY)


def test_only_files_of_the_same_landlords_and_aids_are_said_to_be_absent(store: Extractions) -> None:
    store.report(bailleur="Clairsienne")
    store.report(famille_id=store.familles[1], aide_logement="apl")
    assert Etat.ABSENTE not in states(store.preview((*LOUIS[:5], "APL", "1284")))
    assert states(store.preview((*LOUIS[:4], "Clairsienne", "ALF", "10")))[1:] == [Etat.ABSENTE]


def test_an_unknown_family_is_listed_and_never_created(store: Extractions) -> None:
    apercu = store.preview(("9999999", "Garcia", "Sofia", "01/02/1991", "", "APL", "500"))
    assert states(apercu) == [Etat.INCONNUE]
    assert not apercu.lignes[0].is_offered
    assert len(store.records(Famille)) == 2


def test_a_family_that_only_resembles_waits_for_a_person(store: Extractions) -> None:
    apercu = store.preview(("0412345", "Martin", "Jules", "01/01/1970", "", "ALF", "500"))
    [line] = apercu.lignes
    assert (line.etat, line.is_offered, line.is_proposed) == (Etat.A_VERIFIER, True, False)
    assert "nom" in line.explication
    assert store.service.importer(apercu, {2: True}).nouveaux == 1


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ((*EMMA[:6], ""), "dette : elle manque"),
        ((*EMMA[:6], "douze"), "dette : "),
        ((*EMMA[:6], "-3"), "dette : "),
        ((*EMMA[:5], "APLF", "10"), "aide au logement : « APLF » n'est pas connu"),
        ((*EMMA[:4], "XL\x07 Habitat", "ALF", "10"), "bailleur : caractère interdit ou illisible"),
        ((*EMMA[:4], "=1+1", "ALF", "10"), "bailleur : une formule de tableur"),
        ((*EMMA[:3], "31/02/1988", "", "ALF", "10"), "date de naissance : "),
        (("", "Perrin", "Louis", "", "", "APL", "10"), "ni n° allocataire ni date de naissance"),
        ((*EMMA, "de trop"), "8 cellules au lieu de 7"),
        ((*EMMA[:5], "", "10"), "aide au logement : ni dans le fichier, ni dans la situation"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_bad_line_is_refused_with_its_number_and_reason(
    store: Extractions, row: tuple[str, ...], why: str
) -> None:
    apercu = store.preview(LOUIS, row)
    refused = apercu.lignes[1]
    assert (refused.etat, refused.ligne) == (Etat.REFUSEE, 3)
    assert why in refused.explication
    assert store.service.importer(apercu, apercu.proposed).nouveaux == 1


def test_the_family_tells_its_housing_aid_when_the_file_does_not(store: Extractions) -> None:
    with store.store.write(AUTEUR) as session:
        session.add(Situation(famille_id=store.familles[0], date_effet=date(2026, 1, 1), aide_logement="als"))
    store.take((*EMMA[:5], "", "10"))
    assert [one.aide_logement for one in store.records(Impaye)] == ["als"]


def test_two_lines_about_one_file_count_once(store: Extractions) -> None:
    assert states(store.preview(EMMA, EMMA)) == [Etat.NOUVELLE, Etat.DOUBLE]


def test_two_landlords_are_not_two_debts_of_one_file(store: Extractions) -> None:
    store.report(bailleur=None, reference_bailleur=None)
    other = (*EMMA[:4], "Clairsienne", "ALF", "300")
    apercu = store.preview(EMMA, other, (*EMMA[:4], "", "ALF", "12"))
    assert states(apercu) == [Etat.CHANGEE, Etat.A_VERIFIER, Etat.DOUBLE]
    assert apercu.proposed == {2: True, 3: False}
    fait = store.service.importer(apercu, {2: True, 3: True})
    assert (fait.nouveaux, fait.releves) == (1, 1)
    assert [one.montant for one in store.records(MouvementDette)] == [112_000]
    assert [one.bailleur for one in store.records(Impaye)] == [None, "Clairsienne"]


def test_a_line_that_may_repeat_a_new_file_waits_for_a_person(store: Extractions) -> None:
    apercu = store.preview((*LOUIS[:4], "", "APL", "10"), LOUIS, (*LOUIS[:4], "Clairsienne", "APL", "10"))
    assert states(apercu) == [Etat.NOUVELLE, Etat.A_VERIFIER, Etat.A_VERIFIER]
    assert apercu.lignes[1].explication == "peut-être le même dossier que la ligne 2"
    assert states(store.preview(LOUIS, (*LOUIS[:4], "Clairsienne", "APL", "10"))) == [Etat.NOUVELLE] * 2


def test_no_file_is_made_for_a_debt_of_nothing(store: Extractions) -> None:
    apercu = store.preview((*LOUIS[:6], "0,00"))
    assert [(one.etat, one.explication) for one in apercu.lignes] == [
        (Etat.REFUSEE, "rien n'est dû, et aucun dossier n'est ouvert")
    ]


def test_a_file_closed_since_is_not_opened_again(store: Extractions) -> None:
    header = (*HEADER, "Date du signalement")
    row = (*EMMA, "02/09/2026")
    apercu = store.preview(row, header=header)
    store.service.importer(apercu, apercu.proposed)
    with store.store.write(AUTEUR) as session:
        impaye = session.get(Impaye, 1)
        impaye.issue, impaye.date_issue = RESOLU, date(2026, 11, 1)
    assert states(store.preview(row, header=header)) == [Etat.CLOSE]


def test_several_files_of_a_family_ask_for_the_reference(store: Extractions) -> None:
    store.report(bailleur=None, reference_bailleur="B-1")
    store.report(bailleur=None, reference_bailleur="B-2")
    assert states(store.preview((*EMMA[:4], "", "ALF", "10"))) == [Etat.A_VERIFIER]
    header = (*HEADER, "Référence du bailleur")
    apercu = store.preview((*EMMA[:4], "", "ALF", "10", "b-2"), header=header)
    assert (apercu.lignes[0].etat, apercu.lignes[0].impaye_id) == (Etat.CHANGEE, 2)


def test_what_changed_since_the_preview_is_left(store: Extractions) -> None:
    apercu = store.preview(EMMA, LOUIS)
    store.take(EMMA)
    fait = store.service.importer(apercu, apercu.proposed)
    assert (fait.nouveaux, fait.ecartees) == (1, 1)
    assert len(store.records(Impaye)) == 2


def test_an_import_is_undone_in_one_step(store: Extractions) -> None:
    store.take(EMMA, LOUIS)
    store.historique.undo()
    assert store.records(Impaye) == []


@pytest.mark.parametrize("write", [write_ods, write_xlsx], ids=["ods", "xlsx"])
def test_workbooks_are_read_too(store: Extractions, write: object) -> None:
    path = store.folder / f"extraction.{write.__name__.removeprefix('write_')}"
    write(path, {"Impayés": [list(HEADER), list(EMMA)]})
    assert states(store.service.preview(path, TODAY)) == [Etat.NOUVELLE]


@pytest.mark.parametrize(
    ("header", "why"),
    [
        (("Matricule", "Nom"), "dette"),
        (("Dette", "Bailleur"), "nom"),
        (("Dette", "Dette", "Nom"), "deux fois"),
    ],
    ids=["sans dette", "sans personne", "deux fois"],
)
def test_a_file_without_its_columns_is_refused_whole(
    store: Extractions, header: tuple[str, ...], why: str
) -> None:
    with pytest.raises(InputError, match=why):
        store.preview(("1", "2", "3")[: len(header)], header=header)
