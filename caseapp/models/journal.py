"""The journal: what was done to the records, chained by hash."""

from sqlalchemy import CheckConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.models.base import Base, counted, filled


class EntreeJournal(Base):
    """Who did what, when, to which records `objet_id`..`objet_id_fin`; field names, never values."""

    __tablename__ = "journal"

    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """1, 2, 3… without a hole: the order of facts, whatever the clock says."""
    horodatage: Mapped[str] = mapped_column(String(27))
    """UTC, ISO 8601 with microseconds and Z."""
    auteur: Mapped[str] = mapped_column(String(200))
    action: Mapped[str] = mapped_column(String(20))
    objet: Mapped[str] = mapped_column(String(60))
    objet_id: Mapped[int | None]
    objet_id_fin: Mapped[int | None]
    champs: Mapped[str] = mapped_column(Text())
    """Names of the fields written, separated by a space."""
    empreinte: Mapped[str] = mapped_column(String(64))
    """SHA-256 (hexadecimal) of this entry and of the one before."""

    __table_args__ = (
        *counted("sequence", "objet_id", "objet_id_fin", low=1, high=2_000_000_000),
        *filled("auteur", length=200),
        *filled("objet", length=60),
        CheckConstraint("length(horodatage) = 27", name="horodatage_27"),
        CheckConstraint(
            "action IN ('creation', 'modification', 'suppression', 'consultation', 'import', 'export')",
            name="action_connue",
        ),
        CheckConstraint("length(empreinte) = 64", name="empreinte_64"),
        Index(None, "objet", "objet_id", "objet_id_fin"),
    )
