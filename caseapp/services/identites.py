"""Who a family is, and what two identities have in common; the phone of a protected one is never read."""

from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from caseapp.domain.phone import phone_digits
from caseapp.domain.text import fold, words

_MARRIED = frozenset({"epouse", "ep", "nee", "veuve", "vve"})
PARTICLES = frozenset(
    {"d", "da", "de", "des", "di", "dos", "du", "el", "al", "la", "le", "les", "l", "o"}
    | {"ben", "bou", "ait", "abd", "abdel", "van", "von", "st", "ste", "saint", "sainte"}
)
"""Words too common in names to link two of them."""
_SHORTEST_CLOSE, _LONG = 5, 8
"""Letters below which no misspelling is looked for, and from which two are accepted instead of one."""
_SHORTEST_PHONE = 9


@dataclass(frozen=True, slots=True)
class Identite:
    """A family as it is compared; `id` is None while it is being typed."""

    id: int | None
    nom: str
    prenom: str | None = None
    date_naissance: date | None = None
    matricule: str | None = None
    telephone: str | None = field(default=None, repr=False)
    protection: bool = False


class Lien(Enum):
    """How two values of one field stand to each other."""

    MEME = "M"
    PROCHE = "P"
    AUTRE = "A"
    INCONNU = "I"


LINKED = frozenset({Lien.MEME, Lien.PROCHE})


class Ordre(Enum):
    """How the words of two full names are shared out between name and first name."""

    DIRECT = "direct"
    INVERSE = "inverse"
    REPARTI = "reparti"


@dataclass(frozen=True, slots=True)
class Preuves:
    """What speaks for and against two identities being one."""

    numero: Lien
    nom: Lien
    prenom: Lien
    naissance: Lien
    telephone: bool
    """Whether both have the same phone, neither being protected."""
    ordre: Ordre


def compare(one: Identite, other: Identite) -> Preuves:
    """Compare field by field; one and other may be exchanged."""
    nom, prenom, ordre = _compare_names(one, other)
    protected = one.protection or other.protection
    return Preuves(
        numero=_link(_number(one), _number(other)),
        nom=nom,
        prenom=prenom,
        naissance=_compare_births(one.date_naissance, other.date_naissance),
        telephone=not protected and bool(phone(one)) and phone(one) == phone(other),
        ordre=ordre,
    )


def compare_texts(one: str, other: str) -> Lien:
    """Compare two names: the same words, a misspelling, or one that holds the other."""
    left, right = name_words(one), name_words(other)
    if not left or not right:
        return Lien.INCONNU
    if sorted(left) == sorted(right) or "".join(left) == "".join(right):
        return Lien.MEME
    return Lien.PROCHE if holds(left, right) or is_misspelt("".join(left), "".join(right)) else Lien.AUTRE


def name_words(text: str) -> tuple[str, ...]:
    """Return the folded words of a name, without those that announce a married one."""
    found = words(text)
    return tuple(word for word in found if word not in _MARRIED) or found


def holds(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    """Tell whether one name is the other with more words, particles aside."""
    shared = set(left) & set(right)
    return shared in (set(left), set(right)) and bool(shared - PARTICLES)


def is_misspelt(one: str, other: str) -> bool:
    """Tell whether a letter was missed, added, changed or exchanged with the next; two in a long name."""
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - 40 ms that only a search for duplicates needs

    shortest = min(len(one), len(other))
    allowed = 2 if shortest >= _LONG else 1
    return shortest >= _SHORTEST_CLOSE and OSA.distance(one, other) <= allowed


def number(identite: Identite) -> str:
    """Return the number as typed, without spaces; empty for none."""
    return fold(identite.matricule or "").replace(" ", "")


def phone(identite: Identite) -> str:
    """Return the digits of the phone; empty when there are too few to be one."""
    digits = phone_digits(identite.telephone or "")
    return digits if len(digits) >= _SHORTEST_PHONE else ""


def is_first_january(identite: Identite) -> bool:
    """Tell whether the birth date may stand for one that nobody knew."""
    day = identite.date_naissance
    return day is not None and (day.month, day.day) == (1, 1)


def _number(identite: Identite) -> str:
    """Return the number as compared: spreadsheets lose the zeros at its beginning."""
    return number(identite).lstrip("0")


def _link(one: str, other: str) -> Lien:
    if not one or not other:
        return Lien.INCONNU
    return Lien.MEME if one == other else Lien.AUTRE


def _compare_names(one: Identite, other: Identite) -> tuple[Lien, Lien, Ordre]:
    """Compare names and first names as they stand; else exchanged, then with their words shared out anew."""
    first_one, first_other = one.prenom or "", other.prenom or ""
    direct = compare_texts(one.nom, other.nom), compare_texts(first_one, first_other)
    crossed = compare_texts(one.nom, first_other), compare_texts(first_one, other.nom)
    if set(direct) <= LINKED or not _same_words(one, other) | (set(crossed) <= LINKED):
        return *direct, Ordre.DIRECT
    if set(crossed) <= LINKED:
        return *crossed, Ordre.INVERSE
    same_name = direct[0] is Lien.MEME
    return (*direct, Ordre.DIRECT) if same_name else (Lien.MEME, Lien.MEME, Ordre.REPARTI)


def _same_words(one: Identite, other: Identite) -> bool:
    """Tell whether the full names have the same words, two at least."""
    left, right = (sorted(name_words(f"{who.nom} {who.prenom or ''}")) for who in (one, other))
    return left == right and len(left) > 1


def _compare_births(one: date | None, other: date | None) -> Lien:
    """Compare birth dates; close ones have day and month exchanged, or one figure or two neighbours wrong."""
    from rapidfuzz.distance import OSA  # noqa: PLC0415

    if one is None or other is None:
        return Lien.INCONNU
    if one == other:
        return Lien.MEME
    exchanged = (one.year, one.month, one.day) == (other.year, other.day, other.month)
    close = exchanged or OSA.distance(one.isoformat(), other.isoformat()) <= 1
    return Lien.PROCHE if close else Lien.AUTRE
