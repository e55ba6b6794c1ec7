"""The reported dwellings of the list: filtered, each with its next deadline, counted by stage."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from caseapp.domain.communes import CommuneDirectory
from caseapp.domain.jeu_de_regles import Domaine
from caseapp.domain.names import family_name
from caseapp.domain.text import fold
from caseapp.models import Famille, Intervention, Logement, LogementSignale
from caseapp.models.codes import CODE_LISTS
from caseapp.services.dossiers_rows import EcheanceSuivie
from caseapp.services.familles import MASKED
from caseapp.services.logements_faits import AGENT
from caseapp.services.logements_rows import Dates, Etape, Filtre, ListeLogements, SignalementRow, etape_of
from caseapp.store.search import search_families

_S, _L, _F = LogementSignale.__table__.c, Logement.__table__.c, Famille.__table__.c
_FAMILIES = 2_000
"""Families looked for at once, those that hold the words of a search."""
CommuneName = Callable[[str], str]
DATE_NAMES = tuple(Dates.__dataclass_fields__)


def read_list(
    session: Session,
    communes: CommuneDirectory,
    filtre: Filtre,
    today: date,
    suivies: Sequence[EcheanceSuivie],
) -> ListeLogements:
    """Return the files that the filter keeps, the next deadline first, those without any last."""
    following = _next(suivies)
    everything = read_rows(session, communes, today, following)
    late = {one.id for one in everything if one.prochaine and one.prochaine.est_en_retard(today)}
    kept = _without_stage(session, everything, filtre, late)
    rows = [one for one in kept if _is_of(one, filtre.etape)]
    return ListeLogements(
        tuple(sorted(rows, key=_order)), dict(Counter(one.etape for one in kept)), len(late),
        sum(one.est_en_retard(today) and one.dossier.id in late for one in suivies),
        sum(one.etape is not Etape.CLOS for one in everything),
    )  # fmt: skip


def read_rows(
    session: Session,
    communes: CommuneDirectory,
    today: date,
    following: Mapping[int, EcheanceSuivie],
    ids: Sequence[int] | None = None,
) -> tuple[SignalementRow, ...]:
    """Return every report, or those of `ids`, as lists show them."""
    statement = _statement() if ids is None else _statement().where(_S.id.in_(ids))
    name = cache(communes.name)  # the same few communes again and again
    return tuple(_row(row, name, today, following.get(row.id)) for row in session.execute(statement))


def place_of(adresse: str | None, code_commune: str | None, name: CommuneName) -> str:
    """Say where a dwelling is: `12 rue des Pins, Dax`."""
    commune = name(code_commune) if code_commune else ""
    return f"{adresse}, {commune}" if adresse and commune else adresse or commune


def _next(suivies: Iterable[EcheanceSuivie]) -> dict[int, EcheanceSuivie]:
    found: dict[int, EcheanceSuivie] = {}
    for one in suivies:
        if one.dossier.domaine is Domaine.INDECENCE:
            before = found.setdefault(one.dossier.id, one)
            if one.jour < before.jour:
                found[one.dossier.id] = one
    return found


def _statement() -> Select[Any]:
    resultat = CODE_LISTS["resultat_constat"]
    dates = (_S[name] for name in DATE_NAMES)
    return (
        select(
            *dates, _S.id, _S.reference, _S.famille_id, _S.origine, _S.resultat, AGENT.label("agent_id"),
            _F.nom, _F.prenom, _F.protection, _L.adresse, _L.code_commune, _L.bailleur,
            resultat.libelle.label("resultat_libelle"),
        )
        .join(_F.id.table, _F.id == _S.famille_id)
        .outerjoin(_L.id.table, _L.id == _S.logement_id)
        .outerjoin(Intervention, Intervention.id == _S.intervention_id)
        .outerjoin(resultat, resultat.code == _S.resultat)
    )  # fmt: skip


def _row(row: Any, name: CommuneName, today: date, prochaine: EcheanceSuivie | None) -> SignalementRow:
    dates = Dates(*row[: len(DATE_NAMES)])
    place = place_of(row.adresse, row.code_commune, name)
    return SignalementRow(
        row.id, row.reference, row.famille_id, family_name(row.nom, row.prenom), bool(row.protection),
        MASKED if row.protection and place else place, row.bailleur or "", row.origine, row.resultat,
        row.resultat_libelle or "", row.date_signalement, etape_of(dates, row.resultat, today),
        row.agent_id, prochaine,
    )  # fmt: skip


def _without_stage(
    session: Session, rows: Iterable[SignalementRow], filtre: Filtre, late: set[int]
) -> list[SignalementRow]:
    """Keep what every filter but the stage keeps."""
    texte = filtre.texte.strip()
    families = frozenset(search_families(session.connection(), texte, _FAMILIES)) if texte else frozenset()
    wanted = fold(texte).split()
    return [
        row
        for row in rows
        if filtre.origine in {None, row.origine}
        and filtre.resultat in {None, row.resultat}
        and filtre.agent_id in {None, row.agent_id}
        and (not filtre.en_retard or row.id in late)
        and (not texte or row.famille_id in families or _holds(row, wanted))
    ]


def _holds(row: SignalementRow, wanted: Sequence[str]) -> bool:
    """Tell whether the dwelling holds every word; that of a protected family is known by its number only."""
    places = () if row.protegee else (row.adresse, row.bailleur)
    text = fold(" ".join((row.reference, *places)))
    return all(word in text for word in wanted)


def _is_of(row: SignalementRow, etape: Etape | None) -> bool:
    return row.etape is not Etape.CLOS if etape is None else row.etape is etape


def _order(row: SignalementRow) -> tuple[date, bool, int, int]:
    due = date.max if row.prochaine is None else row.prochaine.jour
    return due, row.etape is Etape.CLOS, -row.date_signalement.toordinal(), row.id
