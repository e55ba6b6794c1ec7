"""The members' file and the minutes on paper: nothing lost, sums counted by hand, pages numbered."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time
from io import BytesIO

import pytest
from pypdf import PdfReader

from caseapp.reports.commission import (
    KEPT_BACK,
    NO_EXPOSE,
    AidePassee,
    AutreFinanceur,
    DecisionPapier,
    DemandePapier,
    DossierPapier,
    LignePapier,
    PiecePapier,
    ProcesVerbalPapier,
    RectificationPapier,
    SeancePapier,
    anonymous,
    unnamed,
)
from caseapp.reports.commission_dossier import NO_REQUEST, lay_out_dossier
from caseapp.reports.commission_pv import NOTHING, closing_words, lay_out_minutes
from caseapp.reports.document import Document
from caseapp.reports.pdf import render_pages
from caseapp.reports.shapes import Text
from caseapp.reports.typography import PAGE_HEIGHT, PAGE_WIDTH, Typography

SEANCE = SeancePapier(
    "Commission de Dax", date(2026, 11, 24), time(9, 30), "Antenne de Dax", date(2026, 11, 21)
)
DEMANDE = DemandePapier(
    famille="Lefèvre Louise, n° 1004233", composition="monop., 3 enfants", commune="Dax", qf=41_250,
    mois_qf=date(2026, 10, 1), motif="Perte d'emploi", aide="Équipement ménager", objet="Lave-linge",
    date_demande=date(2026, 11, 3), urgente=True, montant_demande=48_000, cout=62_000, reste_a_charge=7_000,
    financeurs=(AutreFinanceur("CCAS", 7_000, "Accordé"),),
    aides_12_mois=(AidePassee(date(2026, 2, 3), "Aide sur projet", 20_000, 10_000),),
    pieces=(PiecePapier("Devis", True, date(2026, 11, 3)), PiecePapier("Attestation", True, None)),
    constats=("QF 412 sous le plafond de 700.",), expose="Une phrase.",
)  # fmt: skip
BARE = DemandePapier(
    "Petit Hugo, n° 1", "", "", None, None, "", "Aide", "", date(2026, 11, 3), False, None, None, None, (),
    (), (), (), "", NO_EXPOSE,
)  # fmt: skip
Lay = Callable[[Typography], Document]


def pages(lay: Lay) -> list[str]:
    """Return the words of each page, once every text was found inside it."""
    laid: list[Document] = []

    def keep(typography: Typography) -> Document:
        laid.append(lay(typography))
        for page in laid[-1].pages:
            for mark in page:
                if isinstance(mark, Text):
                    assert 0 <= mark.x <= PAGE_WIDTH
                    assert 0 <= mark.y <= PAGE_HEIGHT - 20
                    if mark.anchor == "start":
                        width = typography.measure(mark.text, mark.size, mark.bold)
                        assert mark.x + width <= PAGE_WIDTH - 40, mark.text
        return laid[-1]

    content = render_pages(keep, "Titre")
    return [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(content)).pages]


def dossier(*demandes: DemandePapier, **more: bool) -> list[str]:
    return pages(lambda typography: lay_out_dossier(DossierPapier(SEANCE, demandes, **more), typography))


def minutes(paper: ProcesVerbalPapier) -> list[str]:
    return pages(lambda typography: lay_out_minutes(paper, typography))


# --- The members' file ---


def test_a_request_says_all_that_is_known_and_nothing_of_what_is_not() -> None:
    (page,) = dossier(DEMANDE)
    for known in ("Demandes 1", "480,00 €", "412,50 €, octobre 2026", "Urgente", "CCAS 70,00 € (accordé)",
                  "03/02/2026 : Aide sur projet, 200,00 € en subvention et 100,00 € en prêt",
                  "1 sur 2 reçu : Devis", "1 obligatoire manquant : Attestation", "page 1/1"):  # fmt: skip
        assert known in page, known
    (page,) = dossier(BARE)
    assert "montant non précisé" in page
    assert "0,00 €, hors 1 demande sans montant" in page
    assert "Quotient familial non connu" in page
    assert NO_EXPOSE in page
    for absent in ("Commune", "Coût", "Documents", "Autres financeurs"):
        assert absent not in page


def test_a_file_without_request_says_so() -> None:
    (page,) = dossier()
    assert NO_REQUEST in page


def test_sixty_requests_with_long_texts_lose_nothing() -> None:
    counts = [2_500 if number == 30 else number * 4 for number in range(60)]
    texts = [f"Début{n}. " + "mot " * count + f"\n\nFin{n}." for n, count in enumerate(counts)]
    found = dossier(*(replace(DEMANDE, expose=text) for text in texts))
    words = " ".join(found)
    for number in range(60):
        assert f"Début{number}." in words
        assert f"Fin{number}." in words
        assert f"Demande {number + 1} –" in words
    assert words.count("mot ") == sum(counts)
    assert [f"page {rank}/{len(found)}" in page for rank, page in enumerate(found, 1)] == [True] * len(found)
    assert "(suite)" in words, "a request cut in two is named again"


def test_a_word_without_end_stays_on_the_page() -> None:
    long = "x" * 4_000
    (first, *_) = dossier(replace(DEMANDE, famille=long, objet=long, composition=long, constats=(long,)))
    assert "Demande 1" in first


def test_an_anonymous_request_keeps_no_text_that_someone_typed() -> None:
    bare = anonymous(DEMANDE, with_texts=False)
    (page,) = dossier(bare, anonyme=True, textes=False)
    for hidden in ("Lefèvre", "1004233", "Dax,", "CCAS", "Devis", "Attestation", "Lave-linge", "Une phrase"):
        assert hidden not in page.replace("Antenne de Dax", ""), hidden
    assert KEPT_BACK in page
    assert "1 sur 2 reçu" in page
    assert anonymous(DEMANDE, with_texts=True).expose == "Une phrase."


def test_a_protected_family_that_was_not_ticked_is_a_number() -> None:
    (page,) = dossier(unnamed(DEMANDE, "1004233"))
    assert "Famille protégée n° 1004233" in page
    assert "ni nom, ni commune, ni texte libre" in page
    for hidden in ("Lefèvre", "Lave-linge", "Une phrase", "CCAS"):
        assert hidden not in page


# --- The minutes ---

CODES = ("accord", "accord_partiel", "refus", "ajournement", None)


def decision(number: int) -> DecisionPapier:
    """Return a decision of 100 + number euros asked: accords give 60 and 40, partial accords 50."""
    code = CODES[number % 5]
    subvention = {"accord": 6_000, "accord_partiel": 5_000}.get(code or "")
    return DecisionPapier(
        f"Famille{number:02}", "Aide", code, 10_000 + 100 * number, subvention,
        4_000 if code == "accord" else None, "mot " * 60 if code == "refus" else "",
    )  # fmt: skip


def paper(count: int) -> ProcesVerbalPapier:
    return ProcesVerbalPapier(SEANCE, (), "", None, "", tuple(map(decision, range(count))))


@pytest.mark.parametrize("count", [1, 60])
def test_every_decision_is_there_once(count: int) -> None:
    found = minutes(paper(count))
    words = " ".join(found)
    assert [words.count(f"Famille{number:02}") for number in range(count)] == [1] * count
    assert all(f"page {rank}/{len(found)}" in page for rank, page in enumerate(found, 1))
    assert "%" not in words


def test_sums_are_those_counted_by_hand() -> None:
    words = " ".join(minutes(paper(10)))
    for row in (
        "Accord 2 205,00 € 120,00 € 80,00 € 200,00 €",
        "Accord partiel 2 207,00 € 100,00 € 0,00 € 100,00 €",
        "Refus 2 209,00 € 0,00 € 0,00 € 0,00 €",
        "Ajournement 2 211,00 € 0,00 € 0,00 € 0,00 €",
        "À décider 2 213,00 € 0,00 € 0,00 € 0,00 €",
        "Ensemble 10 1 045,00 € 220,00 € 80,00 € 300,00 €",
    ):
        assert row in words, row


def test_lines_without_any_request_print_and_those_that_do_not_exist_do_not() -> None:
    words = " ".join(minutes(replace(paper(1), decisions=(decision(0),))))
    assert "Refus 0 0,00 €" in words
    assert "À décider" not in words
    assert "Sans suite" not in words


def test_minutes_without_a_request_nor_a_member_say_so() -> None:
    (page,) = minutes(paper(0))
    assert NOTHING in page
    assert "non saisis" in page
    assert "Totaux" not in page


def test_a_closed_session_says_when_by_whom_and_what_was_corrected() -> None:
    closed = replace(
        paper(1),
        close_le=datetime(2026, 11, 24, 12, 5, tzinfo=UTC), close_par="Camille Durand",
        rectifications=(
            RectificationPapier("Famille00", datetime(2026, 11, 26, 9, 0, tzinfo=UTC), "Inès Lacoste",
                                "Erreur de saisie", "Accord, 50,00 € en subvention",
                                "Accord, 60,00 € en subvention"),
        ),
        lignes=(
            LignePapier("Projets", 100_000, 6_000, 90_000, 10_000),
            LignePapier("Prêts", None, 4_000, 4_000, None),
        ),
    )  # fmt: skip
    assert closing_words(closed) == "Séance close le 24/11/2026 à 12:05 par Camille Durand."
    words = " ".join(minutes(closed))
    assert (
        "Famille00 : Accord, 50,00 € en subvention devient Accord, 60,00 € en subvention. 26/11/2026 "
        "à 09:00, par Inès Lacoste. Motif : Erreur de saisie"
    ) in words
    assert "Projets 1 000,00 € 60,00 € 900,00 € 100,00 €" in words
    assert "Prêts non saisi 40,00 € 40,00 €" in words
