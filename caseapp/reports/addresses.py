"""How the addresses of a table are printed once: a common part beside each row, the rest under columns."""

from dataclasses import dataclass

from caseapp.reports.report import Row, Table


@dataclass(frozen=True, slots=True)
class PrintedAddresses:
    """`row + column` is the address of a cell; a cell without address follows its neighbours."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]


def printed_addresses(table: Table) -> PrintedAddresses:
    """Return what is printed beside each row and under each column title.

    When rows do not share the same endings, each row lists its own addresses and the columns carry nothing.
    """
    prefixes = tuple(_prefix(row) for row in table.rows)
    endings: list[str] = []
    for column in range(len(table.columns)):
        found = {
            row.cells[column].address.removeprefix(prefix)  # type: ignore[union-attr]
            for row, prefix in zip(table.rows, prefixes, strict=True)
            if column < len(row.cells) and row.cells[column].address
        }
        if len(found) > 1:
            return PrintedAddresses(tuple(map(_listed, table.rows)), ("",) * len(table.columns))
        endings.append(found.pop() if found else "")
    return PrintedAddresses(prefixes, tuple(endings))


def _cell_addresses(row: Row) -> tuple[str, ...]:
    return tuple(dict.fromkeys(cell.address for cell in row.cells if cell.address))


def _prefix(row: Row) -> str:
    """Return the row's own address when its cells extend it, otherwise the parts that all of them share."""
    addresses = _cell_addresses(row)
    if row.address and all(f"{address}.".startswith(f"{row.address}.") for address in addresses):
        return row.address
    return _common(addresses) if addresses else row.address


def _common(addresses: tuple[str, ...]) -> str:
    shared = []
    for parts in zip(*(address.split(".") for address in addresses), strict=False):
        if len(set(parts)) > 1:
            break
        shared.append(parts[0])
    return ".".join(shared)


def _listed(row: Row) -> str:
    """Return all the addresses of a row, those after the first without what they share with it."""
    addresses = _cell_addresses(row) or ((row.address,) if row.address else ())
    shared = _common(addresses) if len(addresses) > 1 else ""
    first, *others = addresses or ("",)
    return " · ".join([first, *(other.removeprefix(shared) for other in others)])
