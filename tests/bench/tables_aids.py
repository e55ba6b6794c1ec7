"""The columns of the tables of aids: requests, decisions, documents, payments, loans, a session to hold."""

from bisect import bisect_left
from collections.abc import Iterator
from datetime import date, timedelta

from draws import Draw, where
from sizes import SHARES, TODAY
from tables_files import Columns, references

AIDS = (
    ("vacances_autonomes", "temps_libre"), ("vacances_accompagnees", "temps_libre"),
    ("loisirs_enfants", "temps_libre"), ("aide_sur_projet", "accompagnement_social"),
    ("secours", "accompagnement_social"), ("aide_a_domicile", "accompagnement_social"),
    ("equipement_menager", "logement_habitat"), ("caution", "logement_habitat"),
    ("energie", "logement_habitat"), ("amelioration", "logement_habitat"),
)  # fmt: skip
GRANTED = {"accord", "accord_partiel"}
DATED = {*GRANTED, "refus", "ajournement"}
INSTANCES = ("Commission des aides", "Délégation du directeur")
COMING = TODAY + timedelta(days=10)
"""Day of the session to hold."""
AGENDA = 300
"""Its requests, all to be decided."""
MONTHS = 8
"""Échéances of a loan, one every thirty days."""
_LINES = 3


def aids(draw: Draw) -> Iterator[tuple[str, Columns]]:
    """Give the catalogue, the sessions, the aids and what becomes of them."""
    yield from _rules()
    days = draw.days(draw.size.per_intervention(SHARES["seances_commission"]))
    yield (
        "seances_commission",
        {
            "code": references("S", len(days) + 1),
            "instance": [*draw.among(len(days), INSTANCES), INSTANCES[0]],
            "date": [*draw.iso(days), COMING.isoformat()],
        },
    )
    found, decided = _requests(draw, days)
    number = len(decided)
    yield "aides", _with_agenda(draw, found, len(days) + 1)
    yield "pieces_aide", _documents(number)
    yield "ajournements", _put_off(draw, found, number)
    yield "paiements", _payments(draw, found, decided)
    yield from _loans(draw, found, decided)


def _rules() -> Iterator[tuple[str, Columns]]:
    """Give the aids, and the règlement of the last two years with its budget lines."""
    codes, years = [code for code, _ in AIDS], (TODAY.year - 1, TODAY.year)
    yield "types_aide", {"code": codes, "libelle": codes, "domaine": [domain for _, domain in AIDS]}
    yield "reglements", {"code": list(map(str, years)), "annee": years, "caf": ["Caf du banc"] * len(years)}
    lines = [(year, rank) for year in years for rank in range(_LINES)]
    yield (
        "lignes_budget",
        {
            "code": [f"{year}-{rank}" for year, rank in lines],
            "annee": [year for year, _ in lines],
            "libelle": [f"Ligne {rank}" for _, rank in lines],
            "montant": [500_000_000] * len(lines),
        },
    )
    rules = [(place, kind) for place in range(len(years)) for kind in range(len(AIDS))]
    yield (
        "aides_reglement",
        {
            "code": [f"{years[place]}-{codes[kind]}" for place, kind in rules],
            "reglement_id": [place + 1 for place, _ in rules],
            "type_aide_id": [kind + 1 for _, kind in rules],
            "formes": ["subvention pret"] * len(rules),
            "plafond": [150_000] * len(rules),
            "qf_plafond": [80_000] * len(rules),
            "ligne_id": [place * _LINES + kind % _LINES + 1 for place, kind in rules],
        },
    )


def _requests(draw: Draw, sessions: list[int]) -> tuple[Columns, list[int | None]]:
    """Return the aids of the years, and the day of their decision."""
    number = draw.size.per_intervention(SHARES["aides"])
    asked, decisions = draw.days(number), draw.codes(number, "decision", 0.02)
    decided = [
        day if one in DATED else None
        for one, day in zip(decisions, draw.after(asked, 60), strict=True)
    ]  # fmt: skip
    decisions = [
        one if day is not None or one not in GRANTED else "en_attente"
        for one, day in zip(decisions, decided, strict=True)
    ]
    before_commission = draw.flags(number, 0.6, 0)
    granted = [one in GRANTED for one in decisions]
    loans = [one and flag for one, flag in zip(granted, draw.flags(number, 0.2, 0), strict=True)]
    return {
        "reference": references("A", number),
        "famille_id": draw.identities(number, draw.size.familles),
        "type_aide_id": draw.identities(number, len(AIDS)),
        "motif": draw.codes(number, "motif_aide", 0.1),
        "demandeur": draw.codes(number, "demandeur", 0.05),
        "agent_id": draw.identities(number, draw.size.agents, 0.5),
        "intervention_id": draw.identities(number, draw.size.interventions, 0.5),
        "date_demande": draw.iso(asked),
        "montant_demande": draw.cents(number, 200_000),
        "seance_id": [
            min(len(sessions), bisect_left(sessions, day) + 1) if seen and day is not None else None
            for seen, day in zip(before_commission, decided, strict=True)
        ],
        "date_decision": draw.iso(decided),
        "decision": decisions,
        "urgente": draw.flags(number, 0.06),
        "montant_pret": where(loans, draw.cents(number, 100_000)),
        "montant_subvention": where(granted, draw.cents(number, 100_000)),
    }, decided


def _with_agenda(draw: Draw, found: Columns, session: int) -> Columns:
    """Add the requests of the session to hold, asked for during the last month."""
    filled: Columns = {
        "reference": references("B", AGENDA),
        "famille_id": draw.identities(AGENDA, draw.size.familles),
        "type_aide_id": draw.identities(AGENDA, len(AIDS)),
        "motif": draw.codes(AGENDA, "motif_aide"),
        "demandeur": draw.codes(AGENDA, "demandeur"),
        "agent_id": draw.identities(AGENDA, draw.size.agents),
        "date_demande": [(TODAY - timedelta(days=30 - rank // 10)).isoformat() for rank in range(AGENDA)],
        "montant_demande": [20_000 + 100 * rank for rank in range(AGENDA)],
        "seance_id": [session] * AGENDA,
        "decision": ["en_attente"] * AGENDA,
    }
    nothing = [None] * AGENDA
    return {name: [*column, *filled.get(name, nothing)] for name, column in found.items()}


def _documents(number: int) -> Columns:
    """Give two documents to each request of the coming session, received; `number` aids stand before."""
    aids = [number + 1 + rank // 2 for rank in range(2 * AGENDA)]
    return {
        "aide_id": aids,
        "libelle": ["Devis", "Évaluation sociale"] * AGENDA,
        "obligatoire": [1] * len(aids),
        "date_reception": [(TODAY - timedelta(days=1)).isoformat()] * len(aids),
    }


def _put_off(draw: Draw, found: Columns, number: int) -> Columns:
    """Put off one aid in twenty, on the day when it was asked for."""
    chosen = [place for place, flag in enumerate(draw.flags(number, 0.05, 0)) if flag]
    return {
        "aide_id": [place + 1 for place in chosen],
        "seance_id": [found["seance_id"][place] for place in chosen],
        "date": [found["date_demande"][place] for place in chosen],
    }


def _payments(draw: Draw, found: Columns, decided: list[int | None]) -> Columns:
    """Pay each form of a granted aid once, soon after; a few are still to come, or came back."""
    rows = [
        (place, forme, found[column][place])
        for place in range(len(decided))
        for column, forme in (("montant_subvention", "subvention"), ("montant_pret", "pret"))
        if found[column][place]
    ]
    planned = [decided[place] for place, _, _ in rows]
    paid = draw.after(planned, 30, 0.98)
    tiers = draw.flags(len(rows), 0.4, 0)
    return {
        "aide_id": [place + 1 for place, _, _ in rows],
        "forme": [forme for _, forme, _ in rows],
        "montant": [amount for _, _, amount in rows],
        "destinataire": ["tiers" if one else "famille" for one in tiers],
        "tiers": where(tiers, ["Vacaf"] * len(rows)),
        "date_prevue": draw.iso(planned),
        "date_versement": draw.iso(paid),
        "date_retour": draw.iso(draw.after(paid, 60, 0.01)),
    }


def _loans(draw: Draw, found: Columns, decided: list[int | None]) -> Iterator[tuple[str, Columns]]:
    """Give each loan a schedule, and what was repaid of it so far."""
    loans = [place for place in range(len(decided)) if int(str(found["montant_pret"][place] or 0)) >= MONTHS]
    starts = [decided[place] or 0 for place in loans]
    yield "plans_pret", {"aide_id": [place + 1 for place in loans], "date_effet": draw.iso(starts)}
    due = [
        (rank, month, draw.size.first_day + timedelta(days=start + 30 * month), part)
        for rank, (place, start) in enumerate(zip(loans, starts, strict=True))
        for month, part in enumerate(_parts(int(str(found["montant_pret"][place]))), 1)
    ]
    yield (
        "echeances_pret",
        {
            "plan_id": [rank + 1 for rank, _, _, _ in due],
            "numero": [month for _, month, _, _ in due],
            "date_echeance": [day.isoformat() for _, _, day, _ in due],
            "montant": [part for _, _, _, part in due],
        },
    )
    yield "mouvements_pret", _repaid(draw, loans, due)


def _parts(amount: int) -> list[int]:
    part = amount // MONTHS
    return [*([part] * (MONTHS - 1)), amount - part * (MONTHS - 1)]


def _repaid(draw: Draw, loans: list[int], due: list[tuple[int, int, date, int]]) -> Columns:
    """Repay what was due, but for one loan in twenty that stopped half-way; a few remissions."""
    stopped = draw.flags(len(loans), 0.05, 0)
    made = [
        one for one in due if one[2] <= TODAY and not (stopped[one[0]] and one[1] > MONTHS // 2)
    ]  # fmt: skip
    return {
        "aide_id": [loans[rank] + 1 for rank, _, _, _ in made],
        "type": draw.among(len(made), ["remboursement"] * 9 + ["remise"]),
        "date": [day.isoformat() for _, _, day, _ in made],
        "montant": [part for _, _, _, part in made],
    }
