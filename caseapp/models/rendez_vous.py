"""Appointments, and the rights looked at in them."""

from datetime import date, time

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.models.base import (
    Record,
    amounts,
    cents,
    code_key,
    counted,
    dated,
    filled,
    link,
    optional_bool,
    optional_code,
    optional_date,
    optional_link,
    optional_time,
    ordered,
    required_code,
    sparse_index,
    timed,
    yes_no,
)


class RendezVous(Record):
    """An appointment held by an agent; without a family for an anonymous contact."""

    __tablename__ = "rendez_vous"

    reference: Mapped[str] = code_key()
    famille_id: Mapped[int | None] = mapped_column(ForeignKey("familles.id"))
    intervention_id: Mapped[int | None] = mapped_column(ForeignKey("interventions.id"))
    agent_id: Mapped[int] = mapped_column(ForeignKey("agents.id"))
    type: Mapped[str] = required_code("type_rendez_vous")
    mode: Mapped[str | None] = optional_code("mode")
    lieu_id: Mapped[int | None] = mapped_column(ForeignKey("lieux.id"))
    statut: Mapped[str] = required_code("statut")
    heure: Mapped[time | None] = optional_time()
    duree: Mapped[int | None]
    """Minutes."""
    date_demande: Mapped[date | None] = optional_date()
    """When it was asked for: the delay to `date` is promised within 7 days."""
    date: Mapped[date]
    permanence_id: Mapped[int | None] = optional_link("permanences")
    reporte_de_id: Mapped[int | None] = optional_link("rendez_vous")
    """The appointment that this one replaces."""
    a_completer: Mapped[bool | None] = optional_bool()
    """True while an entry made in a hurry at a permanence waits to be completed at the office."""

    __table_args__ = (
        *filled("reference", length=60),
        *dated("date", "date_demande"),
        ordered("date_demande", "date"),
        *timed("heure"),
        *counted("duree", low=1, high=1440),
        *yes_no("a_completer"),
        Index(
            "ix_rendez_vous_chiffres",
            "date", "statut", "type", "mode", "lieu_id", "agent_id", "intervention_id",
        ),
        Index("ix_rendez_vous_famille", "famille_id", "date"),
        Index("ix_rendez_vous_intervention", "intervention_id"),
        sparse_index("rendez_vous", "permanence_id"),
        sparse_index("rendez_vous", "reporte_de_id"),
        Index("ix_rendez_vous_a_completer", "agent_id", sqlite_where=text("a_completer")),
    )  # fmt: skip


class DroitExamine(Record):
    """A right looked at in an appointment; `montant` is what it brings a month, in cents of euro."""

    __tablename__ = "droits_examines"

    rendez_vous_id: Mapped[int] = link("rendez_vous")
    droit: Mapped[str] = required_code("droit")
    etat: Mapped[str] = required_code("etat_droit")
    date_etat: Mapped[date]
    montant: Mapped[int | None] = cents()

    __table_args__ = (
        UniqueConstraint("rendez_vous_id", "droit"),
        *dated("date_etat"),
        *amounts("montant"),
        Index(None, "etat", "date_etat"),
    )
