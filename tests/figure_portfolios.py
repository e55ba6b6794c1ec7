"""Small dense portfolios made around one period, for the figures: every date stands on or near an edge.

Few families with many records each, open ends, records of one family on the first and last day, situations
that change around a session, arrears settled after the period, keys that two codes share.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from hypothesis import strategies as st
from portfolio_format import HEADERS, WHOLE, Portfolio, Row
from tally import add_months

from caseapp.domain.periods import (
    Period,
    free_period,
    half_period,
    month_period,
    quarter_period,
    school_year_period,
    year_period,
)

Cell = tuple[str, ...]
"""The texts among which a cell is chosen."""

PERIODS: tuple[Period, ...] = (
    year_period(2016),
    year_period(2017),
    half_period(2016, 1),
    half_period(2017, 2),
    quarter_period(2016, 1),
    quarter_period(2017, 4),
    month_period(2016, 2),
    month_period(2017, 12),
    month_period(2018, 3),
    school_year_period(2016),
    free_period(date(2017, 1, 1), date(2018, 1, 1)),
    free_period(date(2016, 12, 31), date(2016, 12, 31)),
    free_period(date(2016, 2, 29), date(2017, 2, 28)),
    free_period(date(2016, 3, 1), date(2018, 2, 28)),
    free_period(date(2017, 3, 13), date(2017, 5, 2)),
)
MOTIFS = ("separation", "deces_enfant", "impaye_loyer", "energie", "rsa_monoparent", "acces_aux_droits")
DECISIONS = ("accord", "accord", "accord_partiel", "refus", "ajournement", "en_attente", "sans_suite", "")
ORDERED = {
    "interventions": (("date_ouverture", "date_cloture"),),
    "offres_contact": (("date_offre", "date_reponse"),),
    "aides": (("date_demande", "date_decision"),),
    "impayes": (("date_constitution", "date_signalement"), ("date_signalement", "date_issue")),
    "logements_signales": (
        ("date_signalement", "date_constat"),
        ("date_constat", "date_diagnostic"),
        ("date_conservation", "date_levee"),
    ),
    "suivis_rsa": (("date_designation", "date_fin"),),
    "plans_apurement": (("date_plan", "date_effet"), ("date_plan", "date_rupture")),
    "etats_impaye": (("date_debut", "date_fin"),),
    "freins_rsa": (("date_reperage", "date_levee"),),
    "co_accompagnements": (("date_debut", "date_fin"),),
    "actions_collectives": (("date_debut", "date_fin"),),
}
"""Dates that follow each other in a row."""


FOLLOWED = ("impayes", "logements_signales", "suivis_rsa")
"""Files followed over time: their agent is their own, else that of their intervention."""
CHILDREN = {
    **dict.fromkeys(("faits_impaye", "plans_apurement", "etats_impaye"), ("impaye", "impayes")),
    "prolongations_conservation": ("signalement", "logements_signales"),
    **dict.fromkeys(
        ("contrats_rsa", "reexamens_rsa", "freins_rsa", "co_accompagnements"), ("suivi", "suivis_rsa")
    ),
}
"""What happened to them: the column that names the file, and which files they are."""
FILES: dict[str, tuple[str, ...]] = {
    "logements": WHOLE["logements"], **HEADERS, **{file: WHOLE[file] for file in CHILDREN},
}  # fmt: skip
"""Columns of each file that is drawn, in the order in which they refer to each other."""


def _ref(file: str, *others: str) -> Cell:
    """Return places of rows of another file, and other texts."""
    return (*(f"#{file}#{place}" for place in range(6)), *others)


DAY: Cell = tuple(map("@{}".format, range(16)))
MAYBE_DAY: Cell = (*DAY, "", "", "", "")
FLAG: Cell = ("oui", "oui", "non", "")
AMOUNT: Cell = ("0.00", "0.01", "100.50", "187.00", "250.99", "")
NUMBER: Cell = ("0", "1", "7", "12", "")
FAMILLE: Cell = _ref("familles")
FAR: Cell = (*DAY, "@16", "@16", "@17", "@17", "@18", "@18", "@19", "@19")
"""Days of an edge, and those six months before."""
FILE: dict[str, Cell] = {
    "famille": FAMILLE,
    "agent": _ref("agents", "", "", ""),
    "intervention": _ref("interventions", "", "", ""),
}
"""What a file followed over time bears: its family, who follows it, its intervention."""

CELLS: dict[str, tuple[int, int, dict[str, Cell]]] = {
    "agents": (2, 4, {
        "nom": ("Martin",), "metier": ("assistant_social", "cesf", "conseiller", "responsable"),
        "secteur": ("Dax", ""), "actif": FLAG,
    }),
    "lieux": (1, 3, {"libelle": ("Antenne",)}),
    "familles": (2, 6, {"nom": ("Durand",), "code_commune": ("40192", "40088", "")}),
    "situations": (3, 14, {
        "famille": FAMILLE, "date_effet": DAY, "composition": ("monoparentale", "personne_seule", ""),
        "quotient_familial": ("0", "499.99", "500", "500.01", ""), "minima_sociaux": FLAG,
    }),
    "interventions": (4, 16, {
        "famille": FAMILLE, "motif": MOTIFS, "nature": ("information_conseil", "accompagnement_social"),
        "origine": ("offre_caf", "plateforme", ""), "agent": _ref("agents", ""), "date_ouverture": DAY,
        "date_cloture": MAYBE_DAY,
    }),
    "offres_contact": (2, 10, {
        "famille": FAMILLE, "campagne": ("Été-2017", "ete 2017", "rdd", ""), "motif": MOTIFS,
        "date_offre": DAY, "reponse": ("acceptee", "acceptee", "refusee", ""), "date_reponse": MAYBE_DAY,
    }),
    "rendez_vous": (3, 14, {
        "famille": _ref("familles", ""), "intervention": _ref("interventions", ""), "agent": _ref("agents"),
        "date": DAY, "type": ("entretien", "rendez_vous_des_droits"),
        "mode": ("physique", "telephone", "visio", ""), "lieu": _ref("lieux", ""),
        "statut": ("honore", "honore", "honore", "absent", "propose", "reporte", "annule"),
    }),
    "appels": (0, 6, {"date": DAY, "decroche": ("oui", "non"), "suite": ("rendez_vous", "reponse", "")}),
    "types_aide": (1, 3, {
        "libelle": ("Aide",), "domaine": ("temps_libre", "accompagnement_social", "logement_habitat"),
    }),
    "seances_commission": (1, 6, {"instance": ("CAS", "cas", "Commission d'aides"), "date": DAY}),
    "aides": (4, 20, {
        "famille": FAMILLE, "type_aide": _ref("types_aide"), "agent": _ref("agents", ""),
        "motif": ("separation", "perte_emploi", ""),
        "demandeur": ("allocataire", "partenaire", "travailleur_social", ""),
        "intervention": _ref("interventions", "", "", ""),
        "date_demande": DAY, "seance": _ref("seances_commission", ""), "date_decision": MAYBE_DAY,
        "decision": DECISIONS, "montant_pret": AMOUNT, "montant_subvention": AMOUNT,
    }),
    "partenaires": (1, 2, {"nom": ("Adil",)}),
    "logements": (0, 3, {"adresse": ("3 rue des Pins",)}),
    "impayes": (3, 12, {
        **FILE, "aide_logement": ("apl", "alf", "als"), "date_constitution": MAYBE_DAY,
        "date_signalement": DAY, "cible_locale": FLAG, "accompagnement_administratif": FLAG,
        "accompagnement_social": FLAG, "issue": ("resolu", "plan_en_cours", "en_cours", "sans_solution", ""),
        "date_issue": MAYBE_DAY, "procedure": ("plan_negocie", "fsl", ""), "date_premier_contact": MAYBE_DAY,
        "suite_logement": ("maintien", "maintien", "expulsion", "depart", ""),
    }),
    "faits_impaye": (0, 5, {
        "impaye": _ref("impayes"), "nature": ("contact", "contact", "saisine_ccapex"), "date": DAY,
    }),
    "plans_apurement": (0, 6, {
        "impaye": _ref("impayes"), "procedure": ("plan_negocie", "fsl"), "date_plan": FAR, "date_effet": FAR,
        "montant": ("100.50",), "date_rupture": MAYBE_DAY,
    }),
    "etats_impaye": (0, 6, {
        "impaye": _ref("impayes"), "issue": ("resolu", "plan_en_cours", "en_cours", "sans_solution"),
        "date_debut": DAY, "date_fin": DAY,
    }),
    "logements_signales": (2, 10, {
        **FILE, "logement": _ref("logements", ""), "date_perte": MAYBE_DAY,
        "origine": ("direct", "caf", "conseil_departemental"), "date_signalement": DAY,
        "date_constat": MAYBE_DAY, "resultat": ("decent", "non_decent", "insalubre", ""),
        "date_diagnostic": MAYBE_DAY, "assistance_maitrise_ouvrage": FLAG, "date_conservation": MAYBE_DAY,
        "date_levee": MAYBE_DAY, "travaux": FLAG,
    }),
    "prolongations_conservation": (0, 4, {
        "signalement": _ref("logements_signales"), "date": DAY, "mois": ("6",),
    }),
    "suivis_rsa": (2, 10, {
        **FILE, "date_designation": DAY, "date_fin": MAYBE_DAY, "motif_fin": ("emploi", "24_mois", ""),
    }),
    "contrats_rsa": (0, 5, {
        "suivi": _ref("suivis_rsa"), "type": ("cer", "contrat_engagement"), "date_signature": DAY,
    }),
    "reexamens_rsa": (0, 4, {"suivi": _ref("suivis_rsa"), "date": DAY}),
    "freins_rsa": (0, 5, {
        "suivi": _ref("suivis_rsa"), "frein": ("mobilite", "sante"), "date_reperage": DAY,
        "date_levee": MAYBE_DAY,
    }),
    "co_accompagnements": (0, 4, {
        "suivi": _ref("suivis_rsa"), "partenaire": _ref("partenaires"),
        "type": ("accompagnement_global", "accompagnement_global", "autre"), "date_debut": DAY,
        "date_fin": MAYBE_DAY,
    }),
    "actions_collectives": (1, 6, {
        "type": ("information_collective", "forum_naissance"), "theme": ("Budget", "BUDGET", "vacances", ""),
        "lieu": _ref("lieux", ""), "co_animation": FLAG, "date_debut": DAY, "date_fin": MAYBE_DAY,
        "participants": NUMBER,
    }),
    "seances_collectives": (0, 6, {"action": _ref("actions_collectives"), "date": DAY, "presents": NUMBER}),
    "permanences": (0, 6, {
        "lieu": _ref("lieux"), "date": DAY, "agent": _ref("agents", ""), "personnes_recues": NUMBER,
    }),
    "reperes": (2, 12, {
        "annee": ("2015", "2016", "2017", "2018"),
        "code": tuple(f"beneficiaires_aide_logement.{name}" for name in ("apl", "alf", "als", "total")),
        "valeur": ("0", "3", "8589", "12.50"),
    }),
}  # fmt: skip
"""For each file the fewest and the most rows, and what its cells are drawn from; the rest is empty."""

HISTORIES = (
    ("@11", "@11"), ("@11", "@12"), ("@12", "@12"), ("@1", ""), ("@1", "@1"), ("@6", "@8"), ("@0", "@0"),
    ("@11", ""),
)  # fmt: skip
"""Openings and closings that make a family new or not, by a day."""
CODES = {
    "agents": "TS{}", "lieux": "L-é {}", "familles": "F{}", "types_aide": "Type {}",
    "seances_commission": "S{}", "partenaires": "PA{}", "logements": "LO{}",
}  # fmt: skip
REQUIRED = {
    **dict.fromkeys(("situations", "interventions", "offres_contact", "impayes"), ("famille",)),
    "logements_signales": ("famille",), "suivis_rsa": ("famille",),
    "rendez_vous": ("agent",), "aides": ("famille", "type_aide"), "seances_collectives": ("action",),
    "permanences": ("lieu",), "co_accompagnements": ("suivi", "partenaire"),
    **{file: (column,) for file, (column, _) in CHILDREN.items() if file != "co_accompagnements"},
}  # fmt: skip
"""References without which a row is refused."""
IDENTITIES = {"situations": ("famille", "date_effet"), "reperes": ("annee", "code")}


@dataclass(frozen=True)
class FigureCase:
    """A portfolio and the period it was made around."""

    portfolio: Portfolio
    period: Period


def edges(period: Period) -> tuple[date, ...]:
    """Return 20 days that decide: both sides of the period, two years, 24 months and 6 months before."""
    day, start, last = timedelta(days=1), period.start, period.last_day
    return (
        start - day, start, start, start + day, start + (last - start) // 2, last - day, last, last,
        last + day, last + 40 * day, start - 40 * day, add_months(start, -24) - day, add_months(start, -24),
        add_months(last, -24) - day, add_months(last, -24), add_months(last, -24) + day,
        add_months(start, -6) - day, add_months(start, -6), add_months(last, -6), add_months(last, -6) + day,
    )  # fmt: skip


_SIZES = st.fixed_dictionaries({file: st.integers(least, most) for file, (least, most, _) in CELLS.items()})


@st.composite
def figure_cases(draw: st.DrawFn) -> FigureCase:
    """Draw a period, the number of rows of each file, and one seed for what they hold (evenly)."""
    period = draw(st.sampled_from(PERIODS))
    sizes = draw(_SIZES)
    seed = draw(st.integers(0, 2**32))
    draft = {
        file: [_draw_row(file, f"{seed} {file} {number}") for number in range(size)]
        for file, size in sizes.items()
    }
    return FigureCase(write_draft(draft, edges(period)), period)


def _draw_row(file: str, seed: str) -> Row:
    chance = Random(seed)  # noqa: S311 - not a secret
    row = {column: chance.choice(texts) for column, texts in CELLS[file][2].items()}
    if file == "interventions" and chance.random() < 0.5:
        row["date_ouverture"], row["date_cloture"] = chance.choice(HISTORIES)
    return row


def write_draft(draft: Portfolio, days: tuple[date, ...]) -> Portfolio:
    """Give a draft its references and dates; rows that need a row of an empty file are left out."""
    portfolio: Portfolio = {file: [] for file in FILES}
    for file, header in FILES.items():
        for number, cells in enumerate(draft.get(file, []), 1):
            row = dict.fromkeys(header, "") | {
                column: _resolve(portfolio, cell, days) for column, cell in cells.items()
            }
            if header[0] in {"code", "reference"} or file == "familles":
                row[header[0]] = CODES.get(file, file[0].upper() + "{}").format(number)
            elif file in CHILDREN:
                row["identifiant"] = f"01976a3e-{list(FILES).index(file):04}-7000-8000-{number:012x}"
            _mend(portfolio, file, row)
            if _valid(portfolio, file, row):
                portfolio[file].append(row)
    return portfolio


def _resolve(portfolio: Portfolio, cell: str, days: tuple[date, ...]) -> str:
    """Write a drawn date, the reference of a drawn row (none when its file is empty), or the text itself."""
    if cell.startswith("@"):
        return days[int(cell[1:])].isoformat()
    if not cell.startswith("#"):
        return cell
    file, place = cell[1:].split("#")
    rows = portfolio[file]
    return rows[int(place) % len(rows)][FILES[file][0]] if rows else ""


def _mend(portfolio: Portfolio, file: str, row: Row) -> None:
    """Put dates in order, date what is granted, give a record the family of its intervention."""
    for earlier, later in ORDERED.get(file, ()) * 2:
        if row[earlier] and row[later]:
            row[earlier], row[later] = sorted((row[earlier], row[later]))
    if row.get("decision", "").startswith("accord"):
        row["date_decision"] = row["date_decision"] or row["date_demande"]
    if row.get("intervention"):
        found = [other for other in portfolio["interventions"] if other["reference"] == row["intervention"]]
        row["famille"] = found[0]["famille"]


def _valid(portfolio: Portfolio, file: str, row: Row) -> bool:
    """Tell whether the row has what it needs and is not there already."""
    identity = IDENTITIES.get(file, ())
    twin = any(all(other[column] == row[column] for column in identity) for other in portfolio[file])
    return all(row[column] for column in REQUIRED.get(file, ())) and not (identity and twin)
