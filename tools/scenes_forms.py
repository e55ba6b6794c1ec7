"""The sheet of a form over a page, with invented people."""

from collections.abc import Callable
from datetime import date

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from scene_window import STEP

from caseapp.services.perimetre import Choice
from caseapp.ui.context import UiContext
from caseapp.ui.forms import FieldSpec, Form, FormSheet, Kind, SheetOptions
from caseapp.ui.widgets.strip import Strip

TODAY = date(2026, 11, 21)
FAMILLES = (Choice("1", "Nguyễn Emma · 1004233 · Dax"), Choice("2", "Nguyễn Maël · 1907781 · Tarnos"))
TYPES = tuple(Choice(word.lower(), word) for word in ("Entretien", "Appel", "Visite", "Droits", "Anonyme"))
MODES = (Choice("physique", "Physique"), Choice("telephone", "Tél."), Choice("visio", "Visio"))
LIEUX = (Choice("tarnos", "Permanence de Tarnos"), Choice("dax", "Siège de Dax"))

ROWS = (
    FieldSpec("famille", "Famille", Kind.COMPLETION, search=lambda _: FAMILLES),
    FieldSpec("type", "Type", Kind.SEGMENTS, choices=TYPES),
    (
        FieldSpec("jour", "Date", Kind.DATE, required=True),
        FieldSpec("mode", "Mode", Kind.SEGMENTS, choices=MODES),
        FieldSpec("lieu", "Lieu", Kind.CHOICE, choices=LIEUX),
    ),
    FieldSpec("note", "Note d'équipe", Kind.LONG_TEXT),
)
LONG_ROWS = (
    "La rencontre",
    *ROWS,
    "Ce qui suit",
    (
        FieldSpec("heure", "Heure", Kind.TIME, placeholder="9h30"),
        FieldSpec("duree", "Durée", Kind.DURATION, placeholder="45"),
        FieldSpec("enfants", "Enfants", Kind.INTEGER),
        FieldSpec("montant", "Montant", Kind.EUROS, hint="Ce que la commission a accordé."),
    ),
    (FieldSpec("rappel", "Rappeler la famille", Kind.CHECK), FieldSpec("motif", "Motif", required=True)),
    FieldSpec("seul", "Envoyer une copie au partenaire", Kind.CHECK),
)
VALUES = {"famille": FAMILLES[0], "type": "entretien", "jour": TODAY, "mode": "physique", "lieu": "tarnos"}


def show_sheet(context: UiContext, window: QWidget, size: tuple[int, int], *, refused: bool) -> QWidget:
    """Lay a sheet over a window: the short one, or a long one that was refused."""
    window.resize(*size)
    window.show()
    window.activateWindow()
    QTest.qWait(STEP)
    form = Form(LONG_ROWS if refused else ROWS, context, lambda: TODAY)
    form.set_values(VALUES)
    form.set_raw({"note": "Plan reçu du bailleur, 36 × 35,67 €. Premier versement le 5 décembre."})
    notice = Strip("Brouillon d'hier repris : vérifiez-le avant d'enregistrer.", "") if refused else None
    options = SheetOptions(secondary="Entrée suivante", keep=lambda _: None, notice=notice)
    sheet = FormSheet(window, context, "Saisie rapide", form, options)
    sheet.open("note")
    sheet.draft.setText("Brouillon gardé à 14:32:10")
    if refused:
        form.set_raw({"jour": "31/02", "montant": "-5"})
        form.values()
    return window


def forms_scenes(
    shell: Callable[[UiContext], QWidget],
) -> dict[str, tuple[tuple[int, int], Callable[[UiContext], QWidget]]]:
    """Return the scenes over the window that `shell` makes."""
    small, large = (900, 560), (1366, 768)
    return {
        "feuille": (large, lambda context: show_sheet(context, shell(context), large, refused=False)),
        "feuille-refusee": (large, lambda context: show_sheet(context, shell(context), large, refused=True)),
        "feuille-etroite": (small, lambda context: show_sheet(context, shell(context), small, refused=True)),
    }
