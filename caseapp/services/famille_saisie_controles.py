"""What is refused of a family being typed, each refusal under its field."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseapp.domain.communes import CommuneDirectory
from caseapp.domain.names import family_name
from caseapp.domain.text import clean_text, has_forbidden_characters
from caseapp.errors import FieldError
from caseapp.models import Famille
from caseapp.models.famille import sort_key

LONGEST, LONGEST_NUMBER = 400, 20
_OLDEST = date(1900, 1, 1)
_USUAL_NUMBER = 7


@dataclass(frozen=True, slots=True)
class FamilleSaisie:
    """A family as it is typed: everything that its record holds, `code_commune` by its INSEE code."""

    nom: str | None = None
    prenom: str | None = None
    date_naissance: date | None = None
    matricule: str | None = None
    code_commune: str | None = None
    adresse: str | None = None
    telephone: str | None = None
    courriel: str | None = None
    protection: bool = False
    ne_pas_appeler: bool = False
    ne_pas_ecrire: bool = False
    consigne: str | None = None


class MatriculeTakenError(FieldError):
    """The number is that of the family `famille_id`."""

    def __init__(self, famille_id: int, nom: str) -> None:
        super().__init__("matricule", f"Ce numéro est déjà celui d'une autre famille : {nom}.")
        self.famille_id = famille_id


def odd_matricule(text: str) -> str:
    """Warn of a number that no Caf gives; it is kept all the same."""
    bare = "".join(text.split())
    usual = len(bare) == _USUAL_NUMBER and bare.isascii() and bare.isdigit()
    return "" if usual or not bare else "Numéro inhabituel : 7 chiffres attendus. Il est gardé tel quel."


def checked(
    session: Session,
    saisie: FamilleSaisie,
    today: date,
    communes: CommuneDirectory,
    famille: Famille | None = None,
) -> FamilleSaisie:
    """Return what can be kept of a family, `famille` being itself before; FieldError for the first refusal.

    What an import let in is refused only once it is changed.
    """
    texts: dict[str, Any] = dict(_texts(saisie))
    clean = replace(saisie, **texts)
    if not clean.nom or not sort_key(clean.nom, None):
        raise FieldError("nom", "Écrivez le nom.")
    born, code = clean.date_naissance, clean.code_commune
    former = (None, None) if famille is None else (famille.date_naissance, famille.code_commune)
    if born is not None and born != former[0] and not _OLDEST <= born <= today:
        raise FieldError("date_naissance", "Cette date de naissance n'est pas possible.")
    if clean.courriel and ("@" not in clean.courriel or " " in clean.courriel):
        raise FieldError("courriel", "Cette adresse n'est pas complète : par exemple nom@exemple.fr.")
    if code is not None and code != former[1] and communes.get(code) is None:
        raise FieldError("code_commune", "Choisissez la commune dans la liste.")
    _check_number(session, clean.matricule, None if famille is None else famille.id)
    return clean


def _texts(saisie: FamilleSaisie) -> Iterator[tuple[str, str | None]]:
    """Give each text as it is kept: clean, without spaces in a number, None when empty."""
    for field in fields(saisie):
        value = getattr(saisie, field.name)
        if isinstance(value, str):
            yield field.name, checked_text(field.name, value)


def checked_text(name: str, value: str | None) -> str | None:
    """Return a text as it is kept, None when empty; FieldError when it cannot be."""
    text = clean_text(value or "")
    if name == "matricule":
        text = "".join(text.split())
    if has_forbidden_characters(text):
        raise FieldError(name, "Ce texte contient un caractère qui ne peut pas être gardé.")
    longest = LONGEST_NUMBER if name == "matricule" else LONGEST
    if len(text) > longest:
        raise FieldError(name, f"Texte trop long : {longest} caractères au plus.")
    return text or None


def _check_number(session: Session, matricule: str | None, sauf: int | None) -> None:
    if matricule is None:
        return
    other = session.scalar(select(Famille).where(Famille.matricule == matricule))
    if other is not None and other.id != sauf:
        raise MatriculeTakenError(other.id, family_name(other.nom, other.prenom))
