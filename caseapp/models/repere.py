"""Figures known from elsewhere, typed or imported once a year."""

from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, Dialect, String, TypeDecorator, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.models.base import Base, counted, filled


class ExactDecimal(TypeDecorator[Decimal]):
    """A decimal kept as its exact text, in every engine."""

    impl = String(40)
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> Any:  # noqa: ARG002
        """Write plainly, without exponent."""
        return None if value is None else f"{value:f}"

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:  # noqa: ARG002
        """Read back what was written."""
        return None if value is None else Decimal(value)


class Repere(Base):
    """A denominator or a count known elsewhere, such as the beneficiaries of a housing aid."""

    __tablename__ = "reperes"

    id: Mapped[int] = mapped_column(primary_key=True)
    annee: Mapped[int]
    code: Mapped[str] = mapped_column(String(200))
    libelle: Mapped[str | None] = mapped_column(String(400))
    valeur: Mapped[Decimal] = mapped_column(ExactDecimal())

    __table_args__ = (
        UniqueConstraint("annee", "code"),
        *filled("code", length=200),
        *filled("libelle"),
        *counted("annee", low=1900, high=2199),
        CheckConstraint(
            "length(valeur) BETWEEN 1 AND 40 AND trim(valeur, '-0123456789') IN ('', '.')",
            name="valeur_decimale",
        ),
    )
