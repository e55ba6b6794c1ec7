"""The path that an offer follows: the declared one, without the canals that the family does not want."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from pathlib import Path

from caseapp.domain.parcours import Etape as Declared
from caseapp.domain.parcours import OffreFacts, Parcours, locate
from caseapp.domain.parcours_file import load_folder
from caseapp.errors import InputError

APPELS, ECRITS = frozenset({"telephone", "sms"}), frozenset({"courrier", "courriel", "sms"})
"""What « Ne pas appeler » and « Ne pas écrire » forbid; an SMS rings and is read."""
A_VOIR = "a_voir"
_INFRUCTUEUX = "infructueux"


class Etat(StrEnum):
    """Where a step of the path stands."""

    FAITE = "faite"
    COURANTE = "courante"
    A_VENIR = "a_venir"
    NON_PERMISE = "non_permise"


@dataclass(frozen=True, slots=True)
class EtapeRow:
    """One step of the path, as it is drawn."""

    libelle: str
    etat: Etat


class ParcoursCatalogue:
    """The paths of a folder, read when first asked for; InputError when one of them does not hold."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._allowed: dict[tuple[str, frozenset[str]], Parcours] = {}

    @cached_property
    def by_motif(self) -> dict[str, Parcours]:
        """The path of each motif that has one."""
        try:
            return load_folder(self._folder)
        except (OSError, ValueError) as error:
            raise InputError(f"Les parcours d'offres ne peuvent pas être lus : {error}") from error

    @cached_property
    def by_key(self) -> dict[str, Parcours]:
        """Every path, by its key."""
        return {one.cle: one for one in self.by_motif.values()}

    def find(self, cle: str | None, motif: str, forbidden: frozenset[str] = frozenset()) -> Parcours:
        """Return the path of an offer: the one it names, else that of its motif, else one that only asks."""
        found = self.by_key.get(cle or "") or self.by_motif.get(motif) or _UNKNOWN
        key = (found.cle, forbidden)
        if key not in self._allowed:
            self._allowed[key] = allowed_path(found, forbidden)
        return self._allowed[key]


def forbidden_canals(*, ne_pas_appeler: bool | None, ne_pas_ecrire: bool | None) -> frozenset[str]:
    """Return the canals that the notices of a family forbid."""
    return (APPELS if ne_pas_appeler else frozenset()) | (ECRITS if ne_pas_ecrire else frozenset())


def allowed_path(parcours: Parcours, forbidden: frozenset[str]) -> Parcours:
    """Return the path whose steps have only allowed canals; a step left without any is passed over."""
    if not forbidden:
        return parcours
    etapes = {
        cle: replace(
            etape,
            canaux=tuple(canal for canal in etape.canaux if canal not in forbidden),
            suites={
                result: _reachable(parcours, target, forbidden) for result, target in etape.suites.items()
            },
        )
        for cle, etape in parcours.etapes.items()
    }
    debut = _reachable(parcours, parcours.debut, forbidden)
    if debut != parcours.debut and not etapes[debut].canaux:
        debut, etapes[A_VOIR] = A_VOIR, _to_see(parcours.etapes[parcours.debut].delai_jours, _NOBODY)
    return replace(parcours, debut=debut, etapes=etapes)


def _reachable(parcours: Parcours, cle: str, forbidden: frozenset[str]) -> str:
    """Return the first step from `cle`, as if nobody answered, that some allowed canal can take."""
    etape = parcours.etapes[cle]
    while etape.canaux and forbidden.issuperset(etape.canaux):
        etape = parcours.etapes[etape.suites[_INFRUCTUEUX]]
    return etape.cle


def draw_path(declared: Parcours, allowed: Parcours, facts: OffreFacts) -> tuple[EtapeRow, ...]:
    """Return the steps done, the current one, those that come if nobody answers, and those not allowed."""
    done = _visited(allowed, facts)
    current = done.pop()
    coming = list(_following(allowed, current))[1:]
    line = list(_following(declared, declared.debut))
    rows: list[EtapeRow] = []
    passed: set[str] = set()
    for cle in (*done, current, *coming):
        if cle in line:
            for skipped in line[: line.index(cle)]:
                if skipped not in {*done, current, *coming, *passed}:
                    passed.add(skipped)
                    rows.append(EtapeRow(declared.etapes[skipped].libelle, Etat.NON_PERMISE))
        etat = Etat.FAITE if cle in done else Etat.COURANTE if cle == current else Etat.A_VENIR
        rows.append(EtapeRow(allowed.etapes[cle].libelle, etat))
    return tuple(rows)


def _visited(parcours: Parcours, facts: OffreFacts) -> list[str]:
    """Return the steps gone through, the last being where the offer stands."""
    tentatives = tuple(sorted(facts.tentatives, key=lambda one: one.date))
    moments = [
        OffreFacts(facts.date_offre, tentatives=tentatives[:count]) for count in range(len(tentatives) + 1)
    ]
    found = [locate(parcours, moment, facts.date_offre).etape for moment in (*moments, facts)]
    return list(dict.fromkeys(found))


def _following(parcours: Parcours, cle: str) -> Iterator[str]:
    """Yield the steps from `cle` on, as if nobody answered."""
    while cle:
        yield cle
        cle = parcours.etapes[cle].suites.get(_INFRUCTUEUX, "")


def _to_see(delay: int, action: str) -> Declared:
    return Declared(A_VOIR, "À voir", nom="décision", action=action, delai_jours=delay)


_NOBODY = "À voir : la famille ne veut ni appel ni courrier"
_UNKNOWN = Parcours(
    cle="", libelle="Sans parcours déclaré", source="", version="", debut=A_VOIR, motifs=(),
    reponses={"acceptee": "acceptee", "refusee": "refusee", "sans_reponse": "sans_reponse"},
    etapes={
        A_VOIR: _to_see(15, "À voir : aucun parcours pour ce motif"),
        **{
            cle: Declared(cle, libelle, fin=True)
            for cle, libelle in (
                ("acceptee", "Offre acceptée"), ("refusee", "Offre refusée"),
                ("sans_reponse", "Offre close sans réponse"),
            )
        },
    },
)  # fmt: skip
"""Followed by the offers whose motif has no path: nothing tells what to do, a person decides."""
