"""The members' file and the minutes of a real session: what they say, whom they do not name."""

from datetime import date
from pathlib import Path

import pytest
from commission_store import KEY, SITTING, CommissionFinder
from documents_store import (
    ACCORD,
    CANARIES,
    COMMUNES,
    PROTECTED,
    close,
    decide_all,
    exports,
    fill_documents,
    leaks,
    said,
)
from pypdf import PdfReader
from stores import AUTEUR, new_store

from caseapp.errors import InputError, OutputError
from caseapp.services.commission_rows import DecisionSaisie
from caseapp.services.commissions import CommissionService
from caseapp.services.documents_commission import DocumentService
from caseapp.store import Store

TODAY = date(2026, 11, 26)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = new_store(tmp_path_factory.mktemp("documents"), KEY)
    fill_documents(store)
    decide_all(store)
    store.close()
    return store.path


@pytest.fixture
def documents(store: Store) -> DocumentService:
    return DocumentService(store, AUTEUR, COMMUNES)


@pytest.fixture
def seance(find: CommissionFinder) -> int:
    return find.seance("S1")


def protected_of(documents: DocumentService, seance: int) -> int:
    (one,) = documents.open_session(seance).protegees
    assert (one.nom, one.numero) == ("Garcia Sofia", "77001")
    return one.id


def test_the_members_read_all_that_is_known_of_a_request(
    documents: DocumentService, seance: int, tmp_path: Path
) -> None:
    path = tmp_path / "dossier.pdf"
    documents.write_members(seance, path, TODAY, frozenset())
    words = said(path)
    for known in (
        "Commission territoriale – 24 novembre 2026", "Demandes 4", "2 480,00 €", "Lefèvre Louise, n° 77000",
        "Équipement ménager · Lave-linge CANARI", "412, octobre 2026", "620,00 €",
        "CCAS CANARI 70,00 € (accordé)",
        "09/03/2026 : Équipement ménager, 123,00 € en subvention", "1 sur 2 reçu : Devis",
        "Le lave-linge de Louise Lefèvre est en panne.", "monop., 3 enfants", "Dax",
        "Perte d'emploi", "Urgente",
    ):  # fmt: skip
        assert known in words, known
    assert words.count("Demande 4") == 1


def test_a_protected_family_is_a_line_without_a_name_until_it_is_ticked(
    documents: DocumentService, store: Store, seance: int, tmp_path: Path
) -> None:
    path = tmp_path / "dossier.pdf"
    documents.write_members(seance, path, TODAY, frozenset())
    hidden = said(path)
    assert "Famille protégée n° 77001" in hidden
    assert [one for one in PROTECTED if one in hidden] == []
    documents.write_members(seance, path, TODAY, frozenset({protected_of(documents, seance)}))
    named = said(path)
    assert "Garcia Sofia, n° 77001" in named
    assert "Sofia Garcia a quitté CANARI le domicile." in named
    assert "Commune masquée" in named, "her commune stays masked"
    file = ("seances_commission", "dossier")
    assert exports(store) == [file, file, ("familles", "")]


def test_only_a_protected_family_of_the_session_can_be_ticked(
    documents: DocumentService, store: Store, find: CommissionFinder, seance: int, tmp_path: Path
) -> None:
    other = find.read("A1").famille_id
    with pytest.raises(InputError, match="n'est pas une famille protégée de cette séance"):
        documents.write_members(seance, tmp_path / "dossier.pdf", TODAY, frozenset({other}))
    assert not (tmp_path / "dossier.pdf").exists()
    assert exports(store) == []


def test_an_anonymous_file_holds_no_name_no_number_no_free_text(
    documents: DocumentService, store: Store, seance: int, tmp_path: Path
) -> None:
    path = tmp_path / "dossier anonymisé.pdf"
    documents.write_anonymous(seance, path, TODAY, with_texts=False)
    assert leaks(path) == []
    words = said(path)
    assert "Demande 1" in words
    assert "Dax" not in words
    assert "1 sur 2 reçu" in words
    assert "70,00 € (accordé)" in words
    assert exports(store) == [("seances_commission", "dossier_anonyme")]


def test_texts_that_may_name_someone_come_only_when_asked_for_and_never_those_of_a_protected_family(
    documents: DocumentService, seance: int, tmp_path: Path
) -> None:
    path = tmp_path / "dossier.pdf"
    documents.write_anonymous(seance, path, TODAY, with_texts=True)
    words = said(path)
    assert "Le lave-linge de Louise Lefèvre est en panne." in words
    assert "relisez-les avant de diffuser" in words
    assert [one for one in PROTECTED if one in words] == []
    assert "77000" not in words


def test_draft_minutes_say_so_and_add_up(documents: DocumentService, seance: int, tmp_path: Path) -> None:
    path = tmp_path / "pv.pdf"
    documents.write_minutes(seance, path, TODAY, frozenset())
    words = said(path)
    assert "Projet : séance non close." in words
    for known in (
        "Accord 1 480,00 € 320,00 € 160,00 € 480,00 €",
        "Accord partiel 1 900,00 € 500,00 € 0,00 € 500,00 €",
        "Refus 1 750,00 € 0,00 € 0,00 € 0,00 €",
        "Ajournement 1 350,00 € 0,00 € 0,00 € 0,00 €",
        "Ensemble 4 2 480,00 € 820,00 € 160,00 € 980,00 €",
        "Logement 1 000,00 € 980,00 € 1 103,00 € − 103,00 €",
        "Motif : Quotient familial supérieur au plafond",
        "Membres présents – non saisis",
        "Famille protégée n° 77001",
        "texte non repris, famille protégée",
    ):
        assert known in words, known
    assert "%" not in words
    assert [one for one in PROTECTED if one in words] == []


def test_minutes_of_a_closed_session_keep_what_it_put_off_and_what_was_rectified(
    documents: DocumentService, store: Store, find: CommissionFinder, seance: int, tmp_path: Path
) -> None:
    close(store, seance)
    correction = DecisionSaisie(ACCORD, None, 48_000)
    CommissionService(store, AUTEUR, COMMUNES).rectify(
        find.aide("A1"), correction, "Prêt refusé par la famille"
    )
    path = tmp_path / "pv.pdf"
    documents.write_minutes(seance, path, TODAY, frozenset())
    words = said(path)
    for known in (
        f"par {AUTEUR}.", "Séance close le", "– Mme Roux – M. Ferrand", "Un dossier a été lu deux fois.",
        "Ajournement 1 350,00 €", "Motif : Devis à revoir", "Décision rectifiée depuis la clôture.",
        "Lefèvre Louise, n° 77000 : Accord, 320,00 € en subvention et 160,00 € en prêt devient Accord,",
        "480,00 € en subvention.", "Motif : Prêt refusé par la famille",
        "Ensemble 4 2 480,00 € 980,00 € 0,00 € 980,00 €", "page 1/",
    ):  # fmt: skip
        assert known in words, known


def test_the_properties_of_a_nominative_file_name_nobody(
    documents: DocumentService, seance: int, tmp_path: Path
) -> None:
    for name, write in (("d.pdf", documents.write_members), ("p.pdf", documents.write_minutes)):
        write(seance, tmp_path / name, TODAY, frozenset())
        properties = str(dict(PdfReader(tmp_path / name).metadata or {}))
        assert [one for one in CANARIES if one in properties] == []


def test_a_folder_that_is_gone_is_said_in_french(
    documents: DocumentService, seance: int, tmp_path: Path
) -> None:
    with pytest.raises(OutputError, match="ce dossier n'existe pas"):
        documents.write_minutes(seance, tmp_path / "absent" / "pv.pdf", TODAY, frozenset())
    with pytest.raises(InputError, match="n'est plus dans la base"):
        documents.write_minutes(99_999, tmp_path / "pv.pdf", SITTING, frozenset())
    assert list(tmp_path.glob("*.pdf")) == []
