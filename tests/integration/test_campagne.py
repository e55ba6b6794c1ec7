"""Extractions imported as campaigns on a real store: seen, decided, written once, undone; files refused."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest
from offres_store import OffreStore
from sqlalchemy import func, select
from stores import AUTEUR
from workbooks import write_ods, write_xlsx

from caseapp.errors import Cancelled, FieldError, InputError
from caseapp.models import EntreeJournal, Famille, OffreContact
from caseapp.services.campagne import Campagne, CampagnePreview, CampagneService, Decision, Etat
from caseapp.services.historique import HistoriqueService
from caseapp.store.journal import first_broken_entry
from caseapp.store.search import is_index_stale

TODAY = date(2026, 11, 21)
SEPARATIONS = Campagne("Séparations novembre", "separation", TODAY)
HEADER = "N° allocataire;Nom;Prénom;Date de naissance;Téléphone;E-mail;Code INSEE;Date de séparation;Secteur"
ROWS = (
    "1004233;NGUYEN;Emma;02/05/1988;06 12 34 56 78;emma@exemple.fr;40088;12/11/2026;Dax",
    ";Perin;Adam;1990-01-15;;;;;",
    "1999999;Lefèvre;Zoé;14/07/1991;612345678;zoe@exemple.fr;01004;10/11/2026;Dax",
    "0001234;Roux;Chloé;;;;;;",
    "1004233;Nguyễn;Emma;;;;;;",
    ";Martin;Paul;31/02/1990;;;;;",
)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[OffreStore]:
    office = OffreStore(tmp_path)
    with office.store.write(AUTEUR) as session:
        for reference, values in (
            ("F1", {"matricule": "1004233", "date_naissance": date(1988, 5, 2)}),
            ("F3", {"date_naissance": date(1990, 1, 15)}),
        ):
            famille = session.scalars(select(Famille).where(Famille.reference == reference)).one()
            for name, value in values.items():
                setattr(famille, name, value)
        session.add(Famille(reference="F9", nom="Roux", prenom="Chloé", matricule="1234"))
    yield office
    office.store.close()


@pytest.fixture
def campagnes(office: OffreStore) -> CampagneService:
    return CampagneService(office.store, AUTEUR, office.offres.catalogue)


def write(folder: Path, *lines: str, encoding: str = "utf-8", name: str = "extraction.csv") -> Path:
    path = folder / name
    path.write_bytes("\n".join(lines).encode(encoding))
    return path


def seen(preview: CampagnePreview) -> list[tuple[int, Etat, Decision]]:
    return [(one.ligne, one.etat, one.decision) for one in preview.lignes]


def offers(office: OffreStore) -> Sequence[OffreContact]:
    with office.store.read() as session:
        return session.scalars(select(OffreContact).order_by(OffreContact.id)).all()


def count(office: OffreStore, mapped: type) -> int:
    with office.store.read() as session:
        return session.scalar(select(func.count()).select_from(mapped)) or 0


def test_each_row_is_told_before_anything_is_written(
    office: OffreStore, campagnes: CampagneService, tmp_path: Path
) -> None:
    preview = campagnes.preview(write(tmp_path, HEADER, *ROWS), SEPARATIONS, TODAY)
    assert seen(preview) == [
        (2, Etat.CONNUE, Decision.OFFRIR),
        (3, Etat.RESSEMBLANTE, Decision.OFFRIR),
        (4, Etat.NOUVELLE, Decision.CREER),
        (5, Etat.CONNUE, Decision.OFFRIR),
        (6, Etat.DOUBLE, Decision.LAISSER),
        (7, Etat.REFUSEE, Decision.LAISSER),
    ]
    said = {one.ligne: one.explication for one in preview.lignes}
    assert "orthographe proche : Perin / Perrin" in said[3]
    assert "même date de naissance" in said[3]
    assert "ne pas appeler" in said[3]
    assert said[6] == "même personne que la ligne 2"
    assert said[7] == "date de naissance : cette date n'existe pas (jour, mois, année)"
    assert preview.ignorees == ("Secteur",)
    assert preview.colonnes[0] == "n° allocataire"
    assert (count(office, OffreContact), count(office, Famille)) == (0, 6)


def test_what_was_decided_is_written_and_undone_in_one_step(
    office: OffreStore, campagnes: CampagneService, tmp_path: Path
) -> None:
    preview = campagnes.preview(write(tmp_path, HEADER, *ROWS), SEPARATIONS, TODAY)
    result = campagnes.import_campaign(preview, {5: Decision.LAISSER, 7: Decision.CREER})
    assert (result.offres, result.familles, result.ecartees, result.annulable) == (3, 1, 0, True)
    assert {one.famille_id for one in offers(office)} >= {office.famille("F1"), office.famille("F3")}
    assert {(one.campagne, one.motif, one.date_offre, one.reponse) for one in offers(office)} == {
        ("Séparations novembre", "separation", TODAY, None)
    }
    with office.store.read() as session:
        zoe = session.scalars(select(Famille).where(Famille.matricule == "1999999")).one()
        assert (zoe.nom, zoe.prenom, zoe.telephone, zoe.courriel, zoe.code_commune, zoe.date_naissance) == (
            "Lefèvre", "Zoé", "0612345678", "zoe@exemple.fr", "01004", date(1991, 7, 14),
        )  # fmt: skip
        emma = session.scalars(select(Famille).where(Famille.matricule == "1004233")).one()
        assert emma.nom == "Nguyễn", "a known family is not changed"
        assert not is_index_stale(session.connection())
    assert (
        HistoriqueService(office.store, AUTEUR).undo().libelle == "Campagne importée : Séparations novembre"
    )
    assert (count(office, OffreContact), count(office, Famille)) == (0, 6)


def test_the_same_file_again_brings_nobody_twice(
    office: OffreStore, campagnes: CampagneService, tmp_path: Path
) -> None:
    path = write(tmp_path, HEADER, *ROWS[:4])
    stale = campagnes.preview(path, SEPARATIONS, TODAY)
    campagnes.import_campaign(campagnes.preview(path, SEPARATIONS, TODAY), {})
    assert len(offers(office)) == 4
    again = campagnes.check(Campagne(" SEPARATIONS  novembre", "separation", TODAY), TODAY)
    assert again.nom == "Séparations novembre"
    preview = campagnes.preview(path, again, TODAY)
    assert {one.etat for one in preview.lignes} == {Etat.DEJA}
    for late in (preview, stale):
        with pytest.raises(InputError, match="déjà dans la campagne"):
            campagnes.import_campaign(late, {})
    assert len(offers(office)) == 4
    other = Campagne("Séparations décembre", "separation", TODAY)
    assert campagnes.import_campaign(campagnes.preview(path, other, TODAY), {}).offres == 4


def test_a_family_offered_since_the_preview_is_left_out(
    office: OffreStore, campagnes: CampagneService, tmp_path: Path
) -> None:
    preview = campagnes.preview(write(tmp_path, HEADER, *ROWS[:3]), SEPARATIONS, TODAY)
    office.offer("F1", campagne=SEPARATIONS.nom)
    result = campagnes.import_campaign(preview, {})
    assert (result.offres, result.ecartees) == (2, 1)
    assert [one.famille_id for one in offers(office)].count(office.famille("F1")) == 1


def test_a_number_of_someone_else_is_decided_by_a_person(
    office: OffreStore, campagnes: CampagneService, tmp_path: Path
) -> None:
    path = write(tmp_path, HEADER, "1004233;Durand;Ludovic;01/03/1970;;;;;", ";Garcia;Ana;;;;;;")
    one, two = campagnes.preview(path, SEPARATIONS, TODAY).lignes
    assert (one.etat, one.decision) == (Etat.RESSEMBLANTE, Decision.LAISSER)
    assert Decision.CREER not in one.decisions, "its number is taken"
    assert "mais noms différents" in one.explication
    assert (two.etat, two.decision) == (Etat.RESSEMBLANTE, Decision.LAISSER)
    assert Decision.CREER in two.decisions


def test_the_day_of_the_event_dates_the_offer_when_asked(
    office: OffreStore, campagnes: CampagneService, tmp_path: Path
) -> None:
    dated = Campagne("Datée", "separation", TODAY, "separation", jour_evenement=True)
    campagnes.import_campaign(campagnes.preview(write(tmp_path, HEADER, *ROWS[:2]), dated, TODAY), {})
    assert [one.date_offre for one in offers(office)] == [date(2026, 11, 12), TODAY]
    assert office.offres.late_count(TODAY) == 1
    assert {one.parcours for one in offers(office)} == {"separation"}


def test_many_rows_are_journaled_as_a_range(
    office: OffreStore, campagnes: CampagneService, tmp_path: Path
) -> None:
    rows = [f"{2_000_000 + n};Invent{n};Ana;;;;;;" for n in range(501)]
    preview = campagnes.preview(write(tmp_path, HEADER, *rows), SEPARATIONS, TODAY)
    steps: list[tuple[int, int]] = []
    result = campagnes.import_campaign(preview, {}, lambda done, total, _: steps.append((done, total)))
    assert (result.offres, result.familles, result.annulable) == (501, 501, False)
    assert steps[-1][1] == 501
    with office.store.read() as session:
        entries = session.scalars(select(EntreeJournal).where(EntreeJournal.action == "import")).all()
        assert [(one.objet, one.objet_id_fin - one.objet_id + 1) for one in entries] == [
            ("familles", 501), ("offres_contact", 501),
        ]  # fmt: skip
        assert first_broken_entry(session.connection()) is None
        assert not is_index_stale(session.connection())
    assert office.offres.call_list(TODAY).ouvertes == 501


def test_a_cancelled_import_leaves_nothing(
    office: OffreStore, campagnes: CampagneService, tmp_path: Path
) -> None:
    path = write(tmp_path, HEADER, *(f"{2_000_000 + n};Invent{n};Ana;;;;;;" for n in range(600)))
    preview = campagnes.preview(path, SEPARATIONS, TODAY)
    asked: list[bool] = []

    def cancelled() -> bool:
        asked.append(len(asked) > 2)
        return asked[-1]

    with pytest.raises(Cancelled):
        campagnes.import_campaign(preview, {}, cancelled=cancelled)
    with pytest.raises(Cancelled):
        campagnes.preview(path, SEPARATIONS, TODAY, cancelled=lambda: True)
    assert (count(office, OffreContact), count(office, Famille)) == (0, 6)


# --- Files ---


def _cells() -> list[list[str]]:
    return [row.split(";") for row in (HEADER, *LATIN)]


NOTICE = [["Bonjour"], ["x"]]
LATIN = tuple(row.replace("Nguyễn", "Nguyen") for row in ROWS)
COMMAS, TABS = ([row.replace(";", mark) for row in (HEADER, *LATIN)] for mark in (",", "\t"))
SAME: dict[str, Callable[[Path], Path]] = {
    "cp1252": lambda folder: write(folder, HEADER, *LATIN, encoding="cp1252"),
    "commas": lambda folder: write(folder, *COMMAS),
    "ods": lambda folder: write_ods(folder / "a.ods", {"Feuil1": _cells()}),
    "second sheet": lambda folder: write_xlsx(folder / "a.xlsx", {"Lisez": NOTICE, "B": _cells()}),
    "tabs": lambda folder: write(folder, *TABS, name="a.txt"),
    "utf-16": lambda folder: write(folder, HEADER, *LATIN, encoding="utf-16"),
    "xlsx": lambda folder: write_xlsx(folder / "a.xlsx", {"Feuil1": _cells()}),
}


@pytest.mark.parametrize("name", sorted(SAME))
def test_any_usual_file_gives_the_same_rows(campagnes: CampagneService, tmp_path: Path, name: str) -> None:
    plain = campagnes.preview(write(tmp_path, HEADER, *LATIN, name="plain.csv"), SEPARATIONS, TODAY)
    found = campagnes.preview(SAME[name](tmp_path), SEPARATIONS, TODAY)
    assert seen(found) == seen(plain)
    assert found.lignes[2].personne == plain.lignes[2].personne


BAD = {
    "0 bytes": (b"", "vide"),
    "binary renamed": (b"PK\x03\x04\x14\x00\x06\x00\x08\x00", "pas un fichier texte"),
    "an image": (b"\x89PNG\r\n\x1a\n\x00\x00", "pas un fichier texte"),
    "only a header": ((HEADER + "\n").encode(), "aucune personne"),
    "a column twice": (b"Nom;Pr\xc3\xa9nom;NOM\nRoux;Ana;Roux\n", "colonne donnée deux fois : nom"),
    "no known column": (b"Secteur;Montant\nDax;12\n", "au moins une colonne"),
    "no name": ("Prénom;Courriel\nAna;a@b.fr\n".encode(), "au moins une colonne"),
    "quote never closed": (b'Nom;Prenom\n"Roux;Ana\n', "guillemet"),
}


@pytest.mark.parametrize("name", sorted(BAD))
def test_a_file_that_cannot_be_read_is_refused_with_its_reason(
    office: OffreStore, campagnes: CampagneService, tmp_path: Path, name: str
) -> None:
    content, reason = BAD[name]
    path = tmp_path / "extraction.csv"
    path.write_bytes(content)
    with pytest.raises(InputError, match=reason):
        campagnes.preview(path, SEPARATIONS, TODAY)
    assert count(office, OffreContact) == 0


@pytest.mark.parametrize("name", ["a.xlsx", "a.ods"])
@pytest.mark.parametrize(
    "content", [b"", b"Nom;Prenom\nRoux;Ana\n", b"PK\x03\x04rien"], ids=["vide", "texte", "zip"]
)
def test_a_workbook_that_is_none_is_refused(
    campagnes: CampagneService, tmp_path: Path, name: str, content: bytes
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError, match="abîmé"):
        campagnes.preview(tmp_path / name, SEPARATIONS, TODAY)
    with pytest.raises(InputError, match="ne peut pas être lu"):
        campagnes.preview(tmp_path / "absent.csv", SEPARATIONS, TODAY)
    with pytest.raises(InputError, match="ni un CSV"):
        campagnes.preview(tmp_path / "photo.png", SEPARATIONS, TODAY)


BAD_ROWS = {
    "a formula": ("=CMD();Ana;;", "nom : une formule de tableur"),
    "a name without letters": ("123;Ana;;", "nom : aucune lettre"),
    "a name too long": (f"{'a' * 401};Ana;;", "nom : texte trop long"),
    "nobody": (";Ana;;", "ni nom ni n° allocataire"),
    "a birth to come": ("Roux;Ana;01/01/2030;", "date de naissance : date dans le futur"),
    "a date in words": ("Roux;Ana;hier;", "date de naissance : date illisible"),
    "an address without @": ("Roux;Ana;;roux", "courriel : adresse illisible"),
    "cells missing": ("Roux;Ana", "2 cellules au lieu de 4"),
    "too many cells": ("Roux;Ana;;;5", "5 cellules au lieu de 4"),
    "reversed writing": ("Ro\u202eux;Ana;;", "nom : caractère interdit"),
}


@pytest.mark.parametrize("name", sorted(BAD_ROWS))
def test_a_bad_row_is_left_out_with_its_reason(campagnes: CampagneService, tmp_path: Path, name: str) -> None:
    row, reason = BAD_ROWS[name]
    path = write(tmp_path, "nom;prenom;naissance;mail", row, "Zidane;Léo;;")
    bad, good = campagnes.preview(path, SEPARATIONS, TODAY).lignes
    assert (bad.etat, bad.decisions, good.etat) == (Etat.REFUSEE, (), Etat.NOUVELLE)
    assert bad.explication.startswith(reason)


def test_long_and_foreign_names_pass(campagnes: CampagneService, office: OffreStore, tmp_path: Path) -> None:
    long = "Ô" * 200
    path = write(tmp_path, "nom;prenom", f"{long};Đặng", "O'Brien-Aït d'Œuvre;Zoé <b>")
    result = campagnes.import_campaign(campagnes.preview(path, SEPARATIONS, TODAY), {})
    assert result.familles == 2
    rows = office.offres.list_rows(office.offres.call_list(TODAY).ids, TODAY)
    assert {row.famille for row in rows} == {f"{long} Đặng", "O'Brien-Aït d'Œuvre Zoé <b>"}


def test_a_campaign_must_hold(campagnes: CampagneService) -> None:
    for wrong in (
        Campagne(" ", "separation", TODAY),
        Campagne("x" * 201, "separation", TODAY),
        Campagne("A", "inconnu", TODAY),
        Campagne("A", "separation", TODAY, "inconnu"),
        Campagne("A", "separation", date(2026, 11, 22)),
    ):
        with pytest.raises(FieldError):
            campagnes.check(wrong, TODAY)
