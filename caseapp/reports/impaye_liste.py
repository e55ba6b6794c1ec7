"""The sheets of a meeting as one document: a first page that lists the files when there are several."""

from collections.abc import Callable, Iterator

from caseapp.domain.labels import format_cents, format_date, format_long_date, plural
from caseapp.reports.document import Document
from caseapp.reports.impaye import DUTY, DocumentImpayes, FichePapier
from caseapp.reports.impaye_fiche import page_marks
from caseapp.reports.margins import Margins, numbered
from caseapp.reports.paper import Colonne, Rang, box_strip, fact_strips, kept, table_flow, title_strips
from caseapp.reports.shapes import Mark
from caseapp.reports.strips import Flow, Pages, Strip
from caseapp.reports.text_fit import one_line
from caseapp.reports.typography import WIDTH, Typography

TITLE = "Fiche de préparation"
_COLUMNS = (
    Colonne("Famille", 138.0),
    Colonne("Bailleur", 100.0),
    Colonne("Dette", 62.0, montant=True),
    Colonne("Étape", 78.0, retrait=10.0),
    Colonne("Prochaine échéance", WIDTH - 378.0),
)


_LONGEST = 90
"""Letters of a name in the list: its sheet has the rest."""


def lay_out_impayes(
    document: DocumentImpayes, typography: Typography, on_page: Callable[[int], object] = lambda _: None
) -> Document:
    """Lay the document out: one page a file, after a list of them when there are several.

    `on_page` is told how many files are laid out, after each; what it raises stops everything.
    """
    reunion = document.reunion
    pages: list[tuple[Mark, ...]] = []
    if len(document.fiches) != 1:
        pages += [tuple(one) for one in _summary(document, typography)]
    for number, fiche in enumerate(document.fiches, start=1):
        pages.append(page_marks(fiche, reunion, typography))
        on_page(number)
    margins = Margins(
        f"{TITLE} – {reunion.nom}", f"Confidentiel · {format_long_date(reunion.edite_le)}",
        DUTY, first=True,
    )  # fmt: skip
    return Document(numbered(pages, margins, typography))


def _summary(document: DocumentImpayes, typography: Typography) -> Iterator[list[Mark]]:
    pages = Pages()
    pages.place(Flow(tuple(_cover(document, typography))))
    rows = [_row(one) for one in document.fiches]
    pages.place(table_flow("Dossiers", _COLUMNS, rows, typography))
    yield from pages.pages


def _cover(document: DocumentImpayes, typography: Typography) -> Iterator[Strip]:
    fiches, name = document.fiches, document.reunion.nom
    yield from title_strips("Fiches de préparation", f"{name[:1].upper()}{name[1:]}", typography)
    yield Strip(8.0, keep=True)
    known = [one.dette for one in fiches if one.dette is not None]
    owed = format_cents(sum(known))
    if unknown := len(fiches) - len(known):
        owed += f", hors {plural(unknown, 'dossier')} sans dette connue"
    late = sum(any(due.en_retard for due in one.echeances) for one in fiches)
    facts = (
        ("Dossiers", str(len(fiches))),
        ("Dette", owed),
        ("En retard", plural(late, "dossier") if late else ""),
    )
    yield from kept(fact_strips(facts, typography))
    said = [DUTY]
    if any(one.mention for one in fiches):
        said.insert(0, "Une famille protégée n'est nommée que si son nom a été coché.")
    yield box_strip(said, typography)


def _row(fiche: FichePapier) -> Rang:
    waiting = next((one for one in fiche.echeances if not one.reportee), None)
    due = waiting or next(iter(fiche.echeances), None)
    said = ""
    if due is not None:
        late = " (en retard)" if due.en_retard else ""
        said = f"{format_date(due.jour)}{late} : {due.libelle}"
    owed = "non connue" if fiche.dette is None else format_cents(fiche.dette)
    return Rang(
        (
            one_line(fiche.famille, _LONGEST),
            one_line(fiche.logement.bailleur, _LONGEST),
            owed,
            fiche.etape,
            said,
        )
    )
