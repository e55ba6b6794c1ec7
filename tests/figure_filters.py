"""What a filter keeps of a portfolio, for the independent count: the rows it can tell apart, nothing else."""

from collections.abc import Callable

from figure_portfolios import CHILDREN, FOLLOWED
from oracle import count_figures
from portfolio_format import HEADERS, Portfolio, Row
from tally import Tally, Value, add_months, families

from caseapp.domain.filters import Filters
from caseapp.domain.periods import Period

UNFILTERED = {
    "agents", "lieux", "partenaires", "familles", "situations", "types_aide", "seances_commission", "reperes",
    "logements",
}  # fmt: skip
"""Files that describe the rows of others."""


def filtered_figures(portfolio: Portfolio, filters: Filters, period: Period) -> dict[str, Value]:
    """Count the figures of what a filter keeps.

    A family is new when new to the whole Caf; an intervention has all its appointments, whoever held them.
    """
    kept = restricted(portfolio, filters)
    figures = count_figures(kept, period.start, period.end)
    running = ("interventions", "date_ouverture", "date_cloture")
    now = families(Tally(kept, period.start, period.end).active(*running))
    before = Tally(portfolio, period.start, period.end).active(*running, add_months(period.start, -24))
    every = count_figures({**kept, "rendez_vous": portfolio["rendez_vous"]}, period.start, period.end)
    return (
        figures
        | {address: every[address] for address in every if address.startswith("interventions.entretiens")}
        | {"familles.nouvelles": len(now - families(before))}
    )


def restricted(portfolio: Portfolio, filters: Filters) -> Portfolio:
    """Keep the rows that bear the value, else whose intervention or action does; none where neither can."""
    column, keeps = _criterion(portfolio, filters)
    parents = {
        parent: {row["reference"] for row in portfolio[parent] if column in row and keeps(row)}
        for parent in ("interventions", "actions_collectives")
    }
    kept: Portfolio = {"logements": portfolio.get("logements", [])}
    for file, header in HEADERS.items():
        rows = portfolio.get(file, [])
        if file in UNFILTERED:
            kept[file] = rows
        elif column == "agent" and file in FOLLOWED:
            through = parents["interventions"]
            kept[file] = [
                row for row in rows
                if (keeps(row) if row.get("agent") else row.get("intervention") in through)
            ]  # fmt: skip
        elif column in header:
            kept[file] = [row for row in rows if keeps(row)]
        elif file in FOLLOWED:
            kept[file] = [row for row in rows if row.get("intervention") in parents["interventions"]]
        elif "intervention" in header:
            kept[file] = [row for row in rows if row["intervention"] in parents["interventions"]]
        else:
            kept[file] = [row for row in rows if row.get("action") in parents["actions_collectives"]]
    for file, (parent, of) in CHILDREN.items():
        there = {row["reference"] for row in kept[of]}
        kept[file] = [row for row in portfolio.get(file, []) if row[parent] in there]
    return kept


def _criterion(portfolio: Portfolio, filters: Filters) -> tuple[str, Callable[[Row], bool]]:
    """Return the column that a filter looks at, and whether a row with that column passes."""
    (name,) = filters.active
    if name == "communes":
        chosen = {
            row["famille"] for row in portfolio["familles"] if row["code_commune"] in (filters.communes or ())
        }
        return "famille", lambda row: row["famille"] in chosen
    if name == "secteur":
        agents = {row["code"] for row in portfolio["agents"] if row["secteur"] == filters.secteur}
        return "agent", lambda row: row["agent"] in agents
    return name, lambda row: row[name] == getattr(filters, name)
