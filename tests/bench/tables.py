"""The columns of every table of a generated store, in the order in which they may be inserted."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from draws import CODES, FIRST_NAMES, Draw, where
from sizes import SHARES, TODAY

from caseapp.domain.communes import CommuneDirectory
from caseapp.models.famille import sort_key

Columns = dict[str, Sequence[object]]
AIDS = (
    ("vacances_autonomes", "temps_libre"), ("vacances_accompagnees", "temps_libre"),
    ("loisirs_enfants", "temps_libre"), ("aide_sur_projet", "accompagnement_social"),
    ("secours", "accompagnement_social"), ("aide_a_domicile", "accompagnement_social"),
    ("equipement_menager", "logement_habitat"), ("caution", "logement_habitat"),
    ("energie", "logement_habitat"), ("amelioration", "logement_habitat"),
)  # fmt: skip
GRANTED = {"accord", "accord_partiel"}
DATED = {*GRANTED, "refus", "ajournement"}
THEMES = "parentalité séparation logement énergie budget vacances droits santé"


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
    yield from _aids(draw)
    yield "impayes", _impayes(draw)
    yield "logements_signales", _logements(draw)
    yield "suivis_rsa", _suivis(draw)
    yield from _groups(draw)
    yield "permanences", _permanences(draw)
    yield "reperes", _reperes(draw)


def _references(prefix: str, number: int) -> list[str]:
    return [f"{prefix}{rank:08d}" for rank in range(1, number + 1)]


def _count(draw: Draw, table: str) -> int:
    return draw.size.per_intervention(SHARES[table])


def _named(prefix: str, number: int) -> Columns:
    return {"code": _references(prefix, number), "nom": [f"{prefix} {rank}" for rank in range(1, number + 1)]}


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
        "code": _references("L", number),
        "libelle": [f"Antenne de {communes.name(code)}" for code in codes],
        "code_commune": codes,
    }


def _familles(draw: Draw, communes: CommuneDirectory) -> Columns:
    number = draw.size.familles
    known = draw.random.sample(sorted(communes.codes), draw.size.communes)
    surnames, first_names = draw.among(number, draw.surnames()), draw.among(number, FIRST_NAMES.split())
    phones = [f"0{7 - rank % 2}{digits:08d}" for rank, digits in enumerate(draw.below(number, 10**8))]
    return {
        "reference": _references("F", number),
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
        "reference": _references("I", number),
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
        "reference": _references("R", number),
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
    number = _count(draw, "offres_contact")
    days = draw.days(number)
    campaigns = [
        f"Campagne {kind} {year}"
        for year in range(TODAY.year, draw.size.first_day.year - 1, -1)
        for kind in ("séparation", "droits élargis", "naissance")
    ]
    yield (
        "offres_contact",
        {
            "reference": _references("O", number),
            "famille_id": draw.identities(number, draw.size.familles),
            "campagne": draw.among(number, campaigns, 0.2),
            "motif": draw.codes(number, "motif"),
            "date_offre": draw.iso(days),
            "reponse": draw.codes(number, "reponse", 0.1),
            "date_reponse": draw.iso(draw.after(days, 60, 0.7)),
        },
    )
    attempts = min(number, _count(draw, "tentatives_contact"))
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
    number = _count(draw, "appels")
    answered = draw.flags(number, 0.8, 0)
    return {
        "reference": _references("T", number),
        "date": draw.iso(draw.days(number)),
        "decroche": answered,
        "famille_id": draw.identities(number, draw.size.familles, 0.5),
        "suite": where(answered, draw.codes(number, "suite")),
    }


def _aids(draw: Draw) -> Iterator[tuple[str, Columns]]:
    codes = [code for code, _ in AIDS]
    yield "types_aide", {"code": codes, "libelle": codes, "domaine": [domain for _, domain in AIDS]}
    sessions = draw.days(_count(draw, "seances_commission"))
    yield (
        "seances_commission",
        {
            "code": _references("S", len(sessions)),
            "instance": draw.among(len(sessions), ["Commission des aides", "Délégation du directeur"]),
            "date": draw.iso(sessions),
        },
    )
    number = _count(draw, "aides")
    asked, decisions = draw.days(number), draw.codes(number, "decision", 0.02)
    decided = where([one in DATED for one in decisions], draw.after(asked, 60))
    decisions = [
        one if day is not None or one not in GRANTED else "en_attente"
        for one, day in zip(decisions, decided, strict=True)
    ]
    before_commission = draw.flags(number, 0.6, 0)
    granted = [one in GRANTED for one in decisions]
    yield (
        "aides",
        {
            "reference": _references("A", number),
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
            "montant_pret": where(granted, draw.cents(number, 100_000)),
            "montant_subvention": where(granted, draw.cents(number, 100_000)),
        },
    )


def _impayes(draw: Draw) -> Columns:
    number = _count(draw, "impayes")
    days = draw.days(number)
    solved = draw.after(days, 400, 0.7)
    return {
        "reference": _references("P", number),
        "famille_id": draw.identities(number, draw.size.familles),
        "aide_logement": draw.codes(number, "aide_logement"),
        "secteur": draw.codes(number, "secteur_logement"),
        "loyer": draw.cents(number, 120_000),
        "dette": draw.cents(number, 800_000),
        "date_signalement": draw.iso(days),
        "cible_locale": draw.flags(number, 0.4),
        "accompagnement_administratif": draw.flags(number, 0.5),
        "accompagnement_social": draw.flags(number, 0.3),
        "procedure": draw.codes(number, "procedure", 0.2),
        "issue": draw.codes(number, "issue_impaye", 0.05),
        "date_issue": draw.iso(solved),
    }


def _logements(draw: Draw) -> Columns:
    number = _count(draw, "logements_signales")
    days = draw.days(number)
    visited, kept = draw.after(days, 60, 0.8), draw.after(days, 200, 0.3)
    return {
        "reference": _references("D", number),
        "famille_id": draw.identities(number, draw.size.familles),
        "origine": draw.codes(number, "origine_signalement"),
        "date_signalement": draw.iso(days),
        "date_constat": draw.iso(visited),
        "resultat": where([day is not None for day in visited], draw.codes(number, "resultat_constat")),
        "date_diagnostic": draw.iso(draw.after(visited, 60, 0.5)),
        "assistance_maitrise_ouvrage": draw.flags(number, 0.3),
        "date_conservation": draw.iso(kept),
        "date_levee": draw.iso(draw.after(kept, 300, 0.7)),
        "travaux": draw.flags(number, 0.4),
    }


def _suivis(draw: Draw) -> Columns:
    number = _count(draw, "suivis_rsa")
    days = draw.days(number)
    ended = draw.after(days, 1000, 0.9)
    return {
        "reference": _references("S", number),
        "famille_id": draw.identities(number, draw.size.familles),
        "date_designation": draw.iso(days),
        "date_fin": draw.iso(ended),
        "motif_fin": where([day is not None for day in ended], draw.codes(number, "motif_fin")),
        "intervention_id": draw.identities(number, draw.size.interventions, 0.5),
    }


def _groups(draw: Draw) -> Iterator[tuple[str, Columns]]:
    number = _count(draw, "actions_collectives")
    days = draw.days(number)
    yield (
        "actions_collectives",
        {
            "reference": _references("C", number),
            "type": draw.codes(number, "type_action"),
            "theme": draw.among(number, THEMES.split(), 0.1),
            "lieu_id": draw.identities(number, draw.size.lieux),
            "co_animation": draw.flags(number, 0.5),
            "date_debut": draw.iso(days),
            "date_fin": draw.iso(draw.after(days, 120, 0.9)),
            "participants": draw.below(number, 30),
        },
    )
    sessions = 5 * number
    yield (
        "seances_collectives",
        {
            "action_id": [1 + rank // 5 for rank in range(sessions)],
            "date": draw.iso([min(draw.last, days[rank // 5] + 7 * (rank % 5)) for rank in range(sessions)]),
            "rang": [1 + rank % 5 for rank in range(sessions)],
            "presents": draw.below(sessions, 20),
        },
    )


def _permanences(draw: Draw) -> Columns:
    number = _count(draw, "permanences")
    return {
        "reference": _references("V", number),
        "lieu_id": draw.identities(number, draw.size.lieux),
        "date": draw.iso(draw.days(number)),
        "agent_id": draw.identities(number, draw.size.agents),
        "personnes_recues": draw.below(number, 15),
    }


def _reperes(draw: Draw) -> Columns:
    years = range(draw.size.first_day.year, TODAY.year + 1)
    codes = [f"beneficiaires_aide_logement.{code}" for code in (*CODES["aide_logement"], "total")]
    return {
        "annee": [year for year in years for _ in codes],
        "code": [code for _ in years for code in codes],
        "valeur": [str(rank * 1_000 + 500) for rank in range(1, 1 + len(codes) * len(years))],
    }
