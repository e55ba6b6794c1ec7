"""The aids of the demonstration: two règlements, a year of closed sessions, requests still to be decided."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseapp.domain.nomenclature import DECISIONS_ATTRIBUTIVES, EN_ATTENTE, Decideur, Decision
from caseapp.domain.reglement_fichier import load_catalogue
from caseapp.models import (
    Aide,
    AideReglement,
    Ajournement,
    Cofinancement,
    InstanceCommission,
    LigneBudget,
    PieceAide,
    PieceReglement,
    Reglement,
    SeanceCommission,
    Situation,
    TypeAide,
)
from caseapp.paths import resource
from caseapp.services.commissions_calendrier import sitting_days
from caseapp.services.commissions_sceau import compute_seal
from caseapp.services.demonstration_lecture import Links, Row, followed, read_day_file
from caseapp.services.jours_feries import public_holiday
from caseapp.services.reglements_ecriture import copy_year
from caseapp.services.reglements_import import apply

_REGLEMENT = "reglements/landes-2017-exemple.toml"
_TUESDAY, _WEEKS, _HOUR, _DELAY = 1, (1, 3), time(14), 5
_IN_SESSION = ("aide_sur_projet", "equipement_menager", "garde_horaires_decales", "vacances_accompagnees")
_DECIDED = (*(one.value for one in DECISIONS_ATTRIBUTIVES), Decision.REFUS.value)
_CLOSING = time(16, 40)
"""UTC."""


class DayAids:
    """Writes what the commission did in 2017 and what waits for it; nothing a published figure counts moves.

    The aids that the portfolio decided on a Tuesday of commission become decisions of its session.
    """

    def __init__(self, session: Session, links: Links, me: str, day: date, auteur: str) -> None:
        self._session, self._links, self._me, self._day, self._auteur = session, links, me, day, auteur
        self._read = read_day_file("aides")
        self._types: dict[str, int] = dict(session.execute(select(TypeAide.code, TypeAide.id)).all())
        self._mine = followed(session, links.id("agent", me), day)

    def write(self) -> None:
        """Write the règlements, the sessions and the requests."""
        self._write_reglements()
        sessions = self._write_sessions()
        coming = min(day for day in sessions if day >= self._day)
        self._decide(sessions)
        self._put_off(sessions[max(day for day in sessions if day.year < self._day.year)], sessions[coming])
        self._ask(self._read["demande"], sessions[coming])
        self._session.flush()
        self._close(sessions[day] for day in sessions if day < self._day)
        self._session.flush()

    def _write_reglements(self) -> None:
        catalogue = load_catalogue(resource(_REGLEMENT))
        budget = self._read["budget"]
        apply(self._session, catalogue)
        self._session.flush()
        copy_year(self._session, catalogue.annee, self._day.year)
        for line in self._session.scalars(select(LigneBudget)):
            line.montant = budget[line.code.rpartition("-")[0]][line.annee - catalogue.annee]

    def _write_sessions(self) -> dict[date, SeanceCommission]:
        """Write two sessions a month but on holidays, from January of the year before to the end of June."""
        instance, lieu = self._read["instance"], self._read["lieu"]
        weeks = " ".join(map(str, _WEEKS))
        self._session.add(
            InstanceCommission(
                code=instance, jour=_TUESDAY, semaines=weeks, heure=_HOUR, lieu=lieu, delai_depot=_DELAY,
                actif=True,
            )
        )  # fmt: skip
        years = (self._day.year - 1, self._day.year)
        days = [day for year in years for day in sitting_days(year, _TUESDAY, _WEEKS)]
        found = {
            day: SeanceCommission(
                code=f"DEMO-SC-{day}", instance=instance, date=day, heure=_HOUR, lieu=lieu,
                date_limite=day - timedelta(days=_DELAY),
            )
            for day in days if day < date(self._day.year, 7, 1) and not public_holiday(day)
        }  # fmt: skip
        self._session.add_all(found.values())
        self._session.flush()
        return found

    def _decide(self, sessions: dict[date, SeanceCommission]) -> None:
        """Give its session to each aid that was decided on the day of one."""
        statement = select(Aide).where(
            Aide.date_decision.in_([day for day in sessions if day < self._day]),
            Aide.type_aide_id.in_([self._types[code] for code in _IN_SESSION]),
            Aide.decision.in_(_DECIDED),
        )
        for aide in self._session.scalars(statement.order_by(Aide.reference)):
            assert aide.date_decision is not None  # noqa: S101 - it was asked for
            aide.seance_id = sessions[aide.date_decision].id
            aide.decideur = Decideur.COMMISSION.value
            if aide.decision == Decision.REFUS:
                aide.motif_refus = "autre_dispositif"

    def _put_off(self, held: SeanceCommission, coming: SeanceCommission) -> None:
        """Bring to the coming session a few requests that the last one of the year put off."""
        known = self._read["ajournees"]
        statement = select(Aide).where(Aide.reference.in_(list(known)))
        for aide in self._session.scalars(statement.order_by(Aide.reference)).all():
            why = self._read["motif_ajournement"]
            self._session.add(Ajournement(aide_id=aide.id, seance_id=held.id, date=held.date, motif=why))
            aide.motif, aide.objet = known[aide.reference]["motif"], known[aide.reference]["objet"]
            aide.decision, aide.date_decision, aide.seance_id = EN_ATTENTE, None, coming.id
            received = [held.date + timedelta(days=14)] * len(self._documents[aide.type_aide_id])
            self._receive(aide, received)

    def _ask(self, rows: list[Row], coming: SeanceCommission) -> None:
        """Write the requests, then what goes with each."""
        quotients = self._quotients([self._links.id("famille", row["famille"]) for row in rows])
        asked = [(self._request(row, coming, quotients), row) for row in rows]
        self._session.add_all(aide for aide, _ in asked)
        self._session.flush()
        for aide, row in asked:
            self._receive(aide, row["recues"])
            for financeur, montant, etat in row.get("cofinancements", ()):
                self._session.add(
                    Cofinancement(aide_id=aide.id, financeur=financeur, montant=montant, etat=etat)
                )

    def _request(self, row: Row, coming: SeanceCommission, quotients: dict[int, int | None]) -> Aide:
        values = self._links.values(row, agent=self._me, decision=EN_ATTENTE, seance=False)
        values["type_aide_id"] = self._types[values.pop("type_aide")]
        values["seance_id"] = coming.id if values.pop("seance") else None
        if values["decision"] != EN_ATTENTE:
            values["decideur"] = Decideur.DELEGATION.value
        famille_id = values["famille_id"]
        return Aide(
            **values, reference=self._links.reference("AF"), mois_qf=self._day.replace(day=1),
            quotient_familial=quotients[famille_id], intervention_id=self._mine.get(famille_id),
        )  # fmt: skip

    def _quotients(self, familles: list[int]) -> dict[int, int | None]:
        """Return the latest QF of each family."""
        statement = select(Situation.famille_id, Situation.quotient_familial)
        kept = statement.where(Situation.famille_id.in_(familles)).order_by(Situation.date_effet)
        return dict.fromkeys(familles) | dict(self._session.execute(kept).all())

    def _receive(self, aide: Aide, days: list[Any]) -> None:
        """Give a request the documents of its règlement, each received on its day or not at all."""
        for piece, day in zip(self._documents[aide.type_aide_id], days, strict=True):
            self._session.add(
                PieceAide(
                    aide_id=aide.id, libelle=piece.libelle, obligatoire=piece.obligatoire,
                    date_reception=day or None,
                )
            )  # fmt: skip

    @cached_property
    def _documents(self) -> dict[int, list[PieceReglement]]:
        """The documents that each type of aid asks for in the year of the day, in their order."""
        statement = (
            select(AideReglement.type_aide_id, PieceReglement)
            .join(PieceReglement, AideReglement.id == PieceReglement.aide_reglement_id)
            .join(Reglement, Reglement.id == AideReglement.reglement_id)
            .where(Reglement.annee == self._day.year)
        )
        found: dict[int, list[PieceReglement]] = {}
        for kind, piece in self._session.execute(statement.order_by(PieceReglement.rang)):
            found.setdefault(kind, []).append(piece)
        return found

    def _close(self, sessions: Iterable[SeanceCommission]) -> None:
        """Seal the sessions already held, as their closing did."""
        for one in sessions:
            one.presents, one.close_par = self._read["presents"], self._auteur
            one.empreinte = compute_seal(self._session, one)
            one.close_le = datetime.combine(one.date, _CLOSING)
