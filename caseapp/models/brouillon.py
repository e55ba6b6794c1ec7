"""What was typed and not saved yet."""

from datetime import datetime

from sqlalchemy import CheckConstraint, DateTime, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.models.base import FIRST_DAY, LAST_DAY, Base, counted, filled


class Brouillon(Base):
    """The contents of a form, as JSON, until they are saved or given up; one an author and a form."""

    __tablename__ = "brouillons"

    id: Mapped[int] = mapped_column(primary_key=True)
    auteur: Mapped[str] = mapped_column(String(200))
    cle: Mapped[str] = mapped_column(String(200))
    """Which form: `saisie_rapide`, `note.famille.12`…"""
    libelle: Mapped[str] = mapped_column(String(400))
    famille_id: Mapped[int | None]
    """The family it is about, kept as a number."""
    contenu: Mapped[str] = mapped_column(Text())
    modifie_le: Mapped[datetime] = mapped_column(DateTime())
    """UTC."""

    __table_args__ = (
        UniqueConstraint("auteur", "cle"),
        *filled("auteur", "cle", length=200),
        *filled("libelle"),
        *counted("famille_id", low=1, high=2_000_000_000),
        *filled("contenu", length=2_000_000),
        CheckConstraint(f"modifie_le BETWEEN '{FIRST_DAY}' AND '{LAST_DAY}'", name="modifie_le_plausible"),
    )
