"""RSA follow-ups as the engine of deadlines sees them: any number of them in five statements."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session

from caseapp.domain.echeances_dossier import Dossier, echeances
from caseapp.domain.jeu_de_regles import Domaine, JeuDeRegles
from caseapp.domain.jeu_de_regles_choix import JeuxEnVigueur
from caseapp.domain.labels import format_date
from caseapp.domain.suivi_rsa import sixth_birthday
from caseapp.models import CoAccompagnement, ContratRsa, Intervention, ReexamenRsa, Situation, SuiviRsa
from caseapp.services.dossiers_rows import DossierCalcule
from caseapp.services.jours_feries import is_public_holiday

AUCUN = "aucun"
"""What stands for the type of contract of a follow-up that has none."""
_S, _C, _R = SuiviRsa.__table__.c, ContratRsa.__table__.c, ReexamenRsa.__table__.c
_CO, _SIT = CoAccompagnement.__table__.c, Situation.__table__.c
_BATCH = 900
_MOST_REVIEWS = 99
"""The vocabulary of the rules counts reviews up to that."""


@dataclass(slots=True)
class _Suivi:
    """What is read of a follow-up besides its own row: contracts (signed, type, end), days, situation."""

    contrats: list[tuple[date, str, date | None]] = field(default_factory=list)
    reexamens: list[date] = field(default_factory=list)
    partages: list[date] = field(default_factory=list)

    @property
    def revus(self) -> tuple[date, ...]:
        """The reviews, but one on the day of the last contract: it led to it, the next is still to come."""
        signed = self.contrats[-1][0] if self.contrats else None
        return tuple(one for one in self.reexamens if one != signed)


def read_calcules(
    session: Session, jeux: Sequence[JeuDeRegles], today: date, ids: Collection[int] | None = None
) -> tuple[DossierCalcule, ...]:
    """Return open follow-ups with their deadlines, or those of `ids` whatever their state."""
    if ids is None:
        return tuple(_calculated(session, jeux, today, ouvert(today)))
    asked = sorted(ids)
    return tuple(
        one
        for start in range(0, len(asked), _BATCH)
        for one in _calculated(session, jeux, today, _S.id.in_(asked[start : start + _BATCH]))
    )


def ouvert(today: date) -> ColumnElement[bool]:
    """Return the condition of an open follow-up."""
    return or_(_S.date_fin.is_(None), _S.date_fin > today)


def _calculated(
    session: Session, jeux: Sequence[JeuDeRegles], today: date, kept: ColumnElement[bool]
) -> Iterator[DossierCalcule]:
    found = _read(session, kept, today)
    situations = _situations(session, kept, today)
    en_vigueur = JeuxEnVigueur(tuple(jeux))
    chosen: dict[date, tuple[JeuDeRegles, ...]] = {}
    for row in session.execute(_heads().where(kept).order_by(_S.id)):
        suivi = found[row.id]
        reference = suivi.contrats[-1][0] if suivi.contrats else row.date_designation
        if reference not in chosen:
            chosen[reference] = en_vigueur.pour(Domaine.RSA, reference)
        naissance, grossesse = situations.get(row.famille_id, (None, None))
        attributs = _attributes(suivi, grossesse=bool(grossesse))
        attributs["orientation_connue"] = "non" if row.date_orientation is None else "oui"
        dossier = Dossier(_facts(row, suivi, naissance, today), attributs)
        sets = chosen[reference]
        yield DossierCalcule(
            Domaine.RSA, row.id, row.famille_id, row.agent_id or row.agent_intervention, sets, dossier,
            echeances(sets, dossier, is_public_holiday, today),
            {} if naissance is None else {"six_ans": f"naissance le {format_date(naissance)}"},
        )  # fmt: skip


def _heads() -> Select[Any]:
    intervention = Intervention.__table__.c
    return select(
        _S.id, _S.famille_id, _S.date_designation, _S.date_orientation, _S.date_fin, _S.agent_id,
        intervention.agent_id.label("agent_intervention"),
    ).outerjoin(intervention.id.table, intervention.id == _S.intervention_id)  # fmt: skip


def _read(session: Session, kept: ColumnElement[bool], today: date) -> dict[int, _Suivi]:
    """Return what has happened to each follow-up, in order of days."""
    ids = select(_S.id).where(kept)
    found: dict[int, _Suivi] = defaultdict(_Suivi)
    contrats = select(_C.suivi_id, _C.date_signature, _C.type, _C.date_fin).where(
        _C.suivi_id.in_(ids), _C.date_signature <= today
    )
    for ident, *contrat in session.execute(contrats.order_by(_C.date_signature, _C.id)):
        found[ident].contrats.append((contrat[0], contrat[1], contrat[2]))
    reexamens = select(_R.suivi_id, _R.date).where(_R.suivi_id.in_(ids), _R.date <= today)
    for ident, jour in session.execute(reexamens.order_by(_R.date)):
        found[ident].reexamens.append(jour)
    partages = select(_CO.suivi_id, _CO.date_debut).where(_CO.suivi_id.in_(ids), _CO.date_debut <= today)
    for ident, jour in session.execute(partages.order_by(_CO.date_debut)):
        found[ident].partages.append(jour)
    return found


def _situations(
    session: Session, kept: ColumnElement[bool], today: date
) -> dict[int, tuple[date | None, bool | None]]:
    """Return the youngest child's birth and the pregnancy of the situation in force, by family."""
    familles = select(_S.famille_id).where(kept)
    statement = select(_SIT.famille_id, _SIT.naissance_dernier_enfant, _SIT.grossesse).where(
        _SIT.famille_id.in_(familles), _SIT.date_effet <= today
    )
    rows = session.execute(statement.order_by(_SIT.date_effet))
    return {famille: (naissance, grossesse) for famille, naissance, grossesse in rows}


def _facts(row: Any, suivi: _Suivi, naissance: date | None, today: date) -> dict[str, tuple[date, ...]]:
    """Return the days of each fact; only the end of the last contract counts, it took over the former."""
    over = row.date_fin is not None and row.date_fin <= today
    last_end = suivi.contrats[-1][2] if suivi.contrats else None
    days: dict[str, tuple[date | None, ...]] = {
        "orientation": (row.date_orientation,),
        "designation": (row.date_designation,),
        "contrat": tuple(signed for signed, _, _ in suivi.contrats),
        "contrat_fin": (last_end,),
        "reexamen": suivi.revus,
        "six_ans": (None if naissance is None else sixth_birthday(naissance),),
        "co_accompagnement": tuple(suivi.partages),
        "fin": (row.date_fin if over else None,),
    }
    known = {code: tuple(one for one in found if one is not None) for code, found in days.items()}
    return {code: found for code, found in known.items() if found}


def _attributes(suivi: _Suivi, *, grossesse: bool) -> dict[str, str]:
    """Return what conditions look at; an unknown pregnancy is none, so that no deadline hides behind it."""
    signed, kind = (suivi.contrats[-1][0], suivi.contrats[-1][1]) if suivi.contrats else (date.min, AUCUN)
    rank = sum(1 for one in suivi.revus if one > signed)
    return {
        "type_contrat": kind,
        "grossesse": "oui" if grossesse else "non",
        "rang_reexamen": str(min(rank, _MOST_REVIEWS)),
    }
