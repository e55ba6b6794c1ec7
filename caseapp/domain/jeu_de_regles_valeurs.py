"""The values of a rule file: delays, codes, texts, days, amounts, each refused with its key."""

import re
from datetime import date
from decimal import Decimal

from caseapp.domain.declared import DeclaredError, DeclaredTable
from caseapp.domain.echeances_dossier import SUIVI
from caseapp.domain.jeu_de_regles import Delai, UniteDelai
from caseapp.domain.text import clean_text, has_forbidden_characters

SHORT, LONG = 120, 600
"""Letters of a name, and of a sentence."""
_MOST_EUROS = 1_000_000
_LONGEST = {UniteDelai.JOURS: 3_660, UniteDelai.JOURS_OUVRES: 750, UniteDelai.MOIS: 120}
_DELAI = re.compile(r"(-?)(\d{1,6}) (mois|jours?|jours? ouvrés?)( avant)?")
_CODE = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")


def read_delay(table: DeclaredTable, name: str) -> Delai:
    """Read `2 mois`, `10 jours`, `15 jours ouvrés` or `1 mois avant`."""
    text = table.text(name)
    match = _DELAI.fullmatch(text)
    habits = "« 2 mois », « 10 jours », « 15 jours ouvrés » ou « 1 mois avant »"
    if match is None:
        raise DeclaredError(f"{table.where}« {name} » ne se lit pas : écrivez {habits}", table.where, name)
    table.require(not match[1], f"« {name} » est négatif : écrivez « {match[2]} {match[3]} avant »", name)
    unite = UniteDelai.MOIS if match[3] == "mois" else UniteDelai.JOURS
    if "ouvré" in match[3]:
        unite = UniteDelai.JOURS_OUVRES
    longest = _LONGEST[unite]
    table.require(int(match[2]) <= longest, f"« {name} » est trop long : {longest} {match[3]} au plus", name)
    return Delai(-int(match[2]) if match[4] else int(match[2]), unite)


def read_text(table: DeclaredTable, name: str, longest: int) -> str:
    """Read one line of text, as it is stored."""
    return _checked(table, name, table.text(name), longest)


def read_texts(table: DeclaredTable, name: str) -> tuple[str, ...]:
    """Read lines of text."""
    return tuple(_checked(table, name, one, LONG) for one in table.texts(name))


def _checked(table: DeclaredTable, name: str, value: str, longest: int) -> str:
    text = clean_text(value)
    table.require(text, f"« {name} » est vide", name)
    table.require(not has_forbidden_characters(text), f"« {name} » contient des caractères invisibles", name)
    table.require("\n" not in text, f"« {name} » tient sur plusieurs lignes", name)
    table.require(len(text) <= longest, f"« {name} » est trop long : {longest} lettres au plus", name)
    return text


def read_code(table: DeclaredTable) -> str:
    """Read a code that keys and files can hold; that of the safety net is taken."""
    code = table.text("code")
    good = _CODE.fullmatch(code) and code != SUIVI
    table.require(good, f"« code » : « {code} » n'est pas un code possible (a-z, 0-9, _ ou -)", "code")
    return code


def read_one_of(table: DeclaredTable, name: str, among: tuple[str, ...]) -> str:
    """Read one of the values known."""
    value = table.text(name)
    possible = f"parmi {', '.join(among)}"
    table.require(value in among, f"« {name} » : valeur inconnue « {value} », {possible}", name)
    return value


def read_yes_no(table: DeclaredTable, name: str) -> bool:
    """Read true or false; False when it is absent."""
    if name not in table:
        return False
    table.require(isinstance(table[name], bool), f"« {name} » vaut true ou false", name)
    return table[name] is True


def read_date(table: DeclaredTable, name: str) -> date | None:
    """Read a day; None when it is absent."""
    if name not in table:
        return None
    value = table[name]
    if type(value) is not date:
        raise DeclaredError(f"« {name} » n'est pas une date : écrivez 2027-01-01", table.where, name)
    return value


def read_count(table: DeclaredTable, name: str) -> int | None:
    """Read a number of months or terms, 1 or more; None when it is absent."""
    if name not in table:
        return None
    return read_months(table, name)


def read_months(table: DeclaredTable, name: str) -> int:
    """Read a number of months or terms, 1 or more."""
    count = table.whole(name, _LONGEST[UniteDelai.MOIS])
    table.require(count, f"« {name} » vaut au moins 1", name)
    return count


def read_cents(table: DeclaredTable, name: str) -> int | None:
    """Read an amount in euros as cents; None when it is absent."""
    if name not in table:
        return None
    value = table[name]
    number = Decimal(value) if type(value) is int else value
    if not (isinstance(number, Decimal) and number.is_finite()):
        raise DeclaredError(f"{table.where}« {name} » n'est pas un nombre", table.where, name)
    table.require(0 <= number <= _MOST_EUROS, f"« {name} » n'est pas un montant possible", name)
    table.require(number == round(number, 2), f"« {name} » a plus de deux décimales", name)
    return int(number * 100)
