"""The deadlines of files in the agenda: discreet lines without an hour, few a day."""

from collections.abc import Iterable, Sequence
from datetime import date, time
from itertools import groupby

from caseapp.domain.labels import plural
from caseapp.services.dossiers_rows import EcheanceSuivie
from caseapp.services.echeances_resumes import CIBLES
from caseapp.ui.echeance_words import state_words
from caseapp.ui.pages.agenda_blocks import Block
from caseapp.ui.pages.agenda_words import long_day

_EACH = 3
"""Deadlines of a day written one by one; more are one line, which leads to Accueil."""


def deadline_blocks(
    suivies: Iterable[EcheanceSuivie], span: tuple[date, date], agents: frozenset[int] | None, today: date
) -> tuple[Block, ...]:
    """Return the lines of what is due from a day to another to these agents, to anybody for None."""
    first, last = span
    kept = [
        one
        for one in suivies
        if first <= one.jour <= last and (agents is None or one.dossier.agent_id in agents)
    ]
    found: list[Block] = []
    for jour, of_day in groupby(kept, key=lambda one: one.jour):
        due = list(of_day)
        found += [_one(one, today) for one in due] if len(due) <= _EACH else [_many(jour, len(due))]
    return tuple(found)


def merged(blocks: Sequence[Block], due: Sequence[Block]) -> tuple[Block, ...]:
    """Return all the blocks by day, what has no hour first, deadlines after the rest of it."""
    return tuple(
        sorted((*blocks, *due), key=lambda one: (one.date, one.heure is not None, one.heure or time()))
    )


def _one(suivie: EcheanceSuivie, today: date) -> Block:
    label = suivie.echeance.regle.libelle
    spoken = f"{long_day(suivie.jour)}, échéance : {label}, {suivie.famille}, {state_words(suivie, today)}."
    return Block(
        suivie.jour, None, 0, suivie.famille, label, spoken,
        cible=CIBLES[suivie.dossier.domaine], discret=True, echeance=suivie,
    )  # fmt: skip


def _many(jour: date, count: int) -> Block:
    said = plural(count, "échéance")
    return Block(jour, None, 0, said, "", f"{long_day(jour)}, {said} de dossiers.", discret=True)
