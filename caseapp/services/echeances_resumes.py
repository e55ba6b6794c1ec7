"""The deadlines of files in few words: lines of Accueil, alerts of a family, lines of a calendar."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID, uuid5

from caseapp.domain.echeances_dossier import dire_delai
from caseapp.domain.jeu_de_regles import Domaine
from caseapp.domain.labels import format_date, format_number, plural
from caseapp.domain.nomenclature import Cible
from caseapp.exchange.calendrier import CalendarEntry
from caseapp.services.dossiers_rows import VUE, EcheanceSuivie
from caseapp.services.echeances import Echeance

CIBLES: Mapping[Domaine, Cible] = {
    Domaine.IMPAYES: Cible.LOGEMENT,
    Domaine.INDECENCE: Cible.LOGEMENT,
    Domaine.RSA: Cible.INSERTION,
}
"""The cible of the files of each domain."""
OUVRE: Mapping[Domaine, str] = {
    Domaine.IMPAYES: "impaye",
    Domaine.INDECENCE: "signalement",
    Domaine.RSA: "suivi",
}
"""What a line of Accueil opens."""
PAGES: Mapping[Domaine, str] = {
    Domaine.IMPAYES: "impayes",
    Domaine.INDECENCE: "logements",
    Domaine.RSA: "insertion",
}
"""Keys of the pages that list the files of each domain."""
NOUNS: Mapping[Domaine, str] = {
    Domaine.IMPAYES: "Impayé",
    Domaine.INDECENCE: "Logement signalé",
    Domaine.RSA: "Suivi RSA",
}
NEAR = timedelta(days=7)
"""How far ahead a deadline is told at the head of its family."""
_CALENDAR = UUID("0199f7a2-6c1e-7d53-9a44-5b1f0c3e8d20")
"""Makes of a deadline an identifier that stays the same from one export to the next."""
_CODE = re.compile(r"^(CCH|CASF), art\. ")
_MORE = re.compile(r" ; | et (?=[A-Z]\d)|, (?=[A-Z]\d)|, (?=\d)|, al\. | d'avant ")
_EACH = 200
"""Deadlines of a domain listed at most; one line counts the others, their page has them all."""


def read_lines(
    suivies: Iterable[EcheanceSuivie], moi: int | None, today: date, last: date
) -> Iterator[Echeance]:
    """Yield what is due up to `last`: that of an agent, then a line a domain for the files of nobody.

    Without an agent, that of everybody. What is put off comes back on its day.
    """
    listed, orphans = Counter[Domaine](), dict[Domaine, list[EcheanceSuivie]]()
    others = dict[Domaine, list[EcheanceSuivie]]()
    for one in suivies:
        domaine, agent_id = one.dossier.domaine, one.dossier.agent_id
        if one.jour > last or one.attend(today):
            continue
        if moi is not None and agent_id is None:
            orphans.setdefault(domaine, []).append(one)
        elif agent_id == moi or moi is None:
            listed[domaine] += 1
            if listed[domaine] <= _EACH:
                yield _line(one)
            else:
                others.setdefault(domaine, []).append(one)
    yield from (_others(rest, today) for rest in others.values())
    for domaine, without in orphans.items():
        yield Echeance(
            without[0].jour,
            f"{plural(len(without), 'échéance')} de dossiers que personne ne suit",
            f"la plus ancienne : {without[0].echeance.regle.libelle}",
            cible=CIBLES[domaine],
            cle=PAGES[domaine],
        )


def _line(one: EcheanceSuivie) -> Echeance:
    domaine = one.dossier.domaine
    return Echeance(
        one.jour, one.echeance.regle.libelle, fondement(one), one.famille, one.dossier.famille_id,
        CIBLES[domaine], ouvre=OUVRE[domaine], ouvre_id=one.dossier.id,
        vue=one.suite is not None and one.suite.etat == VUE,
    )  # fmt: skip


def _others(rest: list[EcheanceSuivie], today: date) -> Echeance:
    """Count those of a domain that are not listed, by day."""
    domaine, late = rest[0].dossier.domaine, sum(one.est_en_retard(today) for one in rest)
    return Echeance(
        rest[0].jour, plural(len(rest), "autre échéance", "autres échéances"),
        f"la page les a toutes, dont {format_number(late)} en retard" if late else "la page les a toutes",
        cible=CIBLES[domaine], cle=PAGES[domaine], nombre=late or 1,
    )  # fmt: skip


def fondement(one: EcheanceSuivie) -> str:
    """Say the delay and what founds it, shorter than in sentences: `6 mois · CCH R824-7`."""
    regle = one.echeance.regle
    if regle.jour is not None:
        delai = f"le {format_date(regle.jour)}"
    elif regle.delai.nombre < 0:
        delai = f"{dire_delai(regle.delai)} avant"
    else:
        delai = dire_delai(regle.delai) if regle.delai.nombre else ""
    return " · ".join(part for part in (delai, _first_article(regle.article)) if part)


def _first_article(article: str) -> str:
    """Return the first reference of a source: `CCH R824-7` of `CCH, art. R824-7 et R824-30`."""
    return _CODE.sub(r"\1 ", _MORE.split(article)[0])


@dataclass(frozen=True, slots=True)
class Alerte:
    """A late or near deadline at the head of its family: its state, then one sentence that says why."""

    etat: str
    phrase: str
    court: str
    """What is due, where the sentence has no room."""
    en_retard: bool
    domaine: Domaine
    dossier_id: int


def alert(one: EcheanceSuivie, today: date) -> Alerte:
    """Say a late or near deadline in one sentence, with what founds it."""
    days, late = (today - one.jour).days, one.est_en_retard(today)
    if late:
        state = f"En retard de {plural(days, 'jour')}"
    else:
        state = f"Dans {plural(-days, 'jour')}" if days else "Aujourd'hui"
    said = f"{NOUNS[one.dossier.domaine]}, {one.explication[:1].lower()}{one.explication[1:]}"
    short = f"{NOUNS[one.dossier.domaine]} · {one.echeance.regle.libelle}"
    return Alerte(state, said, short, late, one.dossier.domaine, one.dossier.id)


def calendar_entry(one: EcheanceSuivie) -> CalendarEntry:
    """Return a day of a calendar that leaves the program: what is due, never of whom nor how much."""
    noun = NOUNS[one.dossier.domaine].lower().replace("rsa", "RSA")
    cle = "/".join(map(str, one.cle))
    return CalendarEntry(
        uuid5(_CALENDAR, cle), one.jour, 0, f"Échéance : {one.echeance.regle.libelle} ({noun})"
    )
