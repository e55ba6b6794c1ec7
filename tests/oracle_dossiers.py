"""The independent count of the files followed over time: arrears, their plans, dwellings, RSA lone parents.

Written from the definitions of the figures alone; `oracle.py` gathers it with the other chapters.
"""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from tally import Row, Tally, add_months, by_code, families, median, read_date

AIDES_LOGEMENT = ("apl", "alf", "als")
ORIGINES_SIGNALEMENT = ("direct", "caf", "conseil_departemental")
PROCEDURES = ("plan_negocie", "plan_par_defaut", "fsl", "simplifiee")
FREINS = (
    "garde_enfant", "mobilite", "sante", "logement", "formation", "langue", "numerique", "budget",
    "isolement", "violences", "autre",
)  # fmt: skip
MOTIFS_FIN = ("emploi", "formation", "enfant_de_6_ans", "24_mois", "demenagement", "autre")
ENDED = {"resolu", "sans_solution"}
SOLVED = {"resolu", "plan_en_cours"}


def _day(row: Row, column: str) -> date:
    return date.fromisoformat(row[column])


def _by(tally: Tally, row: Row, column: str) -> date | None:
    """Return the day of a column when it is the last day of the period or before."""
    found = read_date(row.get(column))
    return found if found is not None and found < tally.end else None


def _children(tally: Tally, file: str, parent: Row, column: str) -> list[Row]:
    return tally.rows(file, **{column: parent["reference"]})


def _of(tally: Tally, file: str, column: str, parents: str) -> list[tuple[Row, Row]]:
    """Return the rows of a file with the one that each belongs to."""
    known = {row["reference"]: row for row in tally.rows(parents)}
    return [(row, known[row[column]]) for row in tally.rows(file) if row[column] in known]


def count_impayes(tally: Tally) -> None:
    """Count the arrears reported, their rate on the repères, the local target."""
    reported = tally.dated("impayes", "date_signalement")
    numbers = by_code(reported, "aide_logement", AIDES_LOGEMENT)
    tally.values["impayes.signales.total"] = len(reported)
    tally.split("impayes.signales", numbers, len(reported))
    tally.split("impayes.procedure", by_code(reported, "procedure", PROCEDURES), len(reported))
    same_year = tally.start.year == tally.last_day.year
    for name, number in {**numbers, "total": len(reported)}.items():
        found = tally.rows("reperes", annee=str(tally.start.year), code=f"beneficiaires_aide_logement.{name}")
        base = Fraction(found[-1]["valeur"].replace(",", ".")) if found and same_year else Fraction(0)
        tally.share(f"impayes.taux.{name}", number, base)
    _cible_locale(tally, [row for row in reported if row.get("cible_locale") == "oui"])
    _suivi(tally, reported)
    _plans(tally)


def _cible_locale(tally: Tally, rows: list[Row]) -> None:
    solved = [row for row in rows if _dated_issue(tally, row) in SOLVED]
    address = "impayes.cible_locale"
    tally.values[f"{address}.familles"] = len(families(rows))
    tally.values[f"{address}.resolus_ou_plan"] = len(families(solved))
    for flag in ("accompagnement_administratif", "accompagnement_social"):
        tally.values[f"{address}.{flag}"] = len(families(row for row in rows if row.get(flag) == "oui"))
    tally.share(f"{address}.taux_solution", len(families(solved)), len(families(rows)))


def _dated_issue(tally: Tally, row: Row) -> str | None:
    """Return the issue of the last day: the recorded one once its day has come, else a past one."""
    if _by(tally, row, "date_issue"):
        return row.get("issue") or None
    past = [
        (_day(state, "date_debut"), rank, state["issue"])
        for rank, state in enumerate(_children(tally, "etats_impaye", row, "impaye"))
        if _day(state, "date_debut") <= tally.last_day < _day(state, "date_fin")
    ]
    return max(past)[2] if past else None


def _issue(tally: Tally, row: Row) -> str:
    """The same, where an issue without a date is taken as it stands, and no issue is an open file."""
    undated = None if row.get("date_issue") else row.get("issue")
    return _dated_issue(tally, row) or undated or "en_cours"


def _suivi(tally: Tally, reported: list[Row]) -> None:
    delays = []
    for row in reported:
        noted = [
            _day(one, "date") for one in tally.rows("faits_impaye", impaye=row["reference"], nature="contact")
        ]
        contact = read_date(row.get("date_premier_contact")) or min(noted, default=None)
        if contact is not None and contact < tally.end:
            delays.append(max(0, (contact - _day(row, "date_signalement")).days))
    tally.split("impayes", {"contactes": len(delays)}, len(reported))
    tally.values["impayes.delai_premier_contact"] = median(delays)
    known = [row for row in tally.rows("impayes") if _day(row, "date_signalement") < tally.end]
    states = [_issue(tally, row) for row in known]
    tally.values["impayes.ouverts"] = sum(state not in ENDED for state in states)
    tally.values["impayes.ouverts_avec_plan"] = states.count("plan_en_cours")
    ended = [row for row in tally.dated("impayes", "date_issue") if row.get("issue") in ENDED]
    suites = [row["suite_logement"] for row in ended if row.get("suite_logement")]
    tally.values["impayes.clos"] = len(ended)
    tally.values["impayes.suites_connues"] = len(suites)
    tally.values["impayes.maintiens"] = suites.count("maintien")
    tally.values["impayes.expulsions"] = suites.count("expulsion")
    tally.share("impayes.taux_maintien", suites.count("maintien"), len(suites))


def _plans(tally: Tally) -> None:
    plans = [row for row, _ in _of(tally, "plans_apurement", "impaye", "impayes")]
    reached = kept = 0
    for row in plans:
        sixth = add_months(_day(row, "date_effet"), 6)
        if tally.start <= sixth < tally.end:
            broken = read_date(row.get("date_rupture"))
            reached += 1
            kept += broken is None or broken > sixth
    address = "impayes.plans"
    tally.values[f"{address}.signes"] = sum(tally.holds(row["date_plan"]) for row in plans)
    tally.values[f"{address}.rompus"] = sum(tally.holds(row.get("date_rupture")) for row in plans)
    tally.values[f"{address}.suivis_6_mois"], tally.values[f"{address}.tenus_6_mois"] = reached, kept
    tally.share(f"{address}.taux_tenus_6_mois", kept, reached)


def count_logements(tally: Tally) -> None:
    """Count the dwellings reported, visited, unfit, and the aid withheld."""
    file = "logements_signales"
    reported = tally.dated(file, "date_signalement")
    visited = tally.dated(file, "date_constat")
    unfit = by_code(visited, "resultat", ("non_decent", "insalubre"))
    tally.values["indecence.signalements.total"] = len(reported)
    tally.split("indecence.signalements", by_code(reported, "origine", ORIGINES_SIGNALEMENT), len(reported))
    tally.values["indecence.constats"] = len(visited)
    tally.values["indecence.logements_visites"] = len(
        {("logement", row["logement"]) if row.get("logement") else ("", row["reference"]) for row in visited}
    )
    tally.values["indecence.non_decents"] = unfit["non_decent"]
    tally.values["indecence.insalubres"] = unfit["insalubre"]
    tally.values["indecence.non_decents_ou_insalubres"] = sum(unfit.values())
    tally.share("indecence.taux_non_decence", sum(unfit.values()), len(visited))
    extended = [row for row, _ in _of(tally, "prolongations_conservation", "signalement", file)]
    counts = {
        "diagnostics": tally.dated(file, "date_diagnostic"),
        "assistances_maitrise_ouvrage": tally.dated(
            file, "date_diagnostic", assistance_maitrise_ouvrage="oui"
        ),
        "conservations": tally.dated(file, "date_conservation"),
        "conservations_en_cours": [
            row
            for row in tally.rows(file)
            if _by(tally, row, "date_conservation")
            and not _by(tally, row, "date_levee")
            and not _by(tally, row, "date_perte")
        ],
        "prolongations": [row for row in extended if tally.holds(row["date"])],
        "pertes": tally.dated(file, "date_perte"),
        "levees": [row for row in tally.dated(file, "date_levee") if read_date(row.get("date_conservation"))],
        "travaux": tally.dated(file, "date_levee", travaux="oui"),
    }
    tally.values.update({f"indecence.{name}": len(rows) for name, rows in counts.items()})


def count_rsa(tally: Tally) -> None:
    """Count the RSA lone parents followed, their contracts, reviews, obstacles and ends."""
    running = tally.active("suivis_rsa", "date_designation", "date_fin")
    late, present = [], []
    for row in running:
        finish = read_date(row.get("date_fin"))
        if min(tally.last_day, finish or tally.last_day) > add_months(_day(row, "date_designation"), 24):
            late.append(row)
        if finish is None or finish >= tally.last_day:
            present.append(row)
    ended = tally.dated("suivis_rsa", "date_fin")
    without = [row for row in present if not _signed(tally, row)]
    _count_families(tally, {
        "accompagnes": running, "entrees": tally.dated("suivis_rsa", "date_designation"), "sorties": ended,
        "au_dela_de_24_mois": late, "presents": present,
    })  # fmt: skip
    tally.split("rsa_monoparents", {"sans_contrat": len(families(without))}, len(families(present)))
    lengths = [(_day(row, "date_fin") - _day(row, "date_designation")).days for row in ended]
    tally.values["rsa_monoparents.duree_mediane"] = median(lengths)
    by_motif = {
        motif: len(families(row for row in ended if row.get("motif_fin") == motif)) for motif in MOTIFS_FIN
    }
    tally.split("rsa_monoparents.sorties.motif", by_motif, len(families(ended)))
    _path(tally)


def _signed(tally: Tally, follow_up: Row) -> bool:
    contracts = _children(tally, "contrats_rsa", follow_up, "suivi")
    return any(_by(tally, row, "date_signature") for row in contracts)


def _count_families(tally: Tally, groups: dict[str, Iterable[Row]]) -> None:
    tally.values.update({f"rsa_monoparents.{name}": len(families(rows)) for name, rows in groups.items()})


def _path(tally: Tally) -> None:
    """Count what happened on the way: contracts, reviews, obstacles, support with the employment service."""

    def happened(file: str, column: str) -> list[Row]:
        return [row for row, _ in _of(tally, file, "suivi", "suivis_rsa") if tally.holds(row.get(column))]

    address = "rsa_monoparents"
    seen = happened("freins_rsa", "date_reperage")
    tally.values[f"{address}.contrats_signes"] = len(happened("contrats_rsa", "date_signature"))
    tally.values[f"{address}.reexamens"] = len(happened("reexamens_rsa", "date"))
    tally.values[f"{address}.freins_leves"] = len(happened("freins_rsa", "date_levee"))
    tally.values[f"{address}.freins.total"] = len(seen)
    tally.split(f"{address}.freins", by_code(seen, "frein", FREINS), len(seen))
    shared = [
        follow_up
        for row, follow_up in _of(tally, "co_accompagnements", "suivi", "suivis_rsa")
        if row["type"] == "accompagnement_global"
        and _by(tally, row, "date_debut")
        and (not row.get("date_fin") or _day(row, "date_fin") >= tally.start)
    ]
    _count_families(tally, {"accompagnement_global": shared})
