"""Where an offer of contact stands on its declared path, and what is to be done next."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from caseapp.domain.labels import format_date, plural

CANAUX = ("telephone", "courrier", "courriel", "sms")
RESULTATS = ("joint", "infructueux", "message")
REPONSES = ("acceptee", "refusee", "sans_reponse")
"""The answers that end the attempts; `en_attente`, none, or a code added by a Caf does not."""
JOINT, RENDEZ_VOUS = "joint", "rendez_vous"

_CANAL_NAMES = {"telephone": "appel", "courrier": "courrier", "courriel": "courriel", "sms": "SMS"}
_RESULTS_SAID = {"joint": ", famille jointe", "infructueux": " infructueux", "message": ", message laissé"}
_ANSWERS_SAID = {"acceptee": "offre acceptée", "refusee": "offre refusée", "sans_reponse": "sans réponse"}


@dataclass(frozen=True, slots=True)
class Modele:
    """A message to send; `champs` are the words between braces to replace in its text."""

    objet: str
    texte: str
    champs: tuple[str, ...]

    def fill(self, values: Mapping[str, str]) -> str:
        """Return the text to send; KeyError when a value is missing. A value is never read as a model."""
        pieces = self.texte.split("{")
        fields = (piece.partition("}") for piece in pieces[1:])
        return pieces[0] + "".join(values[name] + rest for name, _, rest in fields)


@dataclass(frozen=True, slots=True)
class Etape:
    """One step: what to do, by which canals, how many calendar days after the last event."""

    cle: str
    libelle: str
    nom: str = ""
    """The step in a sentence: `relance`."""
    action: str = ""
    """What is to be done; empty at an end."""
    canaux: tuple[str, ...] = ()
    delai_jours: int = 0
    suites: Mapping[str, str] = field(default_factory=dict)
    """The step each result leads to: those of an attempt, or `rendez_vous`."""
    script: tuple[str, ...] = ()
    modele: Modele | None = None
    fin: bool = False


@dataclass(frozen=True, slots=True)
class Parcours:
    """A declared path for the offers of some motifs."""

    cle: str
    libelle: str
    source: str
    version: str
    debut: str
    motifs: tuple[str, ...]
    reponses: Mapping[str, str]
    """The step each answer leads to."""
    etapes: Mapping[str, Etape]


class Tentative(NamedTuple):
    """An attempt as recorded; a result may be unknown."""

    date: date
    canal: str
    resultat: str | None


@dataclass(frozen=True, slots=True)
class OffreFacts:
    """What is known of an offer; attempts of one day are in the order in which they were made."""

    date_offre: date
    reponse: str | None = None
    date_reponse: date | None = None
    tentatives: tuple[Tentative, ...] = ()
    date_rendez_vous: date | None = None
    """The appointment that followed an accepted offer."""


@dataclass(frozen=True, slots=True)
class Position:
    """Where an offer stands; a finished one has no action and no due date."""

    etape: str
    libelle: str
    action: str | None
    echeance: date | None
    retard: int
    """Days after the due date, 0 until it is over."""
    fondement: str
    terminee: bool


def locate(parcours: Parcours, facts: OffreFacts, today: date) -> Position:
    """Say where the offer stands today; an attempt by an unforeseen canal only moves it if it reached."""
    etape = _current(parcours, facts)
    day, event = _founding_event(facts, today)
    if etape.fin:
        return Position(etape.cle, etape.libelle, None, None, 0, _conclusion(facts, today), terminee=True)
    due = day + timedelta(days=etape.delai_jours)
    why = f"{event}, {etape.nom} {_delay(etape.delai_jours)}"
    late = max(0, (today - due).days)
    return Position(etape.cle, etape.libelle, etape.action, due, late, why, terminee=False)


def _current(parcours: Parcours, facts: OffreFacts) -> Etape:
    answered = parcours.reponses.get(facts.reponse or "")
    if answered is not None:
        etape = parcours.etapes[answered]
        following = etape.suites.get(RENDEZ_VOUS) if facts.date_rendez_vous else None
        return parcours.etapes[following] if following else etape
    etape = parcours.etapes[parcours.debut]
    for tentative in _in_order(facts):
        etape = parcours.etapes[_next(etape, tentative)]
    return etape


def _in_order(facts: OffreFacts) -> list[Tentative]:
    return sorted((Tentative(*one) for one in facts.tentatives), key=lambda one: one.date)


def _next(etape: Etape, tentative: Tentative) -> str:
    """Return the next step; a family that was reached moves on by whichever canal, another attempt stays."""
    result = _result(tentative)
    foreseen = tentative.canal in etape.canaux or result == JOINT
    return etape.suites.get(result, etape.cle) if foreseen else etape.cle


def _result(tentative: Tentative) -> str:
    """Return the result; unknown, a call has reached nobody, anything written was sent."""
    if tentative.resultat in RESULTATS:
        return tentative.resultat
    return "infructueux" if tentative.canal == "telephone" else "message"


def _founding_event(facts: OffreFacts, today: date) -> tuple[date, str]:
    """Return the last event and its date, from which the delay of the step runs."""
    events = [(facts.date_offre, f"offre du {_short(facts.date_offre, today)}")]
    events += [(one.date, _say_attempt(one, today)) for one in _in_order(facts)]
    if facts.reponse in REPONSES:
        latest = max(day for day, _ in events)
        events.append((facts.date_reponse or latest, _say_answer(facts, today)))
    return max(reversed(events), key=lambda event: event[0])


def _say_attempt(tentative: Tentative, today: date) -> str:
    name = _CANAL_NAMES.get(tentative.canal, "contact")
    result = _result(tentative)
    if tentative.canal in {"courrier", "courriel", "sms"} and result == "message":
        return f"{name} envoyé le {_short(tentative.date, today)}"
    return f"{name} du {_short(tentative.date, today)}{_RESULTS_SAID[result]}"


def _say_answer(facts: OffreFacts, today: date) -> str:
    said = _ANSWERS_SAID.get(facts.reponse or "", "")
    return f"{said} le {_short(facts.date_reponse, today)}" if facts.date_reponse else said


def _conclusion(facts: OffreFacts, today: date) -> str:
    answer = _say_answer(facts, today)
    if facts.reponse == "acceptee" and facts.date_rendez_vous:
        return f"{answer}, rendez-vous le {_short(facts.date_rendez_vous, today)}"
    return f"offre close {answer}" if facts.reponse == "sans_reponse" else answer


def _delay(days: int) -> str:
    return f"{plural(days, 'jour')} après" if days else "le jour même"


def _short(day: date, today: date) -> str:
    """Write JJ/MM, with its year when it is not this one."""
    return f"{day:%d/%m}" if day.year == today.year else format_date(day)
