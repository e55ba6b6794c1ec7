"""Settings kept in the store."""

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.models.base import Base, filled


class Reglage(Base):
    """A setting by its dotted key, such as `agent.<auteur>`: which agent a user of the program is."""

    __tablename__ = "reglages"

    id: Mapped[int] = mapped_column(primary_key=True)
    cle: Mapped[str] = mapped_column(String(200), unique=True)
    valeur: Mapped[str] = mapped_column(Text())

    __table_args__ = (*filled("cle", length=200), *filled("valeur", length=10_000))
