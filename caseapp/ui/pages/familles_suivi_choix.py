"""What the forms of the follow-up offer, read in a worker before a sheet opens."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from caseapp.domain.text import fold
from caseapp.services.perimetre import Choice
from caseapp.services.workspace import Workspace

_ADDED = "+"
"""Begins the key of a partner who is not in the list yet."""


@dataclass(frozen=True, slots=True)
class SuiviChoix:
    """Codes in force, agents and partners; `me` is the key of the user's agent, None until it was said."""

    motifs: tuple[Choice, ...]
    natures: tuple[Choice, ...]
    origines: tuple[Choice, ...]
    issues: tuple[Choice, ...]
    etats: tuple[Choice, ...]
    reponses: tuple[Choice, ...]
    agents: tuple[Choice, ...]
    partenaires: tuple[Choice, ...]
    me: str | None

    def search_motifs(self, text: str) -> tuple[Choice, ...]:
        """Return the motifs that hold every word typed, of the motif or of its cible."""
        return search(self.motifs, text)

    def search_partenaires(self, text: str) -> tuple[Choice, ...]:
        """Return the partners that hold every word typed, and the offer to add one so called."""
        return search_partners(self.partenaires, text)


def read_choices(workspace: Workspace, today: date) -> SuiviChoix:
    """Read what the forms offer; for a worker."""
    codes, me = workspace.choix.codes, workspace.agents.me()
    return SuiviChoix(
        workspace.choix.motifs(today), codes("nature", today), codes("origine", today),
        codes("issue_intervention", today), codes("statut_objectif", today), codes("reponse", today),
        tuple(Choice(str(one.id), one.label) for one in workspace.agents.list_rows()),
        workspace.choix.partenaires(), None if me is None else str(me.id),
    )  # fmt: skip


def search(choices: Sequence[Choice], text: str) -> tuple[Choice, ...]:
    """Return the choices in which every word typed begins a word."""
    wanted = fold(text).split()
    return tuple(
        one
        for one in choices
        if all(any(word.startswith(begun) for word in fold(one.label).split()) for begun in wanted)
    )


def search_partners(partenaires: Sequence[Choice], text: str) -> tuple[Choice, ...]:
    """Return the partners that hold every word typed, and the offer to add one so called."""
    found = search(partenaires, text)
    name = " ".join(text.split())
    if not name or any(fold(one.label) == fold(name) for one in found):
        return found
    return (*found, Choice(f"{_ADDED}{name}", f"Ajouter « {name} »"))


def with_present(choices: Sequence[Choice], key: str | None, label: str) -> tuple[Choice, ...]:
    """Return the choices with the one a record already has, which may be in force no more."""
    known = key is None or any(one.key == key for one in choices)
    return tuple(choices) if known else (*choices, Choice(str(key), label))


def chosen(choices: Sequence[Choice], key: str | None) -> Choice | None:
    """Return the choice of a key, None when there is none."""
    return next((one for one in choices if one.key == key), None)


def added_name(key: object) -> str | None:
    """Return the name of a partner to add, None for one of the list."""
    return str(key)[len(_ADDED) :] if str(key).startswith(_ADDED) else None
