"""The page Commissions over invented requests: the calendar, a session being decided, one that is closed."""

from collections.abc import Callable
from datetime import date
from functools import cache

from demonstration_workspace import Rows, add_rows, empty_workspace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from scene_window import settle, window_on

from caseapp.services.commission_rows import Cloture, DecisionSaisie, InstanceSaisie
from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.main_window import Opened
from caseapp.ui.pages.commissions import CommissionsPage

TODAY = date(2026, 11, 24)
SCREEN = (1366, 768)
_PEOPLE = (
    ("Lefèvre", "Louise", "monoparentale", 3, 412, "EQUIPEMENT", 480, "accident_budgetaire"),
    ("Garcia", "Sofia", "monoparentale", 1, 498, "PROJET", 900, "maladie"),
    ("Petit", "Hugo", "couple_avec_enfants", 2, 812, "VACANCES", 750, ""),
    ("Moreau", "Alice", "personne_seule", 0, 377, "EQUIPEMENT", 350, "perte_emploi"),
    ("Roux", "Chloé", "monoparentale", 2, 455, "GARDE", 240, "maladie"),
    ("Masson", "Nadia", "couple_avec_enfants", 4, 520, "PROJET", 1200, "accident_budgetaire"),
)
_PIECES = ("Devis", "Relevé d'identité bancaire", "Attestation de ressources")
_TYPE = ("code", "libelle", "domaine", "formes")


def _rows() -> Rows:
    types = (
        ("EQUIPEMENT", "Équipement ménager", "logement_habitat", "subvention pret"),
        ("PROJET", "Aide sur projet", "accompagnement_social", "subvention pret"),
        ("VACANCES", "Vacances (AVS)", "temps_libre", "subvention"),
        ("GARDE", "Garde horaires décalés", "accompagnement_social", "subvention"),
    )
    familles, situations, aides, pieces = [], [], [], []
    for n, (nom, prenom, composition, children, qf, kind, asked, motif) in enumerate(_PEOPLE):
        familles.append({
            "famille": f"P{n}", "matricule": f"{1904200 + n}", "nom": nom, "prenom": prenom,
            "code_commune": "40088", "protection": "oui" if n == 1 else "non",
        })  # fmt: skip
        situations.append({
            "famille": f"P{n}", "date_effet": "2026-01-01", "composition": composition,
            "nombre_enfants": f"{children}", "quotient_familial": f"{qf}",
        })  # fmt: skip
        aides.append({
            "reference": f"A{n}", "famille": f"P{n}", "type_aide": kind, "motif": motif,
            "date_demande": f"2026-11-{3 + n:02}", "montant_demande": f"{asked}.00",
            "reste_a_charge": "70.00", "quotient_familial": f"{qf}", "mois_qf": "2026-10-01",
            "cout": f"{asked + 70}.00",
            "objet": "Remplacer le lave-linge" if kind == "EQUIPEMENT" else "",
        })  # fmt: skip
        pieces += [
            {"identifiant": f"{n * 3 + rank + 1:032x}", "aide": f"A{n}", "libelle": libelle,
             "obligatoire": "oui", "date_reception": "" if n == 5 and rank == 2 else "2026-11-10"}
            for rank, libelle in enumerate(_PIECES)
        ]  # fmt: skip
    return {
        "types_aide": [dict(zip(_TYPE, one, strict=True)) for one in types],
        "agents": [{"code": "TS01", "nom": "Lacoste", "prenom": "Inès", "metier": "cesf"}],
        "familles": familles, "situations": situations, "aides": aides, "pieces_aide": pieces,
        "reglements": [{"code": "RI2026", "annee": "2026", "caf": "Caf des Landes"}],
        "lignes_budget": [
            {"code": "LOG", "annee": "2026", "libelle": "Logement et habitat", "montant": "28000.00"},
            {"code": "SOC", "annee": "2026", "libelle": "Accompagnement social", "montant": "1600.00"},
            {"code": "TPS", "annee": "2026", "libelle": "Temps libre", "montant": "9000.00"},
        ],
        "aides_reglement": [
            {"code": f"2026-{code}", "reglement": "RI2026", "type_aide": code, "formes": formes,
             "plafond": "400.00", "qf_plafond": "700",
             "ligne": {"logement_habitat": "LOG", "temps_libre": "TPS"}.get(domaine, "SOC")}
            for code, _, domaine, formes in types
        ],
    }  # fmt: skip


@cache
def _workspace() -> Workspace:
    return _new_workspace()


def _new_workspace() -> Workspace:
    workspace = empty_workspace()
    add_rows(workspace, _rows())
    workspace.agents.set_me(workspace.agents.list_rows()[0].id)
    instance = InstanceSaisie("Commission territoriale", 1, (2, 4), None, "Dax, salle 2", 10)
    key = workspace.calendrier.save_instance(None, instance)
    days = [one.date for one in workspace.calendrier.proposals(key, 2026) if not one.ferie]
    workspace.calendrier.create_sessions(key, days)
    return workspace


def session_of(workspace: Workspace, day: date) -> int:
    """Return the session of a day."""
    return next(one.id for one in workspace.commissions.list_seances(day.year) if one.date == day)


@cache
def decided_workspace() -> Workspace:
    """Return the requests on the agenda of today, the first three decided."""
    return _decide(_new_workspace())


def _decide(workspace: Workspace) -> Workspace:
    commissions, seance = workspace.commissions, session_of(workspace, TODAY)
    commissions.fill_agenda(seance)
    for one in commissions.candidates(seance):
        commissions.add_to_agenda(seance, one.aide_id)
    lines = [one.aide_id for one in commissions.open_seance(seance).lignes]
    commissions.decide(lines[0], DecisionSaisie("accord", 16_000, 32_000))
    commissions.decide(lines[1], DecisionSaisie("accord_partiel", None, 50_000))
    commissions.decide(lines[2], DecisionSaisie("refus", motif_refus="qf_superieur"))
    return workspace


def closed_workspace() -> Workspace:
    """Return such a session closed, one of its decisions rectified."""
    workspace = _decide(_new_workspace())
    commissions, seance = workspace.commissions, session_of(workspace, TODAY)
    vue = commissions.open_seance(seance)
    if not vue.seance.is_closed:
        commissions.close(seance, Cloture("Mme Roux, M. Durand", reste="retirer"), TODAY)
        commissions.rectify(
            vue.lignes[1].aide_id,
            DecisionSaisie("accord_partiel", None, 45_000),
            "Montant recopié du mauvais devis",
        )
    return workspace


def window(context: UiContext, workspace: Workspace, act: Callable[[CommissionsPage], object]) -> QWidget:
    """Return the window on the page, once what it reads has come and `act` was done."""
    main, page = window_on(context, Opened(workspace), "commissions", TODAY, SCREEN)
    assert isinstance(page, CommissionsPage)  # noqa: S101 - the scene draws this page
    settle(context)
    act(page)
    settle(context)
    return main


def _calendar(context: UiContext) -> QWidget:
    return window(context, _workspace(), lambda _page: None)


def _agenda(context: UiContext) -> QWidget:
    workspace = _workspace()

    def act(page: CommissionsPage) -> None:
        page.open_record(session_of(workspace, TODAY))
        settle(context)
        page.session.agenda_wanted.emit()

    return window(context, workspace, act)


def _session(context: UiContext) -> QWidget:
    workspace = decided_workspace()
    return window(context, workspace, lambda page: page.open_record(session_of(workspace, TODAY)))


def _typing(context: UiContext) -> QWidget:
    """Show amounts being typed, after a decision that would exceed a budget line was refused."""
    workspace = decided_workspace()

    def act(page: CommissionsPage) -> None:
        page.open_record(session_of(workspace, TODAY))
        settle(context)
        page.session.table.go_to(5)
        QTest.keyClick(page.session.table, Qt.Key.Key_A)
        page.session.decider.edit(page.session.model.lines[5], "subvention")

    return window(context, workspace, act)


def _closing(context: UiContext) -> QWidget:
    workspace = decided_workspace()

    def act(page: CommissionsPage) -> None:
        page.open_record(session_of(workspace, TODAY))
        settle(context)
        page.close_button.click()

    return window(context, workspace, act)


def _closed(context: UiContext) -> QWidget:
    workspace = closed_workspace()

    def act(page: CommissionsPage) -> None:
        page.open_record(session_of(workspace, TODAY))
        settle(context)
        page.session.table.go_to(1)

    return window(context, workspace, act)


COMMISSIONS_SCENES = {
    "commissions-calendrier": (SCREEN, _calendar),
    "commissions-ordre-du-jour": (SCREEN, _agenda),
    "commission": (SCREEN, _session),
    "commission-montants": (SCREEN, _typing),
    "commission-cloture": (SCREEN, _closing),
    "commission-close": (SCREEN, _closed),
}
