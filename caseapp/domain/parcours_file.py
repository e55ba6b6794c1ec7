"""The declared paths of offers of contact, read from TOML and refused with a reason when they do not hold."""

import string
import tomllib
from collections.abc import Iterable, Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from caseapp.domain.declared import DeclaredTable, require
from caseapp.domain.parcours import CANAUX, RENDEZ_VOUS, REPONSES, RESULTATS, Etape, Modele, Parcours

CHAMPS = ("prenom", "nom", "agent", "telephone_service")
"""What a message may name: whoever sends it knows them all."""
_LONGEST_DELAY = 365
_KEYS = {"cle", "libelle", "source", "version", "debut", "motifs", "champs", "reponses", "etape"}
_STEP_KEYS = {"cle", "libelle", "nom", "action", "delai_jours"}
_STEP_OPTIONS = frozenset({"canaux", "suites", "script", "modele"})


def load_folder(folder: Path) -> dict[str, Parcours]:
    """Return the path of each motif; OSError, or ValueError naming the file and the reason in French."""
    found: dict[str, Parcours] = {}
    for path in sorted(folder.glob("*.toml")):
        parcours = load_parcours(path)
        for motif in parcours.motifs:
            other = found.setdefault(motif, parcours)
            taken = f"{path.name} : le motif « {motif} » a déjà le parcours « {other.cle} »."
            require(other is parcours, taken)
    return found


def load_parcours(path: Path) -> Parcours:
    """Return a path; OSError, or ValueError naming the file and the reason in French."""
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise ValueError(f"{path.name} : ce n'est pas un fichier TOML lisible ({error}).") from error
    try:
        parcours = _parcours(document)
        _check(parcours)
    except ValueError as error:
        raise ValueError(f"{path.name} : {error}.") from error
    return parcours


def _parcours(document: object) -> Parcours:
    table = DeclaredTable("", document, _KEYS)
    champs = table.texts("champs", CHAMPS)
    etapes: dict[str, Etape] = {}
    for inner in table.tables("etape"):
        etape = _etape(inner, champs)
        require(etape.cle not in etapes, f"deux étapes s'appellent « {etape.cle} »")
        etapes[etape.cle] = etape
    return Parcours(
        cle=table.text("cle"),
        libelle=table.text("libelle"),
        source=table.text("source"),
        version=table.text("version"),
        debut=table.text("debut"),
        motifs=table.texts("motifs"),
        reponses=_targets(table, "reponses", REPONSES),
        etapes=etapes,
    )


def _etape(inner: object, champs: tuple[str, ...]) -> Etape:
    where = f"étape « {inner.get('cle', '?') if isinstance(inner, dict) else '?'} » : "
    if isinstance(inner, dict) and "fin" in inner:
        return _end(DeclaredTable(where, inner, {"cle", "libelle", "fin"}))
    table = DeclaredTable(where, inner, _STEP_KEYS, _STEP_OPTIONS)
    canaux = table.texts("canaux", CANAUX)
    script, modele = table.texts("script"), _modele(table, champs) if "modele" in table else None
    table.require("telephone" not in canaux or script, "un appel a besoin d'un script")
    table.require(canaux[:1] in ((), ("telephone",)) or modele, "un envoi a besoin d'un modèle")
    return Etape(
        cle=table.text("cle"),
        libelle=table.text("libelle"),
        nom=table.text("nom"),
        action=table.text("action"),
        canaux=canaux,
        delai_jours=table.whole("delai_jours", _LONGEST_DELAY),
        suites=_suites(table, canaux),
        script=script,
        modele=modele,
    )


def _end(table: DeclaredTable) -> Etape:
    table.require(table["fin"] is True, "« fin » ne peut valoir que true")
    return Etape(table.text("cle"), table.text("libelle"), fin=True)


def _suites(table: DeclaredTable, canaux: tuple[str, ...]) -> dict[str, str]:
    """Return where each result leads: all three of an attempt; without any to make, the appointment."""
    if canaux or "suites" in table:
        table.require("suites" in table, "« suites » manque")
        return _targets(table, "suites", RESULTATS if canaux else (RENDEZ_VOUS,))
    return {}


def _targets(table: DeclaredTable, name: str, keys: tuple[str, ...]) -> dict[str, str]:
    inner = table.table(name, set(keys))
    return {key: inner.text(key) for key in keys}


def _modele(table: DeclaredTable, champs: tuple[str, ...]) -> Modele:
    inner = table.table("modele", {"objet", "texte"})
    objet, texte = inner.text("objet"), inner.text("texte")
    inner.require("{" not in objet, "l'objet d'un message ne nomme personne")
    used = tuple(dict.fromkeys(_fields(inner, texte)))
    for champ in used:
        inner.require(champ in champs, f"champ non déclaré « {champ} »")
    return Modele(objet, texte, used)


def _fields(table: DeclaredTable, texte: str) -> Iterator[str]:
    """Give the fields of a model; neither doubled braces nor formats are accepted."""
    table.require("{{" not in texte and "}}" not in texte, "accolades doublées")
    try:
        parts = list(string.Formatter().parse(texte))
    except ValueError as error:
        raise ValueError(f"{table.where}accolade isolée") from error
    for _, field, form, conversion in parts:
        if field is not None:
            table.require(not form and not conversion, f"champ mal écrit « {field} »")
            yield field


def _check(parcours: Parcours) -> None:
    """Refuse steps that are missing, unreachable or in a loop."""
    require(parcours.motifs, "« motifs » est vide")
    starts = [parcours.debut, *parcours.reponses.values()]
    links = {cle: list(etape.suites.values()) for cle, etape in parcours.etapes.items()}
    targets = [*starts, *(target for found in links.values() for target in found)]
    for cle in targets:
        require(cle in parcours.etapes, f"étape absente « {cle} »")
    _refuse_loop(links)
    _check_ends(parcours)
    for cle in parcours.etapes:
        require(cle in targets, f"étape « {cle} » : aucun chemin n'y mène")


def _refuse_loop(links: dict[str, list[str]]) -> None:
    try:
        TopologicalSorter(links).prepare()
    except CycleError as error:
        steps: Iterable[str] = reversed(error.args[1])
        raise ValueError(f"boucle entre les étapes « {' », « '.join(steps)} »") from error


def _check_ends(parcours: Parcours) -> None:
    """Only an answer ends an offer: one that an attempt closed would leave the day without its answer."""
    ends = {cle for cle, etape in parcours.etapes.items() if etape.fin}
    require(parcours.debut not in ends, "la première étape ne peut pas être une fin")
    for reponse in ("refusee", "sans_reponse"):
        require(parcours.reponses[reponse] in ends, f"la réponse « {reponse} » ne mène pas à une fin")
    accepted = parcours.reponses["acceptee"]
    settled = accepted in ends or RENDEZ_VOUS in parcours.etapes[accepted].suites
    require(settled, "la réponse « acceptee » ne mène ni à une fin ni à un rendez-vous")
    for cle, etape in parcours.etapes.items():
        for result, target in etape.suites.items():
            wrong = "doit mener à une fin" if result == RENDEZ_VOUS else "ne peut pas mener à une fin"
            require((target in ends) == (result == RENDEZ_VOUS), f"étape « {cle} » : « {result} » {wrong}")
