"""Letters as models: plain text with fields in braces, checked when it is kept, filled when it is written."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from caseapp.domain.declared import DeclaredTable, require
from caseapp.domain.nomenclature import Decision

CHAMPS: dict[str, str] = {
    "nom": "nom de la famille",
    "prenom": "prénom",
    "adresse": "adresse",
    "commune": "commune",
    "matricule": "numéro d'allocataire",
    "reference": "référence de la demande",
    "aide": "type d'aide",
    "objet": "objet de la demande",
    "date_demande": "date de la demande",
    "montant_demande": "montant demandé",
    "decision": "décision",
    "date_decision": "date de la décision",
    "date_seance": "date de la séance",
    "instance": "instance qui a décidé",
    "montant": "montant accordé, subvention et prêt ensemble",
    "subvention": "montant de la subvention",
    "pret": "montant du prêt",
    "formes": "montants accordés, forme par forme",
    "motif_refus": "motif du refus",
    "motif_decision": "précisions données par la commission",
    "tiers": "à qui la Caf paie",
    "montant_tiers": "montant payé au tiers",
    "nombre_echeances": "nombre d'échéances du prêt",
    "echeances": "échéances du prêt, une par ligne",
    "caf": "nom de la Caf",
    "agent": "travailleur social de la demande",
    "date_lettre": "date de la lettre",
}
"""Each field and what stands in its place."""
FACULTATIFS = frozenset({
    "prenom", "adresse", "commune", "matricule", "objet", "motif_decision", "agent", "caf", "montant_demande",
    "subvention", "pret", "instance",
})  # fmt: skip
"""Fields that may stay empty; a line left empty by them goes."""
MOTIFS = frozenset({"motif_refus", "motif_decision"})
A_ADAPTER = "[À adapter"
"""Begins what each Caf must replace by its own words."""
_TOKEN = re.compile(r"[{}]")
_NAME = re.compile(r"[a-z_]+")
_SHOWN = 24
_KEYS = {"code", "libelle", "objet", "corps"}


@dataclass(frozen=True, slots=True)
class Modele:
    """A letter to fill; `decision` is the code of the decision it announces, None for another letter."""

    code: str
    libelle: str
    decision: str | None
    objet: str
    corps: str

    @property
    def a_adapter(self) -> bool:
        """Whether words of the Caf itself are still to be put in it."""
        return A_ADAPTER in self.corps or A_ADAPTER in self.objet


def load_modeles(path: Path) -> tuple[Modele, ...]:
    """Read the shipped letters; OSError, or ValueError naming the letter and the reason in French."""
    document = DeclaredTable("", tomllib.loads(path.read_text(encoding="utf-8")), {"lettre"})
    found: dict[str, Modele] = {}
    for inner in document.tables("lettre"):
        name = inner.get("code", "?") if isinstance(inner, dict) else "?"
        modele = _modele(DeclaredTable(f"lettre « {name} » : ", inner, _KEYS, frozenset({"decision"})))
        require(modele.code not in found, f"deux lettres s'appellent « {modele.code} »")
        found[modele.code] = modele
    return tuple(found.values())


def _modele(table: DeclaredTable) -> Modele:
    decision = table.text("decision") if "decision" in table else None
    table.require(decision is None or decision in set(Decision), f"décision inconnue « {decision} »")
    objet, corps = table.text("objet"), table.text("corps")
    for text in (objet, corps):
        try:
            fields(text)
        except ValueError as error:
            raise ValueError(f"{table.where}{error}") from error
    check_reason(decision, corps)
    return Modele(table.text("code"), table.text("libelle"), decision, objet, corps)


def fields(text: str) -> tuple[str, ...]:
    """Return the fields of a text in their order; ValueError says in French which brace or field is wrong."""
    return tuple(name for _, name in _parts(text) if name)


def check_reason(decision: str | None, corps: str) -> None:
    """Refuse (ValueError) a letter of refusal that does not say why."""
    if decision == Decision.REFUS and not MOTIFS & set(fields(corps)):
        raise ValueError("Une lettre de refus dit pourquoi : gardez le champ {motif_refus}.")


def fill(text: str, values: Mapping[str, str]) -> str:
    """Return the text with its fields replaced; a line that only empty fields stood on goes.

    A value is taken as it is, braces included. A field without value is left empty; `missing` tells which.
    """
    lines = []
    for line in text.split("\n"):
        parts = list(_parts(line))
        filled = "".join(before + (values.get(name, "") if name else "") for before, name in parts)
        if filled.strip() or not any(name for _, name in parts):
            lines.append(filled.rstrip())
    return "\n".join(lines).strip("\n")


def missing(text: str, values: Mapping[str, str]) -> tuple[str, ...]:
    """Return the fields that a text needs and that have no value."""
    needed = (name for name in dict.fromkeys(fields(text)) if name not in FACULTATIFS)
    return tuple(name for name in needed if not values.get(name, "").strip())


def known_fields() -> str:
    """Return the fields that may be written, in one line."""
    return ", ".join(f"{{{name}}}" for name in CHAMPS)


def _parts(text: str) -> Iterator[tuple[str, str]]:
    """Give each stretch of text with the field after it, empty for the last one."""
    start = 0
    while (opening := _TOKEN.search(text, start)) is not None:
        before = text[start : opening.start()]
        if opening.group() == "}":
            raise ValueError(f"L'accolade fermée {_after(text, opening.start())} n'a pas été ouverte.")
        closing = _TOKEN.search(text, opening.end())
        if closing is None or closing.group() == "{":
            raise ValueError(f"L'accolade ouverte {_after(text, opening.start())} n'est pas fermée.")
        name = text[opening.end() : closing.start()]
        if name not in CHAMPS:
            raise ValueError(_unknown(name))
        yield before, name
        start = closing.end()
    yield text[start:], ""


def _after(text: str, place: int) -> str:
    """Say where a brace is by the words before it."""
    before = " ".join(text[max(0, place - _SHOWN) : place].split())
    return f"après « {before} »" if before else "au début du texte"


def _unknown(name: str) -> str:
    said = (
        f"Le champ {{{name}}} n'existe pas." if _NAME.fullmatch(name) else f"{{{name}}} n'est pas un champ."
    )
    return f"{said} Champs possibles : {known_fields()}."
