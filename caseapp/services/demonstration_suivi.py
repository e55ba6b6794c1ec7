"""What is known of the families of the day, what is followed up with them, who was called and who called."""

from random import Random
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseapp.domain.nomenclature import NiveauNote
from caseapp.domain.text import fold
from caseapp.models import (
    Appel,
    Demarche,
    Famille,
    Intervention,
    Note,
    Objectif,
    OffreContact,
    Orientation,
    Personne,
    RendezVous,
    Situation,
    TentativeContact,
)
from caseapp.services.demonstration_lecture import FIRST_DAY, Links, Row, read_day_file

_MOBILE, _LANDLINE = "063998", "053649"
"""Numbers given to nobody: the decision 2018-0881 of the Arcep keeps these ranges for works of fiction."""
_MOTIF, _PARCOURS = "separation", "separation"


def write_families(session: Session, links: Links) -> None:
    """Write the notices, the situations and the persons of the household."""
    read = read_day_file("familles")
    for row in read["famille"]:
        famille = session.get_one(Famille, links.id("famille", row["reference"]))
        for name, value in row.items():
            setattr(famille, name, value)
    session.add_all(Situation(**links.values(row)) for row in read["situation"])
    for reference, persons in read["personnes"].items():
        for lien, prenom, born in persons:
            values = links.values({"famille": reference, "lien": lien, "prenom": prenom})
            session.add(Personne(**values, date_naissance=born))


def write_seen(session: Session, references: set[str]) -> None:
    """Give the families seen or called a phone, an address, maybe an e-mail, and the situation of January."""
    streets = read_day_file("familles")["rues"]
    draw = Random(2018)  # noqa: S311 - invented people, the same at each loading
    statement = select(Famille).where(Famille.reference.in_(references)).order_by(Famille.reference)
    families = session.scalars(statement).all()
    for number, famille in enumerate(families):
        prefix = _LANDLINE if draw.random() < 0.15 else _MOBILE
        famille.telephone = f"{prefix}{number * 131 % 10_000:04}"
        famille.adresse = f"{draw.randint(1, 84)} {draw.choice(streets)}".rstrip(",")
        if draw.random() < 0.66:
            famille.courriel = f"{_plain(famille.prenom)}.{_plain(famille.nom)}@example.org"
    _renew(session, draw, [famille.id for famille in families])


def _plain(name: str | None) -> str:
    return "".join(letter for letter in fold(name or "") if letter.isalnum())


def _renew(session: Session, draw: Random, ids: list[int]) -> None:
    """Write the situation of January, as each year; those that the files tell stay."""
    latest = {
        one.famille_id: one
        for one in session.scalars(
            select(Situation).where(Situation.famille_id.in_(ids)).order_by(Situation.date_effet)
        )
    }
    for one in latest.values():
        if one.date_effet < FIRST_DAY:
            session.add(
                Situation(
                    famille_id=one.famille_id, date_effet=FIRST_DAY, composition=one.composition,
                    nombre_enfants=one.nombre_enfants, minima_sociaux=one.minima_sociaux,
                    naissance_dernier_enfant=one.naissance_dernier_enfant, grossesse=one.grossesse,
                    quotient_familial=_moved(draw, one.quotient_familial),
                    aide_logement=one.aide_logement,
                )
            )  # fmt: skip


def _moved(draw: Random, cents: int | None) -> int | None:
    """Return a QF a few percents lower or higher, in whole euros."""
    return None if cents is None else cents * draw.randint(92, 108) // 10_000 * 100


class DaySuivi:
    """Writes interventions, notes, offers and calls of their files."""

    def __init__(self, session: Session, links: Links, me: str, auteur: str) -> None:
        self._session, self._links, self._me, self._auteur = session, links, me, auteur

    def write_interventions(self) -> None:
        """Write contracts, reviews, objectives, steps, orientations, then the notes."""
        read = read_day_file("suivi")
        for row in read["intervention"]:
            one = self._session.get_one(Intervention, self._links.id("intervention", row["reference"]))
            one.date_contrat, one.date_bilan = row.get("date_contrat"), row.get("date_bilan")
            for objectif in row.get("objectif", ()):
                self._aim(one, objectif)
            for orientation in row.get("orientation", ()):
                values = self._links.values(orientation, agent=self._me)
                self._session.add(Orientation(**values, famille_id=one.famille_id, intervention_id=one.id))
        for row in read["note"]:
            self._session.add(self._note(row))

    def _aim(self, intervention: Intervention, row: Row) -> None:
        aim = Objectif(**self._links.values(row), intervention_id=intervention.id)
        self._session.add(aim)
        if "demarche" in row:
            self._session.flush()
        for step in row.get("demarche", ()):
            self._session.add(Demarche(**step, intervention_id=intervention.id, objectif_id=aim.id))

    def _note(self, row: Row) -> Note:
        mine = row.get("agent", self._me) == self._me
        usual = {"agent": self._me, "niveau": NiveauNote.EQUIPE.value}
        return Note(**self._links.values(row, **usual), auteur=self._auteur if mine else row["agent"])

    def write_offers(self, rows: list[Row], campagne: str, keyed: dict[str, RendezVous]) -> None:
        """Write the offers of a campaign with the attempts to reach each family."""
        for row in rows:
            values = self._links.values({**row, "rendez_vous": None})
            del values["rendez_vous"]
            offer = OffreContact(
                **values, **_meeting(row, keyed), campagne=campagne, motif=_MOTIF, parcours=_PARCOURS,
                reference=self._links.reference("OF"),
            )  # fmt: skip
            self._session.add(offer)
            if "essais" in row:
                self._session.flush()
            for day, canal, resultat, agent in row.get("essais", ()):
                self._session.add(
                    TentativeContact(
                        offre_id=offer.id, date=day, canal=canal, rang=1, resultat=resultat,
                        agent_id=self._links.id("agent", agent),
                    )
                )  # fmt: skip

    def write_calls(self, rows: list[Row], keyed: dict[str, RendezVous]) -> None:
        """Write the calls of the phone line."""
        for row in rows:
            values = self._links.values({**row, "rendez_vous": None, "manque": None})
            del values["rendez_vous"], values["manque"]
            self._session.add(
                Appel(
                    **values, **_meeting(row, keyed), decroche=not row.get("manque", False),
                    reference=self._links.reference("AP"),
                )
            )  # fmt: skip


def _meeting(row: Row, keyed: dict[str, RendezVous]) -> dict[str, Any]:
    """Return the link to the appointment that came of an offer or a call."""
    return {"rendez_vous_id": keyed[row["rendez_vous"]].id} if "rendez_vous" in row else {}
