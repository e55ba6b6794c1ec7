"""Follow-up of RSA lone parents by the Caf as single referent."""

from datetime import date

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.models.base import Record, code_key, dated, filled, optional_code, optional_date, ordered


class SuiviRsa(Record):
    """A follow-up from its designation to its end, 24 months at most by the delegation."""

    __tablename__ = "suivis_rsa"

    reference: Mapped[str] = code_key()
    famille_id: Mapped[int] = mapped_column(ForeignKey("familles.id"))
    date_designation: Mapped[date]
    date_fin: Mapped[date | None] = optional_date()
    motif_fin: Mapped[str | None] = optional_code("motif_fin")
    intervention_id: Mapped[int | None] = mapped_column(ForeignKey("interventions.id"))

    __table_args__ = (
        *filled("reference", length=60),
        *dated("date_designation", "date_fin"),
        ordered("date_designation", "date_fin"),
        Index("ix_suivis_rsa_actifs", "date_designation", "date_fin", "famille_id"),
        Index("ix_suivis_rsa_fins", "date_fin", "famille_id"),
        Index("ix_suivis_rsa_famille", "famille_id"),
    )
