"""Invented people and figures, to look at the window without any data; Landes figures are those published."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QRadioButton,
    QTabWidget,
    QWidget,
)
from scenes_accueil import SCENES as ACCUEIL_SCENES
from scenes_agenda import AGENDA_SCENES
from scenes_budget import BUDGET_SCENES
from scenes_commissions import COMMISSIONS_SCENES
from scenes_demandes import DEMANDES_SCENES
from scenes_documents import DOCUMENTS_SCENES
from scenes_echeances import ECHEANCES_SCENES
from scenes_familles import FAMILLES_SCENES
from scenes_feuilles import FEUILLES_SCENES
from scenes_forms import forms_scenes
from scenes_impayes import IMPAYES_SCENES
from scenes_impayes_dossier import IMPAYES_DOSSIER_SCENES
from scenes_insertion import INSERTION_SCENES
from scenes_logements import LOGEMENTS_SCENES
from scenes_offres import OFFRES_SCENES
from scenes_prets import PRETS_SCENES
from scenes_program import PROGRAM_SCENES
from scenes_reglement import REGLEMENT_SCENES
from scenes_regles import REGLES_SCENES
from scenes_saisie import SAISIE_SCENES
from scenes_statistiques import STATISTIQUES_SCENES
from scenes_suivi import SUIVI_SCENES

from caseapp.domain.labels import format_cents, format_date, format_number, format_percent, plural
from caseapp.domain.periods import add_months
from caseapp.domain.units import Unit
from caseapp.reports.report import Cell, Chart, ChartKind, NumberStyle, Row, Series, Table
from caseapp.ui.context import UiContext
from caseapp.ui.navigation import PageEntry
from caseapp.ui.shell import Shell
from caseapp.ui.tables.columns import Align, ColumnSpec, Tone
from caseapp.ui.tables.data_table import DataTable
from caseapp.ui.tables.model import TableModel
from caseapp.ui.tables.table_panel import TablePanel
from caseapp.ui.widgets.buttons import link_button, plain_button
from caseapp.ui.widgets.card import Card
from caseapp.ui.widgets.card_grid import CardGrid
from caseapp.ui.widgets.chart_view import ChartView
from caseapp.ui.widgets.empty_state import EmptyState
from caseapp.ui.widgets.figure_table import FigureTable
from caseapp.ui.widgets.page import Page
from caseapp.ui.widgets.task_panel import TaskPanel

NOMS = (
    "Nguyễn", "O'Brien", "Aït-Ahmed", "Lefèvre", "D'Artigues", "Œuvrard", "Garcia", "Petit", "Moreau", "Roux",
    "Masson", "Perrin",
)  # fmt: skip
PRENOMS = (
    "Emma", "Maël", "Inès", "Louise", "Paul", "Hélène", "Sofia", "Hugo", "Alice", "Chloé", "Nadia", "Adam",
    "Yasmine",
)  # fmt: skip
COMMUNES = ("Dax", "Tarnos", "Soustons", "Mont-de-Marsan", "Capbreton", "Saint-Paul-lès-Dax")
CIBLES = (("parentalite", "Parentalité"), ("logement", "Logement"), ("insertion", "Insertion"))
FOUNDING = (479, 177), (141, 8), (194, 706)


@dataclass(frozen=True, slots=True)
class SampleFamille:
    """A family that does not exist."""

    id: int
    nom: str
    numero: str
    commune: str
    cible: int
    qf: int
    ouverture: date
    retard: int


def _famille(number: int) -> SampleFamille:
    return SampleFamille(
        number,
        f"{NOMS[number * 5 % len(NOMS)]} {PRENOMS[number * 7 % len(PRENOMS)]}",
        f"{1004000 + number * 37}",
        COMMUNES[number * number // 7 % len(COMMUNES)],
        number // 5 % 3,
        (number * 7919) % 1400 * 100,
        add_months(date(2026, 11, 20), -(number % 40)),
        number * 13 % 17 - 13,
    )


COLUMNS: tuple[ColumnSpec[SampleFamille], ...] = (
    ColumnSpec("nom", "Famille", lambda f: f.nom, width=190, sortable=True, tone=lambda _: Tone.STRONG),
    ColumnSpec("numero", "N° allocataire", lambda f: f.numero, Align.RIGHT, 120, sortable=True),
    ColumnSpec("commune", "Commune", lambda f: f.commune, width=130, sortable=True),
    ColumnSpec("cible", "Cible", lambda f: CIBLES[f.cible][1], width=116, cible=lambda f: CIBLES[f.cible][0]),
    ColumnSpec("qf", "QF", lambda f: format_cents(f.qf), Align.RIGHT, 100, sortable=True,
               sort_key=lambda f: f.qf),
    ColumnSpec("ouverture", "Suivie depuis", lambda f: format_date(f.ouverture), Align.RIGHT, 115,
               sortable=True, sort_key=lambda f: f.ouverture),
    ColumnSpec("echeance", "Prochaine échéance", lambda f: f"en retard de {f.retard} j" if f.retard > 0
               else "aucune", stretch=True, tone=lambda f: Tone.DANGER if f.retard > 0 else Tone.DISCREET),
)  # fmt: skip


def _count(value: int, address: str) -> Cell:
    return Cell(format_number(value), Decimal(value), address=address, unit=Unit.INTERVENTION)


def _part(value: int, whole: int, address: str) -> Cell:
    share = Decimal(value * 100) / whole
    return Cell(format_percent(share), share, NumberStyle.PERCENT, 1, f"{address}.part", Unit.POURCENT)


def founding_table() -> Table:
    """Return the table that the Caf des Landes published for 2017."""
    rows = []
    for (code, label), (info, accompagnement) in zip(
        (*CIBLES, ("total", "Total compté")), (*FOUNDING, (814, 891)), strict=True
    ):
        address, both = f"cibles.{code}", info + accompagnement
        cells = (
            _count(info, f"{address}.information_conseil"),
            _count(accompagnement, f"{address}.accompagnement_social"),
            _count(both, f"{address}.total"),
            _part(both, 1705, f"{address}.total"),
        )
        rows.append(Row(label, cells, address, code == "total", None if code == "total" else code))
    return Table(
        "cibles", "Interventions par cible et par nature", "Cible",
        ("Information-conseil", "Accompagnement", "Total", "Part"), tuple(rows),
        ("1 705 familles différentes (une famille compte une fois). À l'initiative de la Caf : 1 445.",),
        "interventions actives au moins un jour de l'année",
    )  # fmt: skip


def arrears_table() -> Table:
    """Return the second table of the page."""
    lines = (
        ("En impayé dans la cible locale", "198", "155", "− 22 %"),
        ("Situation résolue ou plan en cours au 31/12", "98", "53", "− 46 %"),
        ("Accompagnement administratif", "154", "141", "− 8 %"),
        ("Accompagnement social", "22", "21", "− 5 %"),
        ("Part de logements non décents parmi les visités", "6,54 %", "48,62 %", "+ 42 points"),
    )
    rows = tuple(
        Row(label, (Cell(before), Cell(now, address=f"impayes.{n}"), Cell(change)))
        for n, (label, before, now, change) in enumerate(lines)
    )
    return Table("impayes", "Impayés, cible locale", "Familles", ("2016", "2017", "Évolution"), rows)


def breakdown_chart() -> Chart:
    """Return the chart of the founding table."""
    info, accompagnement = zip(*FOUNDING, strict=True)
    return Chart(
        "repartition",
        "Répartition",
        ChartKind.STACKED_BARS,
        tuple(label for _, label in CIBLES),
        (
            Series("information-conseil", tuple(map(Decimal, info))),
            Series("accompagnement social", tuple(map(Decimal, accompagnement))),
        ),
        tuple(code for code, _ in CIBLES),
        tuple(str(sum(pair)) for pair in FOUNDING),
    )


def months_chart() -> Chart:
    """Return twelve columns."""
    values = (138, 151, 170, 149, 160, 190, 122, 61, 181, 193, 168, 22)
    months = ("J", "F", "M", "A", "M", "J", "J", "A", "S", "O", "N", "D")
    return Chart("mois", "Interventions de l'année", ChartKind.COLUMNS, months,
                 (Series("interventions", tuple(map(Decimal, values))),))  # fmt: skip


def statistics_page(context: UiContext) -> Page:
    """Return a page of figures and charts."""
    page = Page(
        "Statistiques 2017", "1er janvier – 31 décembre · tous secteurs · comparé à 2016", scrolling=True
    )
    page.header.add_action(plain_button("Filtres", page.update))
    page.header.add_action(plain_button("Rapport annuel", page.update, primary=True))
    founding = FigureTable(founding_table(), context)
    founding.show_opened("cibles.insertion.information_conseil")
    grid = CardGrid(context.theme, (4, 3))
    for card in (
        founding,
        _chart(breakdown_chart(), context),
        FigureTable(arrears_table(), context),
        _chart(months_chart(), context),
    ):
        grid.add(card)
    page.body.addWidget(grid)
    page.body.addStretch(1)
    return page


def _chart(chart: Chart, context: UiContext) -> Card:
    card = Card(chart.title)
    card.body.addWidget(ChartView(chart, context.theme))
    card.body.addStretch(1)
    return card


def families_page(context: UiContext, count: int = 500) -> Page:
    """Return a page with one long list."""
    sentence = f"{plural(count, 'famille')} du secteur de Dax · triées par nom"
    page = Page("Familles", sentence)
    page.header.add_action(plain_button("Exporter", page.update))
    page.header.add_action(plain_button("Nouvelle famille", page.update, primary=True))
    card = Card()
    card.body.setContentsMargins(6, 4, 6, 6)
    model = TableModel(COLUMNS, [_famille(number) for number in range(count)])
    table = DataTable(context, model, key="familles", name="Familles")
    empty = EmptyState(
        "Ici viennent les familles que vous suivez.", "Importer un dossier d'échange", page.update
    )
    card.body.addWidget(TablePanel(table, empty))
    page.body.addWidget(card, 1)
    table.sort_by(0)
    table.selectRow(3)
    page.first_focus = table
    return page


def shell(context: UiContext, shown: str) -> Shell:
    """Return the window on one of its pages."""
    window = Shell(
        context.theme,
        (
            PageEntry("familles", "Familles", "Mon travail", "familles", lambda: families_page(context)),
            PageEntry("vide", "Agenda", "Mon travail", "calendrier", lambda: families_page(context, 0)),
            PageEntry(
                "statistiques", "Statistiques", "Pilotage", "statistiques", lambda: statistics_page(context)
            ),
            PageEntry("echanges", "Échanges", "Pilotage", "echanges", lambda: families_page(context, 0)),
        ),
    )
    window.navigation.set_count("familles", 12)
    window.status.show_texts(
        "Enregistré à 14:32", "Sauvegarde vérifiée ce matin à 8:05", "Hors ligne, tout fonctionne",
        "M. Durand · secteur Dax",
    )  # fmt: skip
    window.show_page(shown)
    return window


def pieces_page(context: UiContext) -> Page:
    """Return every kind of field and button, a refusal, a running task."""
    page = Page("Pièces", "Chaque champ et chaque bouton, pour les regarder.")
    field, wrong = QLineEdit("Nguyễn Emma"), QLineEdit("31/02/2026")
    wrong.setProperty("erreur", True)
    choice, tabs = QComboBox(), QTabWidget()
    ticked, bare, radio = QCheckBox("Avec les notes"), QCheckBox("Sans les notes"), QRadioButton("Un dossier")
    choice.addItems(["Tous les secteurs", "Dax", "Tarnos"])
    ticked.setChecked(True)
    radio.setChecked(True)
    off = plain_button("Indisponible", page.update)
    off.setEnabled(False)
    tabs.addTab(QPlainTextEdit("Plan reçu du bailleur, 36 × 35,67 €."), "Note d'équipe")
    tabs.addTab(QWidget(), "Interventions 2")
    task, running = TaskPanel(context.tasks), TaskPanel(context.tasks)
    card = Card("Formulaire", "une ligne de contexte")
    card.add_action(link_button("Tout voir", page.update))
    for widget in (field, wrong, choice, ticked, bare, radio, off, task, running, tabs):
        card.body.addWidget(widget)
    page.body.addWidget(card)
    task.say("La date du 31/02/2026 n'existe pas : rien n'a été importé.", "erreur")
    running.run("Import de Landes 2017", lambda token, _: token.wait(5), lambda _: None)
    running.show_now()
    return page


Scene = Callable[[UiContext], QWidget]
SCENES: dict[str, tuple[tuple[int, int], Scene]] = {
    "liste": ((1366, 768), lambda context: shell(context, "familles")),
    "liste-etroite": ((1024, 700), lambda context: shell(context, "familles")),
    "statistiques": ((1366, 768), lambda context: shell(context, "statistiques")),
    "statistiques-etroit": ((1024, 700), lambda context: shell(context, "statistiques")),
    "pieces": ((900, 640), pieces_page),
    "vide": ((1366, 768), lambda context: shell(context, "vide")),
    **ACCUEIL_SCENES,
    **AGENDA_SCENES,
    **DEMANDES_SCENES,
    **FAMILLES_SCENES,
    **forms_scenes(lambda context: shell(context, "familles")),
    **ECHEANCES_SCENES,
    **FEUILLES_SCENES,
    **IMPAYES_SCENES,
    **IMPAYES_DOSSIER_SCENES,
    **LOGEMENTS_SCENES,
    **INSERTION_SCENES,
    **OFFRES_SCENES,
    **BUDGET_SCENES,
    **COMMISSIONS_SCENES,
    **DOCUMENTS_SCENES,
    **REGLEMENT_SCENES,
    **REGLES_SCENES,
    **PRETS_SCENES,
    **PROGRAM_SCENES,
    **SAISIE_SCENES,
    **STATISTIQUES_SCENES,
    **SUIVI_SCENES,
}
"""Name of the picture → its size in logical pixels and what makes it."""
