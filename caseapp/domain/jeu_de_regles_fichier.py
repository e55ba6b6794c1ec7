"""A rule set as a TOML file: refused with the line and the reason in French when it does not hold.

A delay reads `2 mois`, `10 jours`, `15 jours ouvrés` or `1 mois avant`; an amount is in euros; a date is
`2027-01-01`. Nothing has a default that decides something: what a kind of set needs must be written.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal, InvalidOperation
from typing import Any

from caseapp.domain.declared import DeclaredError, DeclaredTable, why_unreadable
from caseapp.domain.faits_dossier import ACTEURS, ATTRIBUTS, FAITS
from caseapp.domain.jeu_de_regles import (
    Constitution,
    Delai,
    Domaine,
    JeuDeRegles,
    Regle,
    ReglesConservation,
    ReglesPlan,
    Severite,
    UniteDelai,
)
from caseapp.domain.jeu_de_regles_valeurs import (
    LONG,
    SHORT,
    read_cents,
    read_code,
    read_count,
    read_date,
    read_delay,
    read_months,
    read_one_of,
    read_text,
    read_texts,
    read_yes_no,
)

LONGEST_FILE = 200_000
"""Characters of a file; the store keeps no more."""
_MOST_RULES, _MOST_TEXTS = 200, 20
_HEADER = re.compile(r"\s*(\[\[?)\s*([\w-]+)\s*\]")
_ACTIVE = re.compile(r"""\s*["']?actif["']?\s*=""")
_KEYS = {"code", "domaine", "version", "libelle", "source"}
_OPTIONS = frozenset({
    "du", "au", "local", "actif", "suivi", "avertissements", "constitution", "plan", "conservation", "cible",
    "regle",
})  # fmt: skip
_RULE_KEYS = {"code", "libelle", "action", "declencheur", "acteur", "article", "severite"}
_RULE_OPTIONS = frozenset({
    "delai", "jour", "accompli", "sauf", "conditions", "repete", "consequence", "incertain"
})  # fmt: skip
_CONSTITUTION = frozenset({"termes_locatif", "termes_accession", "mois", "montant"})


class JeuDeReglesError(ValueError):
    """A refused rule file: `ligne` counts from 1, 0 when the whole file is at fault."""

    def __init__(self, reason: str, ligne: int = 0) -> None:
        super().__init__(f"ligne {ligne} : {reason}" if ligne else reason)
        self.ligne = ligne


def read_jeu(text: str) -> JeuDeRegles:
    """Read a rule set; JeuDeReglesError with the line and the reason, in French, without a full stop."""
    if len(text) > LONGEST_FILE:
        raise JeuDeReglesError(f"le fichier est trop long : {LONGEST_FILE} caractères au plus")
    try:
        document = tomllib.loads(text.removeprefix("\ufeff"), parse_float=Decimal)
    except (ValueError, InvalidOperation, RecursionError) as error:
        raise JeuDeReglesError(f"ce n'est pas un fichier TOML lisible{why_unreadable(error)}") from error
    return _jeu(text, document)


def _jeu(text: str, document: object) -> JeuDeRegles:
    with _at(text):
        table = DeclaredTable("", document, _KEYS, _OPTIONS)
        domaine = Domaine(read_one_of(table, "domaine", tuple(Domaine)))
        inner = table.tables("regle") if "regle" in table else ()
        table.require(inner, "il n'y a aucune règle : il faut au moins une section [[regle]]", "regle")
        table.require(len(inner) <= _MOST_RULES, f"plus de {_MOST_RULES} règles", "regle")
        local = read_yes_no(table, "local")
        actif = "actif" not in table or read_yes_no(table, "actif")
        table.require(local or actif, "« actif = false » n'a de sens que pour un jeu local", "actif")
        _check_sections(table, domaine, local=local)
        du, au = read_date(table, "du"), read_date(table, "au")
        table.require(du is None or au is None or du <= au, "« du » est après « au »", "du")
    return JeuDeRegles(
        regles=_regles(text, inner, domaine),
        du=du,
        au=au,
        domaine=domaine,
        local=local,
        actif=actif,
        **_heading(text, table),
        cible=_cible(text, table, domaine),
        **_sections(text, table),
    )


def set_active(text: str, *, actif: bool) -> str:
    """Return the text of a local set that counts, or is set aside; the rest stays as it was written."""
    head, mark, rest = text.partition("\n[")
    kept = "".join(line for line in head.splitlines(keepends=True) if not _ACTIVE.match(line))
    return ("" if actif else "actif = false\n") + kept + mark + rest


@contextmanager
def _at(text: str, section: str = "", rank: int = 0) -> Iterator[None]:
    """Give refusals the line of their key, in the `rank`-th table of that name."""
    try:
        yield
    except DeclaredError as error:
        raise JeuDeReglesError(str(error), _line(text, section, rank, error.key)) from error


def _heading(text: str, table: DeclaredTable) -> dict[str, Any]:
    with _at(text):
        suivi = read_delay(table, "suivi") if "suivi" in table else None
        table.require(suivi is None or suivi.nombre > 0, "« suivi » doit être un délai à venir", "suivi")
        warnings = read_texts(table, "avertissements")
        table.require(len(warnings) <= _MOST_TEXTS, f"plus de {_MOST_TEXTS} avertissements", "avertissements")
        return {
            "code": read_code(table),
            "version": read_text(table, "version", 60),
            "libelle": read_text(table, "libelle", SHORT),
            "source": read_text(table, "source", LONG),
            "suivi": suivi,
            "avertissements": warnings,
        }


def _check_sections(table: DeclaredTable, domaine: Domaine, *, local: bool) -> None:
    """Refuse a national set without what its domain needs, and a local one that would set it."""
    needed = {
        Domaine.IMPAYES: ("suivi", "constitution", "plan"),
        Domaine.INDECENCE: ("suivi", "conservation"),
        Domaine.RSA: ("suivi",),
    }[domaine]
    for name in needed:
        table.require(local or name in table, f"« {name} » manque pour le domaine « {domaine} »")
    for name in ("constitution", "plan", "conservation"):
        allowed = name not in table or (name in needed and not local)
        kind = "un jeu local" if local else f"le domaine « {domaine} »"
        table.require(allowed, f"[{name}] n'a pas lieu d'être pour {kind}", name)
    table.require(local or "cible" not in table, "[[cible]] n'a de sens que pour un jeu local", "cible")


def _sections(text: str, table: DeclaredTable) -> dict[str, Any]:
    found: dict[str, Any] = {}
    readers = {"constitution": _constitution, "plan": _plan, "conservation": _conservation}
    for name, read in readers.items():
        if name in table:
            with _at(text, name):
                found[name] = read(table[name])
    return found


def _constitution(inner: object) -> Constitution:
    table = DeclaredTable("constitution : ", inner, {"article"}, _CONSTITUTION)
    given = {name: read_count(table, name) for name in ("termes_locatif", "termes_accession", "mois")}
    montant = read_cents(table, "montant")
    known = [one for one in (*given.values(), montant) if one is not None]
    table.require(known, "aucune condition ne fait naître l'impayé")
    return Constitution(**given, montant=montant, article=read_text(table, "article", LONG))


def _plan(inner: object) -> ReglesPlan:
    needed = {"duree_maximale", "duree_par_defaut", "article"}
    table = DeclaredTable("plan : ", inner, needed, frozenset({"simplifie_jusqu_a"}))
    longest, default = read_months(table, "duree_maximale"), read_months(table, "duree_par_defaut")
    table.require(default <= longest, "la durée par défaut dépasse la durée maximale", "duree_par_defaut")
    return ReglesPlan(
        longest, default, read_cents(table, "simplifie_jusqu_a"), read_text(table, "article", LONG)
    )


def _conservation(inner: object) -> ReglesConservation:
    table = DeclaredTable("conservation : ", inner, {"mois", "prolongation", "prolongations", "article"})
    mois, longer = read_months(table, "mois"), read_months(table, "prolongation")
    return ReglesConservation(
        mois, longer, table.whole("prolongations", 9), read_text(table, "article", LONG)
    )


def _cible(text: str, table: DeclaredTable, domaine: Domaine) -> tuple[Mapping[str, tuple[str, ...]], ...]:
    with _at(text):
        inner = table.tables("cible") if "cible" in table else ()
    found = []
    for rank, one in enumerate(inner):
        with _at(text, "cible", rank):
            found.append(_conditions("cible : ", one, domaine))
    return tuple(found)


def _regles(text: str, inner: tuple[object, ...], domaine: Domaine) -> tuple[Regle, ...]:
    found: dict[str, Regle] = {}
    for rank, one in enumerate(inner):
        with _at(text, "regle", rank):
            regle = _regle(one, domaine)
            if regle.code in found:
                raise DeclaredError(f"deux règles ont le code « {regle.code} »", "", "code")
            found[regle.code] = regle
    return tuple(found.values())


def _regle(inner: object, domaine: Domaine) -> Regle:
    name = inner.get("code", "?") if isinstance(inner, dict) else "?"
    table = DeclaredTable(f"règle « {name} » : ", inner, _RULE_KEYS, _RULE_OPTIONS)
    known = tuple(FAITS[domaine])
    starts = table.texts("declencheur", known)
    table.require(starts, "« declencheur » est vide : rien ne la ferait partir", "declencheur")
    accompli, sauf = table.texts("accompli", known), table.texts("sauf", known)
    for key, facts in (("accompli", accompli), ("sauf", sauf)):
        for fact in facts:
            table.require(fact not in starts, f"« {fact} » est à la fois « declencheur » et « {key} »", key)
    repete = read_yes_no(table, "repete")
    table.require(accompli or not repete, "« repete » demande « accompli »", "repete")
    jour = read_date(table, "jour")
    table.require(("delai" in table) ^ (jour is not None), "il faut soit « delai », soit « jour »", "jour")
    table.require(jour is None or not repete, "« repete » n'a pas de sens avec « jour »", "repete")
    conditions = None
    if "conditions" in table:
        try:
            conditions = _conditions(table.where, table["conditions"], domaine)
        except DeclaredError as error:
            raise DeclaredError(str(error), table.where, "conditions") from error
    return Regle(
        code=read_code(table),
        libelle=read_text(table, "libelle", SHORT),
        action=read_text(table, "action", SHORT * 2),
        declencheur=starts,
        delai=read_delay(table, "delai") if jour is None else Delai(0, UniteDelai.JOURS),
        jour=jour,
        acteur=read_one_of(table, "acteur", tuple(ACTEURS)),
        article=read_text(table, "article", LONG),
        severite=Severite(read_one_of(table, "severite", tuple(Severite))),
        accompli=accompli,
        sauf=sauf,
        conditions=conditions,
        repete=repete,
        consequence=read_text(table, "consequence", LONG) if "consequence" in table else "",
        incertain=read_text(table, "incertain", LONG) if "incertain" in table else "",
    )


def _conditions(where: str, inner: object, domaine: Domaine) -> dict[str, tuple[str, ...]]:
    known = ATTRIBUTS[domaine]
    if not isinstance(inner, dict) or not inner:
        raise DeclaredError(f"{where}il faut au moins un attribut, avec ses valeurs", where)
    for name in inner:
        if name not in known:
            raise DeclaredError(f"{where}attribut inconnu « {name} »", where, name)
    table = DeclaredTable(where, inner, set(inner))
    found = {name: table.texts(name, known[name]) for name in inner}
    for name, values in found.items():
        table.require(values, f"« {name} » n'a aucune valeur", name)
    return found


def _line(text: str, section: str, rank: int, key: str) -> int:
    """Return the line of a key in the `rank`-th table of that name, else that of the table, 0 for none."""
    header_line, wanted = 0, re.compile(rf"""\s*["']?{re.escape(key)}["']?\s*[=.]""")
    for number, line, current, seen in _located(text):
        here = current == section and (not section or seen == rank)
        header = _HEADER.match(line)
        if header is not None:
            if (here and section) or (not section and not header_line and current == key):
                header_line = number
        elif here and key and wanted.match(line):
            return number
    return header_line


def _located(text: str) -> Iterator[tuple[int, str, str, int]]:
    """Give each line with the name and rank of its table, but those inside a text of several lines."""
    current, ranks, quoted = "", dict[str, int](), False
    for number, line in enumerate(text.split("\n"), start=1):
        if not quoted:
            header = _HEADER.match(line)
            if header is not None:
                current = header[2]
                ranks[current] = ranks.get(current, -1) + 1
            yield number, line, current, ranks.get(current, 0)
        quoted ^= (line.count('"""') + line.count("'''")) % 2 == 1
