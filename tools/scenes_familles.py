"""The page Familles on the demonstration portfolio, to which a few invented people are added."""

from collections.abc import Callable
from datetime import date
from functools import cache

from demonstration_workspace import Rows, add_rows, demonstration_workspace, empty_workspace
from PySide6.QtWidgets import QWidget
from scene_window import settle, window_on

from caseapp.services.famille_saisie import FamilleSaisie, identity
from caseapp.services.famille_saisie_foyer import PersonneSaisie
from caseapp.services.workspace import Workspace
from caseapp.ui.context import UiContext
from caseapp.ui.forms import Form, FormSheet
from caseapp.ui.main_window import Opened
from caseapp.ui.pages.familles import FamillesPage

TODAY = date(2026, 11, 21)
Fill = Callable[[Form], object]
CONSIGNE = "Appeler l'après-midi seulement, passer par l'interprète."
INVENTED: Rows = {
    "familles": [
        {"famille": "X1", "matricule": "1904233", "nom": "Nguyễn", "prenom": "Emma", "code_commune": "40088",
         "date_naissance": "1988-05-02", "telephone": "0612345678", "protection": "non"},
        {"famille": "X2", "matricule": "1907781", "nom": "Nguyễn", "prenom": "Maël", "code_commune": "40312",
         "date_naissance": "1992-11-30", "telephone": "0698765432", "courriel": "m.nguyen@exemple.fr",
         "protection": "oui"},
    ],
    "situations": [
        {"famille": "X1", "date_effet": "2026-10-01", "composition": "monoparentale", "nombre_enfants": "2",
         "naissance_dernier_enfant": "2022-03-14", "grossesse": "non", "quotient_familial": "412.00",
         "minima_sociaux": "oui", "aide_logement": "alf"},
        {"famille": "X1", "date_effet": "2026-03-01", "composition": "monoparentale", "nombre_enfants": "2",
         "naissance_dernier_enfant": "2022-03-14", "quotient_familial": "598.00", "aide_logement": "alf"},
        {"famille": "X1", "date_effet": "2024-01-01", "composition": "couple_avec_enfants",
         "nombre_enfants": "2", "naissance_dernier_enfant": "2022-03-14", "quotient_familial": "871.50"},
        {"famille": "X2", "date_effet": "2026-09-01", "composition": "monoparentale", "nombre_enfants": "1",
         "naissance_dernier_enfant": "2026-02-20", "quotient_familial": "305.00", "minima_sociaux": "oui"},
    ],
    "interventions": [
        {"reference": "X-I1", "famille": "X1", "motif": "separation", "nature": "accompagnement_social",
         "origine": "offre_caf", "agent": "TS01", "date_ouverture": "2026-03-14"},
        {"reference": "X-I2", "famille": "X1", "motif": "impaye_loyer", "nature": "information_conseil",
         "origine": "offre_caf", "agent": "TS01", "date_ouverture": "2026-05-20",
         "date_cloture": "2026-11-12", "issue": "objectifs_atteints"},
        {"reference": "X-I3", "famille": "X2", "motif": "violences_conjugales",
         "nature": "accompagnement_social", "origine": "partenaire", "agent": "TS01",
         "date_ouverture": "2026-09-03"},
    ],
    "offres_contact": [
        {"reference": "X-O1", "famille": "X1", "campagne": "separations_2026", "motif": "separation",
         "date_offre": "2026-03-02", "reponse": "acceptee", "date_reponse": "2026-03-14"},
    ],
    "rendez_vous": [
        {"reference": "X-R1", "famille": "X1", "intervention": "X-I1", "agent": "TS01", "date": "2026-11-12",
         "type": "entretien", "mode": "physique", "lieu": "", "statut": "honore"},
        {"reference": "X-R2", "famille": "X1", "agent": "TS01", "date": "2026-04-22",
         "type": "rendez_vous_des_droits", "mode": "telephone", "lieu": "", "statut": "honore"},
        {"reference": "X-R3", "famille": "X2", "intervention": "X-I3", "agent": "TS01", "date": "2026-11-18",
         "type": "entretien", "mode": "physique", "lieu": "", "statut": "honore"},
    ],
    "types_aide": [{"code": "x_menager", "libelle": "Équipement ménager", "domaine": "logement_habitat"}],
    "aides": [
        {"reference": "X-A1", "famille": "X1", "type_aide": "x_menager", "demandeur": "travailleur_social",
         "date_demande": "2026-10-19", "montant_demande": "400.00", "date_decision": "2026-11-03",
         "decision": "accord_partiel", "montant_subvention": "200.00", "montant_pret": "150.00"},
    ],
    "impayes": [
        {"reference": "X-P1", "famille": "X1", "aide_logement": "alf", "bailleur": "XL Habitat",
         "loyer": "512.00", "charges": "38.00", "montant_aide": "210.00", "dette": "1284.00",
         "date_signalement": "2026-05-17"},
    ],
    "suivis_rsa": [{"reference": "X-S1", "famille": "X1", "date_designation": "2026-06-02"}],
}  # fmt: skip


@cache
def _workspace() -> Workspace:
    workspace = demonstration_workspace()
    add_rows(workspace, INVENTED)
    emma = workspace.familles.search("1904233")[0]
    for lien, prenom, born in (("enfant", "Léo", date(2017, 6, 3)), ("enfant", "Mila", date(2022, 3, 14))):
        workspace.foyers.add(emma, PersonneSaisie(lien, prenom, None, born), TODAY)
    other = FamilleSaisie(nom="Nguyen", prenom="Emma", telephone="06 99 88 77 66", consigne=CONSIGNE)
    known = workspace.saisie_familles.find_likely(identity(other))
    workspace.saisie_familles.create(other, TODAY, frozenset(one.famille.id for one in known))
    return workspace


def window(context: UiContext, workspace: Workspace, act: Callable[[FamillesPage], object]) -> QWidget:
    """Return the window on the page, once what it reads has come and `act` was done."""
    main, page = window_on(context, Opened(workspace), "familles", TODAY, SCREEN)
    assert isinstance(page, FamillesPage)  # noqa: S101 - the scene draws this page
    act(page)
    settle(context)
    return main


def _open(reference: str) -> Callable[[FamillesPage], object]:
    def act(page: FamillesPage) -> None:
        page.open_famille(_workspace().familles.search(reference)[0])

    return act


def _create(page: FamillesPage) -> None:
    page.search("nguyen emma")
    page.entries.create("nguyen emma")


def _on_fiche(context: UiContext, asked: Callable[[FamillesPage], object], fill: Fill) -> QWidget:
    """Open a sheet over the Fiche of Emma, and fill it."""
    main = window(context, _workspace(), _open("1904233"))
    page = main.findChildren(FamillesPage)[0]
    asked(page)
    settle(context)
    sheet = main.findChildren(FormSheet)[-1]
    fill(sheet.form)
    settle(context)
    return main


def _merge_with_the_other(form: Form) -> None:
    other = next(one for one in _workspace().familles.search_choices("nguyen emma") if "190" not in one.label)
    form.editor("autre").set_value(other)


def _nothing_more(_form: Form) -> None:
    """Leave the sheet as it opens."""


def _nothing(_page: FamillesPage) -> None:
    """Leave the page as it opens."""


SCREEN, SMALL = (1366, 768), (1024, 700)
Scene = Callable[[UiContext], QWidget]
FAMILLES_SCENES: dict[str, tuple[tuple[int, int], Scene]] = {
    "familles": (SCREEN, lambda context: window(context, _workspace(), _nothing)),
    "familles-recherche": (SCREEN, lambda c: window(c, _workspace(), lambda page: page.search("nguyen ma"))),
    "familles-sans-reponse": (SCREEN, lambda c: window(c, _workspace(), lambda page: page.search("zzz"))),
    "familles-vide": (SCREEN, lambda context: window(context, empty_workspace(), _nothing)),
    "familles-etroit": (SMALL, lambda context: window(context, _workspace(), _nothing)),
    "famille": (SCREEN, lambda context: window(context, _workspace(), _open("1904233"))),
    "famille-protegee": (SCREEN, lambda context: window(context, _workspace(), _open("1907781"))),
    "famille-nouvelle": (SCREEN, lambda context: window(context, _workspace(), _create)),
    "famille-nouvelle-etroit": (SMALL, lambda context: window(context, _workspace(), _create)),
    "famille-modifier": (
        SCREEN,
        lambda c: _on_fiche(c, lambda page: page.fiche.header.edit.click(), _nothing_more),
    ),
    "famille-situation": (
        SCREEN,
        lambda c: _on_fiche(
            c,
            lambda page: page.fiche.situations.change_requested.emit(),
            lambda form: form.editor("sens").set_value("correction"),
        ),
    ),
    "famille-personne": (
        SCREEN,
        lambda c: _on_fiche(c, lambda page: page.fiche.situations.person_added.emit(), _nothing_more),
    ),
    "famille-fusion": (
        SCREEN,
        lambda c: _on_fiche(c, lambda page: page.fiche.header.merge_requested.emit(), _merge_with_the_other),
    ),
    "famille-consigne": (SCREEN, lambda context: window(context, _workspace(), _open("0699887766"))),
    "famille-etroit": (SMALL, lambda context: window(context, _workspace(), _open("1904233"))),
}
"""Name of the picture → its size in logical pixels and what makes it."""
