"""Places of work and of outreach."""

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.models.base import Record, code_key, filled


class Lieu(Record):
    """A place where appointments and permanences are held; `code_commune` is an INSEE code."""

    __tablename__ = "lieux"

    code: Mapped[str] = code_key()
    libelle: Mapped[str] = mapped_column(String(400))
    type: Mapped[str | None] = mapped_column(String(400))
    code_commune: Mapped[str | None] = mapped_column(String(5))

    __table_args__ = (
        *filled("code", length=60),
        *filled("libelle", "type"),
        CheckConstraint("length(code_commune) = 5", name="code_commune_5"),
    )
