"""Likely duplicates of a family, with the reasons a colleague would give; a person decides."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from caseapp.services.doublons_raisons import AGAINST, reasons
from caseapp.services.doublons_recherche import names_to_look_for
from caseapp.services.identites import LINKED, Identite, Lien, Preuves, compare, is_first_january

__all__ = ["Force", "Identite", "Ressemblance", "names_to_look_for", "rank", "score"]

MOST = 8
"""Likely duplicates shown at once; more would not be read."""


class Force(StrEnum):
    """How sure a resemblance is, the surest first."""

    CERTAINE = "certaine"
    PROBABLE = "probable"
    POSSIBLE = "possible"


@dataclass(frozen=True, slots=True)
class Ressemblance:
    """A family that may be the one being typed; a reason against it begins with `mais`."""

    famille_id: int | None
    force: Force
    raisons: tuple[str, ...]


class _Rule(NamedTuple):
    """Which links of birth date, name and first name found a resemblance; the letters are those of Lien."""

    naissance: str
    nom: str
    prenom: str
    telephone: bool
    force: Force


_ANY = "MPAI"
_RULES = (
    _Rule("M", "M", "M", False, Force.CERTAINE),
    _Rule("M", "MP", "MP", False, Force.PROBABLE),
    _Rule("M", "M", "I", False, Force.PROBABLE),
    _Rule("M", "P", "I", False, Force.POSSIBLE),
    _Rule("M", "M", "A", False, Force.POSSIBLE),  # twins, or another first name used
    _Rule("M", "AI", "M", True, Force.PROBABLE),
    _Rule("M", "AI", "M", False, Force.POSSIBLE),  # a married name
    _Rule("M", _ANY, _ANY, True, Force.POSSIBLE),
    _Rule("P", "M", "M", True, Force.PROBABLE),
    _Rule("P", "MP", "MP", False, Force.POSSIBLE),
    _Rule("I", "MP", "MP", True, Force.PROBABLE),
    _Rule("I", "M", "MP", False, Force.POSSIBLE),
    _Rule("I", "P", "M", False, Force.POSSIBLE),
    _Rule("I", "P", "I", True, Force.POSSIBLE),
    _Rule("I", "AI", "M", True, Force.POSSIBLE),
    _Rule("IPA", "M", _ANY, True, Force.POSSIBLE),  # the same household under another person
)
"""The first that applies wins. None rests on a first name alone, a name alone or a phone alone."""
_WEAKER = {Force.CERTAINE: Force.PROBABLE, Force.PROBABLE: Force.POSSIBLE}


def score(candidate: Identite, other: Identite) -> Ressemblance | None:
    """Say how much `other` resembles, and why; None when too little links them or it is the same file."""
    if candidate.id is not None and candidate.id == other.id:
        return None
    found = compare(candidate, other)
    force = _strength(candidate, other, found)
    if force is None:
        return None
    return Ressemblance(other.id, force, tuple(reasons(candidate, other, found)))


def rank(candidate: Identite, others: Iterable[Identite]) -> tuple[Ressemblance, ...]:
    """Return the likeliest duplicates, the surest first, at most eight."""
    found = [one for other in others if (one := score(candidate, other)) is not None]
    return tuple(sorted(found, key=_place)[:MOST])


def _strength(candidate: Identite, other: Identite, found: Preuves) -> Force | None:
    """Apply the rules; two different numbers, or a birth date given by default, weaken what they say."""
    if found.numero is Lien.MEME:
        return Force.CERTAINE
    by_name_and_birth = found.naissance is Lien.MEME and found.nom in LINKED
    if (candidate.protection or other.protection) and not by_name_and_birth:
        return None
    force = next((rule.force for rule in _RULES if _applies(rule, found)), None)
    if force is Force.CERTAINE and is_first_january(candidate):
        force = Force.PROBABLE
    return _WEAKER.get(force) if force and found.numero is Lien.AUTRE else force


def _applies(rule: _Rule, found: Preuves) -> bool:
    return (
        found.naissance.value in rule.naissance
        and found.nom.value in rule.nom
        and found.prenom.value in rule.prenom
        and (found.telephone or not rule.telephone)
    )


def _place(found: Ressemblance) -> tuple[int, int, int]:
    against = sum(raison.startswith(AGAINST) for raison in found.raisons)
    return list(Force).index(found.force), 2 * against - len(found.raisons), found.famille_id or 0
