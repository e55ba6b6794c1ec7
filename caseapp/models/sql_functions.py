"""Date arithmetic that SQL engines write differently, in its standard form; the store adapts it."""

from typing import Any

from sqlalchemy import Date, Integer
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class days_between(FunctionElement[int]):  # noqa: N801 - a SQL function
    """Days from the first date to the second."""

    type = Integer()
    inherit_cache = True
    name = "days_between"


class years_after(FunctionElement[Any]):  # noqa: N801 - a SQL function
    """The date a number of years later; 29 February stands after 28 February and before 1 March."""

    type = Date()
    inherit_cache = True
    name = "years_after"


class months_after(FunctionElement[Any]):  # noqa: N801 - a SQL function
    """The date a number of months later: the same day, or the last of the month when it has no such day."""

    type = Date()
    inherit_cache = True
    name = "months_after"


@compiles(days_between)
def _days_between(element: days_between, compiler: SQLCompiler, **options: Any) -> str:
    first, second = (compiler.process(clause, **options) for clause in element.clauses)
    return f"({second} - {first})"


@compiles(years_after)
def _years_after(element: years_after, compiler: SQLCompiler, **options: Any) -> str:
    day, years = (compiler.process(clause, **options) for clause in element.clauses)
    return f"({day} + make_interval(years => {years}))"


@compiles(months_after)
def _months_after(element: months_after, compiler: SQLCompiler, **options: Any) -> str:
    day, months = (compiler.process(clause, **options) for clause in element.clauses)
    return f"({day} + make_interval(months => {months}))"
