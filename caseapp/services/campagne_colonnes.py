"""The columns of an extraction, recognised by what Caf tools call them, and the cells of a row."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from caseapp.domain.phone import phone_digits
from caseapp.domain.text import clean_text, has_forbidden_characters
from caseapp.exchange.csv_reader import RawRow, column_name
from caseapp.exchange.moments import parse_date
from caseapp.exchange.refusal import ERROR_CELL, FileRefusedError
from caseapp.exchange.values import parse_commune


class Champ(StrEnum):
    """What is taken from an extraction; everything else in it is left out."""

    MATRICULE = "matricule"
    NOM = "nom"
    PRENOM = "prenom"
    NAISSANCE = "date_naissance"
    TELEPHONE = "telephone"
    COURRIEL = "courriel"
    COMMUNE = "code_commune"
    EVENEMENT = "date_evenement"


SYNONYMES: dict[Champ, tuple[str, ...]] = {
    Champ.MATRICULE: (
        "matricule", "numero_allocataire", "n_allocataire", "no_allocataire", "num_allocataire",
        "numero_d_allocataire", "n_d_allocataire", "num_alloc", "n_alloc", "n_matricule", "numero_matricule",
        "matricule_allocataire", "matricule_caf", "numero_caf",
    ),
    Champ.NOM: (
        "nom", "nom_usage", "nom_d_usage", "nom_de_famille", "nom_allocataire", "nom_de_l_allocataire",
        "nom_responsable_dossier", "nom_responsable", "nom_naissance", "nom_de_naissance",
    ),
    Champ.PRENOM: (
        "prenom", "prenoms", "prenom_allocataire", "prenom_de_l_allocataire", "prenom_responsable_dossier",
        "prenom_responsable",
    ),
    Champ.NAISSANCE: (
        "date_naissance", "date_de_naissance", "naissance", "ddn", "dt_naissance", "date_nais", "ne_le",
        "nee_le", "ne_e_le",
    ),
    Champ.TELEPHONE: (
        "telephone", "telephone_portable", "telephone_mobile", "portable", "mobile", "tel_portable",
        "tel_mobile", "tel", "numero_de_telephone", "numero_telephone", "n_telephone", "n_de_telephone",
        "telephone_fixe", "tel_fixe", "fixe",
    ),
    Champ.COURRIEL: (
        "courriel", "email", "e_mail", "mail", "mel", "adresse_mail", "adresse_email", "adresse_e_mail",
        "adresse_courriel", "adresse_electronique",
    ),
    Champ.COMMUNE: (
        "code_commune", "code_insee", "insee", "code_commune_insee", "code_insee_commune", "depcom",
        "commune_insee",
    ),
    Champ.EVENEMENT: (
        "date_evenement", "date_de_l_evenement", "evenement", "date_separation", "date_de_separation",
        "date_de_la_separation", "date_fait_generateur", "date_du_fait_generateur", "date_declaration",
        "date_de_declaration", "date_signalement", "date_du_signalement", "date_deces", "date_du_deces",
    ),
}  # fmt: skip
"""By order of preference: of a mobile and a fixed phone, the mobile is taken."""
KNOWN = frozenset(name for names in SYNONYMES.values() for name in names)
_LABELS = {
    Champ.MATRICULE: "n° allocataire", Champ.NOM: "nom", Champ.PRENOM: "prénom",
    Champ.NAISSANCE: "date de naissance", Champ.TELEPHONE: "téléphone", Champ.COURRIEL: "courriel",
    Champ.COMMUNE: "code commune", Champ.EVENEMENT: "date de l'événement",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Colonnes:
    """Where each field stands; `ignorees` are the columns left out."""

    places: dict[Champ, int]
    ignorees: tuple[str, ...]
    largeur: int

    @property
    def prises(self) -> tuple[str, ...]:
        """What is taken, in words."""
        return tuple(_LABELS[champ] for champ in Champ if champ in self.places)


@dataclass(frozen=True, slots=True)
class Personne:
    """A row of an extraction; `refus` says why it cannot be taken."""

    ligne: int
    matricule: str | None = None
    nom: str | None = field(default=None, repr=False)
    prenom: str | None = field(default=None, repr=False)
    date_naissance: date | None = field(default=None, repr=False)
    telephone: str | None = field(default=None, repr=False)
    courriel: str | None = field(default=None, repr=False)
    code_commune: str | None = None
    date_evenement: date | None = None
    refus: str = ""


def read_columns(header: Sequence[str]) -> Colonnes:
    """Recognise the columns; FileRefusedError when neither a name nor a number is there, or one is twice."""
    names = [column_name(cell) for cell in header]
    twice = sorted(name for name, count in Counter(filter(None, names)).items() if count > 1)
    if twice:
        raise FileRefusedError(f"colonne donnée deux fois : {', '.join(twice)}", 1)
    places: dict[Champ, int] = {}
    for champ, synonymes in SYNONYMES.items():
        found = next((names.index(name) for name in synonymes if name in names), None)
        if found is not None:
            places[champ] = found
    if Champ.NOM not in places and Champ.MATRICULE not in places:
        raise FileRefusedError("il faut au moins une colonne « nom » ou « matricule »", 1)
    taken = set(places.values())
    ignored = tuple(cell.strip() for at, cell in enumerate(header) if at not in taken and cell.strip())
    return Colonnes(places, ignored, len(header))


def read_person(colonnes: Colonnes, row: RawRow, today: date) -> Personne:
    """Read a row; what is wrong with it is said in `refus`."""
    line, cells = row
    if len(cells) > colonnes.largeur and any(cells[colonnes.largeur :]):
        return Personne(line, refus=f"{len(cells)} cellules au lieu de {colonnes.largeur}")
    if len(cells) < colonnes.largeur:
        return Personne(line, refus=f"{len(cells)} cellules au lieu de {colonnes.largeur}")
    values: dict[str, Any] = {}
    wrong: list[str] = []
    for champ, place in colonnes.places.items():
        try:
            values[champ.value] = _read_cell(champ, cells[place], today)
        except ValueError as error:
            wrong.append(f"{_LABELS[champ]} : {error}")
    if not wrong and not values.get("nom") and not values.get("matricule"):
        wrong.append("ni nom ni n° allocataire")
    return Personne(line, **values, refus=" ; ".join(wrong))


def _read_cell(champ: Champ, cell: str, today: date) -> object:
    text = clean_cell(cell)
    return _READERS[champ](text, today) if text else None


def clean_cell(cell: str) -> str:
    """Return the text of a cell of an extraction; ValueError in French for one that holds no plain value."""
    if cell == ERROR_CELL:
        raise ValueError("cellule en erreur dans le tableur")
    text = clean_text(" ".join(cell.split()))
    if has_forbidden_characters(text):
        raise ValueError("caractère interdit ou illisible")
    if text.startswith(("=", "@")):
        raise ValueError("une formule de tableur, pas une valeur")
    if len(text) > 400:
        raise ValueError("texte trop long, 400 caractères au plus")
    return text


def _read_number(text: str, _today: date) -> str:
    bare = text.replace(" ", "")
    if len(bare) > 20:
        raise ValueError("20 caractères au plus")
    if not bare.isalnum():
        raise ValueError("des chiffres ou des lettres seulement")
    return bare


def _read_name(text: str, _today: date) -> str:
    if not any(letter.isalpha() for letter in text):
        raise ValueError("aucune lettre")
    return text


def read_past_date(text: str, today: date) -> date:
    """Read a day that has come; ValueError in French."""
    found = parse_date(text)
    if found > today:
        raise ValueError("date dans le futur")
    return found


def _read_phone(text: str, _today: date) -> str:
    """Give back the zero at the beginning, which spreadsheets take away from French numbers."""
    digits = phone_digits(text)
    if len(digits) == 9 and digits[0] != "0":
        return f"0{digits}"
    return digits if len(digits) == 10 else text


def _read_mail(text: str, _today: date) -> str:
    name, _, place = text.partition("@")
    if not name or "." not in place or " " in text:
        raise ValueError("adresse illisible")
    return text


def _read_commune(text: str, _today: date) -> str:
    return parse_commune(text.zfill(5) if text.isdigit() else text)


_READERS: dict[Champ, Callable[[str, date], object]] = {
    Champ.MATRICULE: _read_number,
    Champ.NOM: _read_name,
    Champ.PRENOM: _read_name,
    Champ.NAISSANCE: read_past_date,
    Champ.TELEPHONE: _read_phone,
    Champ.COURRIEL: _read_mail,
    Champ.COMMUNE: _read_commune,
    Champ.EVENEMENT: read_past_date,
}
