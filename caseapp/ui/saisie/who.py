"""« Qui êtes-vous ? »: asked once, before the first entry made in somebody's name."""

from collections.abc import Callable
from typing import Any

from caseapp.errors import FieldError
from caseapp.services.agents import AgentRow
from caseapp.services.perimetre import Choice
from caseapp.services.workspace import Workspace
from caseapp.ui.forms import FieldSpec, Kind
from caseapp.ui.forms.entry import EntrySpec

TITLE = "Qui êtes-vous ?"


def who_spec(
    workspace: Workspace,
    agents: tuple[AgentRow, ...],
    metiers: tuple[Choice, ...],
    then: Callable[[], object],
) -> EntrySpec:
    """Return the entry that says who the user is, then calls `then`."""
    known = tuple(Choice(str(one.id), one.label) for one in agents)
    chosen = FieldSpec("agent", "Je suis", Kind.CHOICE, choices=known, placeholder="Choisir mon nom")
    added = (
        (FieldSpec("prenom", "Prénom"), FieldSpec("nom", "Nom")),
        (
            FieldSpec("metier", "Métier", Kind.CHOICE, choices=metiers, placeholder="À choisir"),
            FieldSpec("secteur", "Secteur"),
        ),
    )
    title = "Je ne suis pas encore dans la liste" if known else "Je me présente"

    def save(values: dict[str, Any]) -> AgentRow:
        if values.get("agent"):
            return workspace.agents.set_me(int(values["agent"]))
        if not values["nom"]:
            sentence = "Choisissez votre nom, ou écrivez-le." if known else "Écrivez votre nom."
            raise FieldError("agent" if known else "nom", sentence)
        if not values["metier"]:
            raise FieldError("metier", "Choisissez votre métier.")
        return workspace.agents.add_me(values["nom"], values["prenom"], values["metier"], values["secteur"])

    return EntrySpec(
        key="agent", title=TITLE, draft_label="Qui êtes-vous ?", primary="Continuer", save=save,
        rows=(*((chosen,) if known else ()), title, *added), on_saved=lambda _: then(),
    )  # fmt: skip
