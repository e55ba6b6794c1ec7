"""Agents of the Caf."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.models.base import Record, code_key, filled, optional_bool, required_code, yes_no


class Agent(Record):
    """A worker, a lead or an adviser who holds appointments and interventions."""

    __tablename__ = "agents"

    code: Mapped[str] = code_key()
    nom: Mapped[str] = mapped_column(String(400))
    prenom: Mapped[str | None] = mapped_column(String(400))
    metier: Mapped[str] = required_code("metier")
    secteur: Mapped[str | None] = mapped_column(String(400))
    actif: Mapped[bool | None] = optional_bool()

    __table_args__ = (
        *filled("code", length=60),
        *filled("nom", "prenom", "secteur"),
        *yes_no("actif"),
    )
