"""The columns of every table of a generated store, in the order in which they may be inserted."""

from collections.abc import Iterator, Sequence

from draws import FIRST_NAMES, Draw, where
from sizes import TODAY
from tables_aids import aids
from tables_dossiers import dossiers
from tables_files import Columns, count, groups, permanences, references, reperes

from caseapp.domain.communes import CommuneDirectory
from caseapp.models.famille import sort_key


def tables(draw: Draw, communes: CommuneDirectory) -> Iterator[tuple[str, Columns]]:
    """Give each table with its columns; `id` 1, 2, 3… and `uuid` are left to the writer."""
    size = draw.size
    yield "agents", _agents(draw)
    yield "lieux", _lieux(draw, communes)
    yield "partenaires", _named("PART", 12)
    yield "familles", _familles(draw, communes)
    yield "situations", _situations(draw)
    opened = draw.days(size.interventions)
    families = draw.identities(size.interventions, size.familles)
    yield "interventions", _interventions(draw, opened, families)
    yield "rendez_vous", _rendez_vous(draw, opened, families)
    yield from _offers(draw)
    yield "appels", _appels(draw)
    yield from aids(draw)
    yield from dossiers(draw)
    yield from groups(draw)
    yield "permanences", permanences(draw)
    yield "reperes", reperes(draw)


def _named(prefix: str, number: int) -> Columns:
    return {"code": references(prefix, number), "nom": [f"{prefix} {rank}" for rank in range(1, number + 1)]}


def _agents(draw: Draw) -> Columns:
    number = draw.size.agents
    trades = ["assistant_social", "cesf", "conseiller", "assistant_social", "technicien_afi"]
    return _named("TS", number) | {
        "metier": [trades[rank % len(trades)] for rank in range(number)],
        "secteur": [f"Secteur {1 + rank % max(1, number // 8)}" for rank in range(number)],
        "actif": [1] * number,
    }


def _lieux(draw: Draw, communes: CommuneDirectory) -> Columns:
    number = draw.size.lieux
    codes = sorted(communes.codes)[:: max(1, len(communes.codes) // number)][:number]
    return {
        "code": references("L", number),
        "libelle": [f"Antenne de {communes.name(code)}" for code in codes],
        "code_commune": codes,
    }


def _familles(draw: Draw, communes: CommuneDirectory) -> Columns:
    number = draw.size.familles
    known = draw.random.sample(sorted(communes.codes), draw.size.communes)
    surnames, first_names = draw.among(number, draw.surnames()), draw.among(number, FIRST_NAMES.split())
    phones = [f"0{7 - rank % 2}{digits:08d}" for rank, digits in enumerate(draw.below(number, 10**8))]
    return {
        "reference": references("F", number),
        "matricule": where(draw.flags(number, 0.95), [f"{rank:07d}" for rank in range(1, number + 1)]),
        "nom": surnames,
        "prenom": first_names,
        "cle_tri": [sort_key(str(nom), prenom) for nom, prenom in zip(surnames, first_names, strict=True)],
        "date_naissance": draw.birth_dates(number),
        "code_commune": draw.among(number, known, 0.01),
        "telephone": where(draw.flags(number, 0.9), phones),
        "protection": draw.flags(number, 0.02),
    }


def _situations(draw: Draw) -> Columns:
    """One situation at the first day for every family, a second one for half of them."""
    number = draw.size.familles
    seconds = [famille for famille, changed in enumerate(draw.flags(number, 0.5, 0), 1) if changed]
    total = number + len(seconds)
    return {
        "famille_id": [*range(1, number + 1), *seconds],
        "date_effet": [*draw.iso([0] * number), *draw.iso(draw.below(len(seconds), draw.last, 1))],
        "composition": draw.codes(total, "composition", 0.02),
        "nombre_enfants": draw.below(total, 5),
        "quotient_familial": draw.cents(total, 250_000),
        "minima_sociaux": draw.flags(total, 0.4),
        "aide_logement": draw.codes(total, "aide_logement", 0.3),
    }


def _interventions(draw: Draw, opened: list[int], families: Sequence[int | None]) -> Columns:
    number = len(opened)
    closed = draw.after(opened, 500, 0.97)
    return {
        "reference": references("I", number),
        "famille_id": families,
        "motif": draw.codes(number, "motif"),
        "nature": draw.codes(number, "nature"),
        "origine": draw.codes(number, "origine", 0.03),
        "agent_id": draw.identities(number, draw.size.agents, 0.01),
        "date_ouverture": draw.iso(opened),
        "date_cloture": draw.iso(closed),
        "issue": where([day is not None for day in closed], draw.codes(number, "issue_intervention")),
    }


def _rendez_vous(draw: Draw, opened: list[int], families: Sequence[int | None]) -> Columns:
    """Appointments of interventions, one in eight without any, a few of those without a family."""
    number = draw.size.rendez_vous
    chosen = draw.identities(number, len(opened), 0.125)
    days = draw.days(number)
    held = [
        day if one is None else min(draw.last, opened[one - 1] + day % 200)
        for one, day in zip(chosen, days, strict=True)
    ]
    order = sorted(range(number), key=held.__getitem__)
    strays = draw.identities(number, draw.size.familles, 0.2)
    return {
        "reference": references("R", number),
        "famille_id": [strays[at] if (one := chosen[at]) is None else families[one - 1] for at in order],
        "intervention_id": [chosen[at] for at in order],
        "agent_id": draw.identities(number, draw.size.agents),
        "date": draw.iso([held[at] for at in order]),
        "type": draw.codes(number, "type_rendez_vous"),
        "mode": draw.codes(number, "mode", 0.02),
        "lieu_id": draw.identities(number, draw.size.lieux, 0.2),
        "statut": draw.among(number, ["honore", "honore", "absent", "annule", "reporte", "propose"]),
    }


def _offers(draw: Draw) -> Iterator[tuple[str, Columns]]:
    number = count(draw, "offres_contact")
    days = draw.days(number)
    campaigns = [
        f"Campagne {kind} {year}"
        for year in range(TODAY.year, draw.size.first_day.year - 1, -1)
        for kind in ("séparation", "droits élargis", "naissance")
    ]
    yield (
        "offres_contact",
        {
            "reference": references("O", number),
            "famille_id": draw.identities(number, draw.size.familles),
            "campagne": draw.among(number, campaigns, 0.2),
            "motif": draw.codes(number, "motif"),
            "date_offre": draw.iso(days),
            "reponse": draw.codes(number, "reponse", 0.1),
            "date_reponse": draw.iso(draw.after(days, 60, 0.7)),
        },
    )
    attempts = min(number, count(draw, "tentatives_contact"))
    yield (
        "tentatives_contact",
        {
            "offre_id": range(1, attempts + 1),
            "date": draw.iso(days[:attempts]),
            "canal": draw.codes(attempts, "canal"),
            "rang": [1] * attempts,
            "resultat": draw.codes(attempts, "resultat_contact"),
        },
    )


def _appels(draw: Draw) -> Columns:
    number = count(draw, "appels")
    answered = draw.flags(number, 0.8, 0)
    return {
        "reference": references("T", number),
        "date": draw.iso(draw.days(number)),
        "decroche": answered,
        "famille_id": draw.identities(number, draw.size.familles, 0.5),
        "suite": where(answered, draw.codes(number, "suite")),
    }
