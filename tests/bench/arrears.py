"""A profile with 15 000 open arrears: debts told in a few movements, facts, plans in force or broken.

One in ten has no day of constitution kept, as imported files may: it is then computed. Always the same rows.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random

from generate import AUTEUR, PHRASE, profile_service
from sizes import TODAY
from sqlalchemy import Table, insert

from caseapp.domain.periods import add_months
from caseapp.models import Agent, FaitImpaye, Famille, Impaye, MensualitePlan, MouvementDette, PlanApurement
from caseapp.models.base import uuid7
from caseapp.models.famille import sort_key
from caseapp.paths import resource
from caseapp.services.jeux_de_regles import JeuxDeReglesService
from caseapp.store import JournaledSession, Store, Trace

OPEN = 15_000
_AGENTS, _BATCH = 40, 5_000
_PLAN_SHARE, _MONTHS = 0.45, 36
_NOMS = ("Adam", "Blanc", "Caron", "D'Artigues", "Faure", "Gaillard", "Nguyễn", "Picard", "Roy", "Vidal")
_PRENOMS = ("Anna", "Denis", "Emma", "Inès", "Julie", "Karim", "Léa", "Paul", "Rose", "Tom")
_BAILLEURS = ("XL Habitat", "Office public de l'habitat", "Bailleur privé", None)
_FAITS = (
    "information_ccapex",
    "contact",
    "demande_plan",
    "offre_contact",
    "saisine_fsl",
    "verification_plan",
)
Rows = list[dict[str, object]]


def build_arrears(profile: Path) -> None:
    """Create the profile and fill its store."""
    service, _ = profile_service(profile)
    store = service.create(PHRASE).store
    fill_arrears(store, OPEN)
    rules = JeuxDeReglesService(store, AUTEUR, resource("regles"))
    rules.appliquer("impayes-landes", actif=True)  # local rules too, as in a Caf that has some
    store.close()


def fill_arrears(store: Store, number: int) -> None:
    """Insert that many open arrears, a family each, as an import does."""
    with store.write(AUTEUR) as session:
        session.add_all([Agent(code=f"A{n}", nom=f"Agent {n}", metier="cesf") for n in range(_AGENTS)])
        session.flush()
        for table, rows in _tables(number):
            _insert(session, table, rows)
        store.index(session, None)


def _insert(session: JournaledSession, table: Table, rows: Rows) -> None:
    numbered = [{"id": rank, "uuid": uuid7(), **row} for rank, row in enumerate(rows, 1)]
    for start in range(0, len(numbered), _BATCH):
        session.execute(insert(table), numbered[start : start + _BATCH])
    session.trace(Trace("import", table.name, 1, len(rows), tuple(rows[0])))


def _tables(number: int) -> Iterator[tuple[Table, Rows]]:
    draw = Random(2026)  # noqa: S311 - invented people
    found: dict[type, Rows] = {
        kind: [] for kind in (Famille, Impaye, MouvementDette, FaitImpaye, PlanApurement, MensualitePlan)
    }
    for rank in range(1, number + 1):
        _arrear(found, rank, draw)
    for kind, rows in found.items():
        yield kind.__table__, rows  # type: ignore[attr-defined]


def _arrear(found: dict[type, Rows], rank: int, draw: Random) -> None:
    nom, prenom = draw.choice(_NOMS), draw.choice(_PRENOMS)
    signale = TODAY - timedelta(days=draw.randrange(10, 900))
    rent, aid = draw.randrange(350, 900) * 100, draw.randrange(80, 300) * 100
    third = draw.random() < 0.6
    debt = 2 * (rent - (aid if third else 0)) + draw.randrange(0, 90_000)
    found[Famille].append({
        "reference": f"F{rank}", "matricule": f"{rank:07}", "nom": nom, "prenom": prenom,
        "date_naissance": date(1960 + rank % 45, 1 + rank % 12, 1 + rank % 28),
        "cle_tri": sort_key(nom, prenom),
    })  # fmt: skip
    found[Impaye].append({
        "reference": f"I{rank}", "famille_id": rank, "aide_logement": draw.choice(("apl", "alf", "als")),
        "secteur": "locatif", "tiers_payant": third, "bailleur": draw.choice(_BAILLEURS), "loyer": rent,
        "charges": 4_000, "montant_aide": aid, "dette": debt, "date_signalement": signale,
        "premier_impaye": add_months(signale, -3), "agent_id": 1 + rank % _AGENTS,
        "date_constitution": add_months(signale, -1) if rank % 10 else None,
    })  # fmt: skip
    for nature in draw.sample(_FAITS, 2):
        day = signale + timedelta(days=draw.randrange(0, 60))
        found[FaitImpaye].append({"impaye_id": rank, "nature": nature, "date": min(day, TODAY)})
    if draw.random() < _PLAN_SHARE and signale < TODAY - timedelta(days=90):
        _plan(found, rank, signale, debt, draw)
    else:
        day = min(signale + timedelta(days=40), TODAY)
        found[MouvementDette].append(_movement(rank, "releve", day, debt + draw.randrange(0, 40_000)))
        found[MouvementDette].append(_movement(rank, "paiement", day, draw.randrange(1, 200) * 100))


def _plan(found: dict[type, Rows], rank: int, signale: date, debt: int, draw: Random) -> None:
    made = signale + timedelta(days=60)
    ident, monthly = len(found[PlanApurement]) + 1, debt // _MONTHS
    broken = made + timedelta(days=draw.randrange(1, 25)) if draw.random() < 0.1 else None
    found[PlanApurement].append({
        "impaye_id": rank, "procedure": "plan_negocie", "date_plan": made, "date_effet": add_months(made, 1),
        "montant": debt, "date_rupture": broken,
    })  # fmt: skip
    for number in range(1, _MONTHS + 1):
        found[MensualitePlan].append({
            "plan_id": ident, "numero": number, "date_echeance": add_months(made, number),
            "montant": monthly if number < _MONTHS else debt - monthly * (_MONTHS - 1),
        })  # fmt: skip
    for number in range(1, _MONTHS):
        day = add_months(made, number)
        if day <= TODAY and draw.random() < 0.9:
            found[MouvementDette].append(_movement(rank, "paiement", day, monthly))


def _movement(rank: int, kind: str, day: date, amount: int) -> dict[str, object]:
    return {"impaye_id": rank, "type": kind, "date": day, "montant": amount}
