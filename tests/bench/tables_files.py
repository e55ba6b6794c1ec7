"""The columns of the tables of arrears, dwellings, follow-up and group work."""

from collections.abc import Iterator, Sequence

from draws import CODES, Draw, where
from sizes import SHARES, TODAY

Columns = dict[str, Sequence[object]]
THEMES = "parentalité séparation logement énergie budget vacances droits santé"


def references(prefix: str, number: int) -> list[str]:
    return [f"{prefix}{rank:08d}" for rank in range(1, number + 1)]


def count(draw: Draw, table: str) -> int:
    return draw.size.per_intervention(SHARES[table])


def impayes(draw: Draw) -> Columns:
    number = count(draw, "impayes")
    days = draw.days(number)
    solved = draw.after(days, 400, 0.7)
    return {
        "reference": references("P", number),
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
        "date_premier_contact": draw.iso(draw.after(days, 90, 0.5)),
        "suite_logement": where(
            [day is not None for day in solved], draw.codes(number, "suite_logement", 0.2)
        ),
    }


def logements(draw: Draw) -> Columns:
    number = count(draw, "logements_signales")
    days = draw.days(number)
    visited, kept = draw.after(days, 60, 0.8), draw.after(days, 200, 0.3)
    return {
        "reference": references("D", number),
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
        "date_perte": draw.iso(draw.after(kept, 700, 0.1)),
    }


def suivis(draw: Draw) -> Columns:
    number = count(draw, "suivis_rsa")
    days = draw.days(number)
    ended = draw.after(days, 1000, 0.9)
    return {
        "reference": references("S", number),
        "famille_id": draw.identities(number, draw.size.familles),
        "date_designation": draw.iso(days),
        "date_fin": draw.iso(ended),
        "motif_fin": where([day is not None for day in ended], draw.codes(number, "motif_fin")),
        "intervention_id": draw.identities(number, draw.size.interventions, 0.5),
    }


def groups(draw: Draw) -> Iterator[tuple[str, Columns]]:
    number = count(draw, "actions_collectives")
    days = draw.days(number)
    yield (
        "actions_collectives",
        {
            "reference": references("C", number),
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


def permanences(draw: Draw) -> Columns:
    number = count(draw, "permanences")
    return {
        "reference": references("V", number),
        "lieu_id": draw.identities(number, draw.size.lieux),
        "date": draw.iso(draw.days(number)),
        "agent_id": draw.identities(number, draw.size.agents),
        "personnes_recues": draw.below(number, 15),
    }


def reperes(draw: Draw) -> Columns:
    years = range(draw.size.first_day.year, TODAY.year + 1)
    codes = [f"beneficiaires_aide_logement.{code}" for code in (*CODES["aide_logement"], "total")]
    return {
        "annee": [year for year in years for _ in codes],
        "code": [code for _ in years for code in codes],
        "valeur": [str(rank * 1_000 + 500) for rank in range(1, 1 + len(codes) * len(years))],
    }
