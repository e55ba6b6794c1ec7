"""The columns of the monthly extraction of arrears, and the cells of a row."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from caseapp.domain.text import fold
from caseapp.exchange.csv_reader import RawRow, column_name
from caseapp.exchange.refusal import FileRefusedError
from caseapp.exchange.values import parse_amount, parse_boolean
from caseapp.services.campagne_colonnes import (
    KNOWN as PEOPLE,
)
from caseapp.services.campagne_colonnes import (
    Champ,
    Colonnes,
    Personne,
    clean_cell,
    read_columns,
    read_past_date,
    read_person,
)


class Donnee(StrEnum):
    """What is taken of an arrear, beside who it is about."""

    REFERENCE = "reference_bailleur"
    BAILLEUR = "bailleur"
    AIDE = "aide_logement"
    SECTEUR = "secteur"
    TIERS_PAYANT = "tiers_payant"
    LOYER = "loyer"
    CHARGES = "charges"
    MONTANT_AIDE = "montant_aide"
    DETTE = "dette"
    SIGNALEMENT = "date_signalement"
    PREMIER = "premier_impaye"


SYNONYMES: dict[Donnee, tuple[str, ...]] = {
    Donnee.REFERENCE: (
        "reference_bailleur", "reference_du_bailleur", "reference_dossier", "reference", "n_dossier",
        "numero_dossier", "num_dossier",
    ),
    Donnee.BAILLEUR: (
        "bailleur", "nom_bailleur", "nom_du_bailleur", "proprietaire", "organisme_bailleur", "organisme",
    ),
    Donnee.AIDE: (
        "aide_logement", "aide_au_logement", "type_aide", "type_d_aide", "nature_aide", "prestation", "aide",
    ),
    Donnee.SECTEUR: ("secteur", "secteur_logement", "type_occupation"),
    Donnee.TIERS_PAYANT: ("tiers_payant", "versement_au_bailleur", "versement_bailleur"),
    Donnee.LOYER: ("loyer", "montant_loyer", "montant_du_loyer", "loyer_mensuel"),
    Donnee.CHARGES: ("charges", "montant_charges", "montant_des_charges"),
    Donnee.MONTANT_AIDE: (
        "montant_aide", "montant_de_l_aide", "montant_aide_logement", "montant_al", "montant_prestation",
    ),
    Donnee.DETTE: (
        "dette", "montant_dette", "montant_de_la_dette", "montant_impaye", "montant_de_l_impaye", "impaye",
        "montant_impayes", "solde", "dette_locative",
    ),
    Donnee.SIGNALEMENT: (
        "date_signalement", "date_du_signalement", "date_de_signalement", "signalement", "date_reception",
        "date_de_reception",
    ),
    Donnee.PREMIER: (
        "premier_impaye", "date_premier_impaye", "date_du_premier_impaye", "premier_terme_impaye",
        "date_premier_terme_impaye",
    ),
}  # fmt: skip
KNOWN = PEOPLE | {name for names in SYNONYMES.values() for name in names}
_LABELS = {
    Donnee.REFERENCE: "référence du bailleur", Donnee.BAILLEUR: "bailleur", Donnee.AIDE: "aide au logement",
    Donnee.SECTEUR: "secteur", Donnee.TIERS_PAYANT: "tiers payant", Donnee.LOYER: "loyer",
    Donnee.CHARGES: "charges", Donnee.MONTANT_AIDE: "montant de l'aide", Donnee.DETTE: "dette",
    Donnee.SIGNALEMENT: "date du signalement", Donnee.PREMIER: "premier terme impayé",
}  # fmt: skip
_PERSON = {Champ.MATRICULE, Champ.NOM, Champ.PRENOM, Champ.NAISSANCE}
_AIDES = {
    "apl": ("apl", "aide personnalisee au logement"),
    "alf": ("alf", "allocation de logement familiale", "allocation logement familiale"),
    "als": ("als", "allocation de logement sociale", "allocation logement sociale"),
}
_SECTEURS = {"locatif": ("locatif", "location"), "accession": ("accession", "accession a la propriete")}


@dataclass(frozen=True, slots=True)
class ColonnesImpaye:
    """Where each cell stands; `ignorees` are the columns left out."""

    identite: Colonnes
    places: dict[Donnee, int]
    prises: tuple[str, ...]
    ignorees: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ImpayeLigne:
    """A row: who, and what is said of the arrear; `refus` says why it cannot be taken. Cents."""

    ligne: int
    personne: Personne
    reference_bailleur: str | None = None
    bailleur: str | None = None
    aide_logement: str | None = None
    secteur: str | None = None
    tiers_payant: bool | None = None
    loyer: int | None = None
    charges: int | None = None
    montant_aide: int | None = None
    dette: int | None = None
    date_signalement: date | None = None
    premier_impaye: date | None = None
    refus: str = ""


def read_arrear_columns(header: Sequence[str]) -> ColonnesImpaye:
    """Recognise the columns; FileRefusedError without any to know the family by, or without the debt."""
    identite = read_columns(header)
    names = [column_name(cell) for cell in header]
    people = {place for champ, place in identite.places.items() if champ in _PERSON}
    places: dict[Donnee, int] = {}
    for donnee, synonymes in SYNONYMES.items():
        found = next((names.index(name) for name in synonymes if name in names), None)
        if found is not None and found not in people:
            places[donnee] = found
    if Donnee.DETTE not in places:
        raise FileRefusedError("il faut une colonne « dette »", 1)
    taken = people | set(places.values())
    said = (*_words(identite), *(_LABELS[one] for one in Donnee if one in places))
    ignored = tuple(cell.strip() for at, cell in enumerate(header) if at not in taken and cell.strip())
    return ColonnesImpaye(identite, places, said, ignored)


def read_arrear(colonnes: ColonnesImpaye, row: RawRow, today: date) -> ImpayeLigne:
    """Read a row; what is wrong with it is said in `refus`."""
    line, cells = row
    personne = read_person(_person_columns(colonnes.identite), row, today)
    if personne.refus:
        return ImpayeLigne(line, personne, refus=personne.refus)
    values: dict[str, Any] = {}
    wrong: list[str] = []
    for donnee, place in colonnes.places.items():
        try:
            text = clean_cell(cells[place])
            values[donnee.value] = _READERS[donnee](text, today) if text else None
        except ValueError as error:
            wrong.append(f"{_LABELS[donnee]} : {error}")
    if not wrong:
        wrong.extend(_what_is_missing(personne, values))
    return ImpayeLigne(line, personne, **values, refus=" ; ".join(wrong))


def _what_is_missing(personne: Personne, values: dict[str, Any]) -> list[str]:
    if values.get("dette") is None:
        return ["dette : elle manque"]
    if not personne.matricule and personne.date_naissance is None:
        return ["ni n° allocataire ni date de naissance : la famille ne peut pas être reconnue"]
    first, reported = values.get("premier_impaye"), values.get("date_signalement")
    if first is not None and reported is not None and first > reported:
        return ["premier terme impayé : après le signalement"]
    return []


def _words(identite: Colonnes) -> tuple[str, ...]:
    labels = {
        Champ.MATRICULE: "n° allocataire", Champ.NOM: "nom", Champ.PRENOM: "prénom",
        Champ.NAISSANCE: "date de naissance",
    }  # fmt: skip
    return tuple(label for champ, label in labels.items() if champ in identite.places)


def _person_columns(identite: Colonnes) -> Colonnes:
    """Leave aside what campaigns alone read: a bad phone number refuses no arrear."""
    places = {champ: at for champ, at in identite.places.items() if champ in _PERSON}
    return Colonnes(places, identite.ignorees, identite.largeur)


def _text(text: str, _today: date) -> str:
    return text


def _reference(text: str, _today: date) -> str:
    if len(text) > 60:
        raise ValueError("60 caractères au plus")
    return text


def _amount(text: str, _today: date) -> int:
    return parse_amount(text.removesuffix("€").strip())


def _yes_no(text: str, _today: date) -> bool:
    return parse_boolean(text.lower())


def _one_of(known: Mapping[str, tuple[str, ...]]) -> Callable[[str, date], str]:
    def read(text: str, _today: date) -> str:
        wanted = fold(text)
        for code, words in known.items():
            if wanted in words:
                return code
        raise ValueError(f"« {text} » n'est pas connu ({', '.join(known)})")

    return read


_READERS: dict[Donnee, Callable[[str, date], object]] = {
    Donnee.REFERENCE: _reference,
    Donnee.BAILLEUR: _text,
    Donnee.AIDE: _one_of(_AIDES),
    Donnee.SECTEUR: _one_of(_SECTEURS),
    Donnee.TIERS_PAYANT: _yes_no,
    Donnee.LOYER: _amount,
    Donnee.CHARGES: _amount,
    Donnee.MONTANT_AIDE: _amount,
    Donnee.DETTE: _amount,
    Donnee.SIGNALEMENT: read_past_date,
    Donnee.PREMIER: read_past_date,
}
