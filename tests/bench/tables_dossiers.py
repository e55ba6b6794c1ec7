"""The columns of what happened to arrears, dwellings and follow-ups: facts, plans, contracts, obstacles."""

from collections.abc import Iterator, Sequence

from draws import Draw
from tables_files import Columns, count, impayes, logements, references, suivis

Days = Sequence[int | None]


def dossiers(draw: Draw) -> Iterator[tuple[str, Columns]]:
    """Give each table of files with those that depend on it."""
    places = max(1, count(draw, "logements_signales") // 2)
    yield (
        "logements",
        {
            "reference": references("LO", places),
            "adresse": [f"{rank} rue du Bourg" for rank in range(places)],
        },
    )
    yield "impayes", impayes(draw)
    yield from _arrears(draw)
    yield (
        "logements_signales",
        logements(draw) | {"logement_id": draw.identities(count(draw, "logements_signales"), places, 0.4)},
    )
    yield "suivis_rsa", suivis(draw)
    yield from _follow_ups(draw)


def _arrears(draw: Draw) -> Iterator[tuple[str, Columns]]:
    number = count(draw, "impayes")
    met, signed, ended = draw.days(number), draw.days(number // 3), draw.days(number // 10)
    yield (
        "faits_impaye",
        {
            "impaye_id": draw.identities(number, number),
            "nature": draw.among(number, ["contact", "information_ccapex", "saisine_fsl"]),
            "date": draw.iso(met),
        },
    )
    yield (
        "plans_apurement",
        {
            "impaye_id": draw.identities(len(signed), number),
            "procedure": draw.codes(len(signed), "procedure"),
            "date_plan": draw.iso(signed),
            "date_effet": draw.iso(_later(draw, signed, 30)),
            "montant": [50_000] * len(signed),
            "date_rupture": draw.iso(draw.after(signed, 400, 0.3)),
        },
    )
    yield (
        "etats_impaye",
        {
            "impaye_id": draw.identities(len(ended), number),
            "issue": draw.codes(len(ended), "issue_impaye"),
            "date_debut": draw.iso(ended),
            "date_fin": draw.iso(_later(draw, ended, 300)),
        },
    )


def _follow_ups(draw: Draw) -> Iterator[tuple[str, Columns]]:
    number = count(draw, "suivis_rsa")
    whose = draw.identities(number, number)
    days = draw.days(number)
    yield (
        "prolongations_conservation",
        {
            "signalement_id": draw.identities(number // 10, count(draw, "logements_signales")),
            "date": draw.iso(days[: number // 10]),
            "mois": [6] * (number // 10),
        },
    )
    yield (
        "contrats_rsa",
        {"suivi_id": whose, "type": draw.codes(number, "type_contrat_rsa"), "date_signature": draw.iso(days)},
    )
    yield "reexamens_rsa", {"suivi_id": whose, "date": draw.iso(draw.days(number))}
    yield (
        "freins_rsa",
        {
            "suivi_id": whose,
            "frein": draw.codes(number, "frein"),
            "date_reperage": draw.iso(days),
            "date_levee": draw.iso(draw.after(days, 400, 0.5)),
        },
    )
    yield (
        "co_accompagnements",
        {
            "suivi_id": whose[: number // 5],
            "partenaire_id": draw.identities(number // 5, 12),
            "type": draw.codes(number // 5, "co_accompagnement"),
            "date_debut": draw.iso(days[: number // 5]),
        },
    )


def _later(draw: Draw, days: Sequence[int], longest: int) -> list[int | None]:
    """Draw a day soon after each, on the last one at the latest."""
    found: Days = draw.after(days, longest)
    return [draw.last if day is None else day for day in found]
