"""Why two families may be one, in the words of a colleague."""

from collections.abc import Iterator

from caseapp.domain.labels import format_date
from caseapp.services.identites import (
    LINKED,
    Identite,
    Lien,
    Ordre,
    Preuves,
    holds,
    is_first_january,
    name_words,
)

AGAINST = "mais "
"""How a reason against begins."""


def reasons(candidate: Identite, other: Identite, found: Preuves) -> Iterator[str]:
    """Give what links them, then what speaks against it."""
    if found.numero is Lien.MEME:
        yield "même numéro d'allocataire"
    yield from _name_reasons(candidate, other, found)
    yield from _birth_reasons(candidate, other, found)
    if found.telephone:
        yield "même téléphone"
    yield from (f"{AGAINST}{what}" for what, lien in _differences(found) if lien is Lien.AUTRE)


def _differences(found: Preuves) -> tuple[tuple[str, Lien], ...]:
    return (
        ("noms différents", found.nom),
        ("prénoms différents", found.prenom),
        ("dates de naissance différentes", found.naissance),
        ("numéros d'allocataire différents", found.numero),
    )


def _name_reasons(candidate: Identite, other: Identite, found: Preuves) -> Iterator[str]:
    first, other_first = candidate.prenom or "", other.prenom or ""
    if found.ordre is Ordre.REPARTI:
        yield "mêmes mots, répartis autrement entre nom et prénom"
        return
    if found.ordre is Ordre.INVERSE:
        yield "nom et prénom inversés"
        pairs = ((candidate.nom, other_first, found.nom), (first, other.nom, found.prenom))
    else:
        yield from _same_names(found)
        pairs = ((candidate.nom, other.nom, found.nom), (first, other_first, found.prenom))
    for one, another, lien in pairs:
        yield from _spelling(one, another, lien)


def _same_names(found: Preuves) -> Iterator[str]:
    same = [name for name, lien in (("nom", found.nom), ("prénom", found.prenom)) if lien is Lien.MEME]
    if same:
        yield " et ".join(f"même {name}" for name in same)


def _spelling(one: str, other: str, lien: Lien) -> Iterator[str]:
    """Show two writings of one name, unless only capitals and blanks differ."""
    if lien in LINKED and one.casefold().split() != other.casefold().split():
        longer = lien is Lien.PROCHE and holds(name_words(one), name_words(other))
        yield f"{'nom composé' if longer else 'orthographe proche'} : {one} / {other}"


def _birth_reasons(candidate: Identite, other: Identite, found: Preuves) -> Iterator[str]:
    dates = f"{format_date(candidate.date_naissance)} / {format_date(other.date_naissance)}"
    if found.naissance is Lien.MEME:
        guessed = " (un 1er janvier, souvent mis faute de la connaître)" if is_first_january(other) else ""
        yield f"même date de naissance{guessed}"
    elif found.naissance is Lien.PROCHE:
        yield f"dates de naissance proches : {dates}"
