"""Partners of the Caf."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.models.base import Record, code_key, filled


class Partenaire(Record):
    """An organisation that orients families, asks for aids or holds group work with the Caf."""

    __tablename__ = "partenaires"

    code: Mapped[str] = code_key()
    nom: Mapped[str] = mapped_column(String(400))
    type: Mapped[str | None] = mapped_column(String(400))

    __table_args__ = (*filled("code", length=60), *filled("nom", "type"))
