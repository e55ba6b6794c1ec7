"""How the candidates of a search for duplicates are preselected, so that not every family is read."""

from collections.abc import Iterator

from caseapp.services.identites import PARTICLES, Identite, name_words, number, phone

_MOST_SEARCHES = 16
_BEGINNING, _SHORT_BEGINNING = 3, 2
_NUMBER_LENGTH = 7
"""Figures of a number given by a Caf."""


def names_to_look_for(candidate: Identite) -> tuple[tuple[str, ...], ...]:
    """Return the searches that preselect candidates: each is folded beginnings of words, all required.

    The order of words does not count, which finds exchanged names. Besides these, look for the birth date:
    nothing else finds a married name. No search when neither number, phone nor name is known.
    """
    searches = [*_number_searches(candidate), *_name_searches(candidate)]
    return tuple(dict.fromkeys(searches))[:_MOST_SEARCHES]


def _number_searches(candidate: Identite) -> Iterator[tuple[str, ...]]:
    """Look for the number with and without the zeros that a spreadsheet loses, then for the phone."""
    typed = number(candidate)
    if typed.strip("0"):
        yield from ((typed,), (typed.lstrip("0"),), (typed.lstrip("0").zfill(_NUMBER_LENGTH),))
    if phone(candidate):
        yield (phone(candidate),)


def _name_searches(candidate: Identite) -> Iterator[tuple[str, ...]]:
    """Look for both beginnings, then for one name whole and two letters of the other: a slip may be early."""
    names, first_names = _keys(candidate.nom), _keys(candidate.prenom or "")
    if names and not first_names:
        yield tuple(name[:_BEGINNING] for name in names[:-1] or names)
    pairs = [(name, first) for name in names for first in first_names]
    yield from ((name[:_BEGINNING], first[:_BEGINNING]) for name, first in pairs)
    for name, first in pairs:
        yield from ((name, first[:_SHORT_BEGINNING]), (name[:_SHORT_BEGINNING], first))


def _keys(text: str) -> tuple[str, ...]:
    """Return the words by which a name is looked for: its own without particles, then all in one piece."""
    found = name_words(text)
    telling = [word for word in found if word not in PARTICLES]
    return tuple(dict.fromkeys([*telling, "".join(found)] if found else []))
