"""The independent count of what became of the requests: states, postponements, sessions, payments, loans.

Written from the definitions of the figures alone; `oracle.py` gathers it with the other chapters.
"""

from collections.abc import Iterable
from datetime import date

from tally import Row, Tally, by_code, median, read_cents, read_date

DECISIONS = ("accord", "accord_partiel", "refus", "ajournement", "en_attente", "sans_suite")
GRANTED = {"accord", "accord_partiel"}
FORMES, DESTINATAIRES = ("subvention", "pret"), ("famille", "tiers")
_RENDUES = {*GRANTED, "refus"}


def granted(tally: Tally) -> list[Row]:
    """Return the aids granted in the period."""
    return [row for row in tally.dated("aides", "date_decision") if row.get("decision") in GRANTED]


def amounts(rows: Iterable[Row]) -> tuple[int, int]:
    """Return loans then grants, in cents."""
    rows = list(rows)
    return _sum(rows, "montant_pret"), _sum(rows, "montant_subvention")


def _sum(rows: Iterable[Row], column: str) -> int:
    return sum(read_cents(row.get(column)) or 0 for row in rows)


def _happened(row: Row, column: str, end: date) -> bool:
    """Tell whether what the column dates took place before the end of the period."""
    day = read_date(row.get(column))
    return day is not None and day < end


def _delay(row: Row) -> int:
    return (date.fromisoformat(row["date_decision"]) - date.fromisoformat(row["date_demande"])).days


def count_demandes(tally: Tally) -> None:
    """Count the requests by their state on the last day, those put off, the urgent ones and the delays."""
    asked, decided = tally.dated("aides", "date_demande"), tally.dated("aides", "date_decision")
    put_off = {
        row["aide"] for row in tally.rows("ajournements") if date.fromisoformat(row["date"]) < tally.end
    }
    states = [_state(row, put_off, tally.end) for row in asked]
    tally.values["aides.demandees"] = len(asked)
    tally.split("aides.statut", {state: states.count(state) for state in DECISIONS}, len(asked))
    tally.split("aides", {"urgentes": sum(row.get("urgente") == "oui" for row in asked)}, len(asked))
    tally.values["aides.refusees"] = sum(row.get("decision") == "refus" for row in decided)
    in_period = {row["aide"] for row in tally.dated("ajournements", "date")}
    in_period |= {row["reference"] for row in decided if row.get("decision") == "ajournement"}
    tally.values["aides.ajournees"] = len(in_period)
    dated = [row for row in decided if row.get("decision") in {*_RENDUES, "ajournement"}]
    tally.values["aides.delai_median"] = median([_delay(row) for row in dated])
    rendered = [row for row in decided if row.get("decision") in _RENDUES]
    tally.values["aides.decidees"] = len(rendered)
    quick = sum(_delay(row) <= 30 for row in rendered)
    tally.split("aides", {"decidees_en_30_jours": quick}, len(rendered))
    urgent = [_delay(row) for row in rendered if row.get("urgente") == "oui"]
    tally.values["aides.delai_median_urgentes"] = median(urgent)


def _state(row: Row, put_off: set[str], end: date) -> str:
    """Return the state of a request on the eve of `end`; an undated decision is taken as it stands."""
    decision = row.get("decision") or "en_attente"
    known = not row.get("date_decision") or _happened(row, "date_decision", end)
    if decision != "en_attente" and known:
        return decision
    return "ajournement" if row["reference"] in put_off else "en_attente"


def count_examens(tally: Tally) -> None:
    """Count what each instance examined: its dated decisions, and what it put off."""
    for key, instances in tally.codes("seances_commission", "instance").items():
        sessions = {row["code"] for row in tally.rows("seances_commission") if row["instance"] in instances}
        seen = [
            row.get("decision") for row in tally.dated("aides", "date_decision")
            if row.get("seance") in sessions and row.get("decision") in {*_RENDUES, "ajournement"}
        ]  # fmt: skip
        seen += ["ajournement" for row in tally.dated("ajournements", "date") if row["seance"] in sessions]
        tally.values[f"commission.{key}.demandes"] = len(seen)
        numbers = {
            "accords": seen.count("accord") + seen.count("accord_partiel"),
            "refus": seen.count("refus"),
            "ajournements": seen.count("ajournement"),
        }
        tally.split(f"commission.{key}", numbers, len(seen))


def count_paiements(tally: Tally) -> None:
    """Count payments by each of their dates, then those still to make on the last day."""
    paid = tally.dated("paiements", "date_versement")
    due = [
        row for row in tally.rows("paiements")
        if _happened(row, "date_prevue", tally.end)
        and not _happened(row, "date_versement", tally.end)
        and not _happened(row, "date_annulation", tally.end)
    ]  # fmt: skip
    groups = {
        "verses": paid,
        "retournes": tally.dated("paiements", "date_retour"),
        "annules": tally.dated("paiements", "date_annulation"),
        "a_verser": due,
    }
    for name, rows in groups.items():
        tally.values[f"paiements.{name}.nombre"] = len(rows)
        tally.values[f"paiements.{name}.montant"] = _sum(rows, "montant")
    for column, codes in (("forme", FORMES), ("destinataire", DESTINATAIRES)):
        sums = {code: _sum((row for row in paid if row[column] == code), "montant") for code in codes}
        tally.split(f"paiements.verses.{column}", sums, _sum(paid, "montant"), ".montant")
        for code, number in by_code(paid, column, codes).items():
            tally.values[f"paiements.verses.{column}.{code}.nombre"] = number


def count_prets(tally: Tally) -> None:
    """Count the loans granted, repaid and remitted, and what is left of each on the last day."""
    loans = [row for row in granted(tally) if read_cents(row.get("montant_pret"))]
    tally.values["prets.accordes.nombre"] = len(loans)
    tally.values["prets.accordes.montant"] = _sum(loans, "montant_pret")
    movements = tally.dated("mouvements_pret", "date")
    remitted = [row for row in movements if row["type"] == "remise"]
    tally.values["prets.remis.montant"] = _sum(remitted, "montant")
    tally.values["prets.rembourses.montant"] = _sum(movements, "montant") - _sum(remitted, "montant")
    open_loans = []
    for aid in tally.rows("aides"):
        if aid.get("decision") in GRANTED and _happened(aid, "date_decision", tally.end):
            lowered = _before(tally, "mouvements_pret", aid, "date")
            paid = _before(tally, "paiements", aid, "date_versement", forme="pret")
            returned = _before(tally, "paiements", aid, "date_retour", forme="pret")
            loan = read_cents(aid.get("montant_pret")) or 0
            if loan and loan != lowered:
                open_loans.append((loan - lowered, max(0, paid - returned - lowered)))
    tally.values["prets.encours.nombre"] = len(open_loans)
    tally.values["prets.encours.montant"] = sum(balance for balance, _ in open_loans)
    tally.values["prets.encours.du"] = sum(owed for _, owed in open_loans)


def _before(tally: Tally, file: str, aid: Row, column: str, **cells: str) -> int:
    """Sum the amounts of an aid dated before the end of the period."""
    rows = tally.rows(file, aide=aid["reference"], **cells)
    return _sum((row for row in rows if _happened(row, column, tally.end)), "montant")
