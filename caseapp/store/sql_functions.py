"""SQLite's writing of the date arithmetic; importing this module teaches it to SQLAlchemy."""

from typing import Any

from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler

from caseapp.models.sql_functions import days_between, months_after, years_after


@compiles(days_between, "sqlite")
def _days_between(element: days_between, compiler: SQLCompiler, **options: Any) -> str:
    first, second = (compiler.process(clause, **options) for clause in element.clauses)
    return f"CAST(julianday({second}) - julianday({first}) AS INTEGER)"


@compiles(years_after, "sqlite")
def _years_after(element: years_after, compiler: SQLCompiler, **options: Any) -> str:
    day, years = (compiler.process(clause, **options) for clause in element.clauses)
    return f"((CAST(substr({day}, 1, 4) AS INTEGER) + {years}) || substr({day}, 5))"


@compiles(months_after, "sqlite")
def _months_after(element: months_after, compiler: SQLCompiler, **options: Any) -> str:
    """Add months, which overflows into the next month, and take the end of the right one when it does."""
    day, months = (compiler.process(clause, **options) for clause in element.clauses)
    added = f"date({day}, ({months}) || ' months')"
    last = f"date({day}, 'start of month', ({months} + 1) || ' months', '-1 day')"
    return f"min({added}, {last})"
