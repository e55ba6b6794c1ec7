"""Random portfolios in the exchange format, for Hypothesis: `{file: [{column: text}]}`, every row valid.

A portfolio is what an export would write: same text for each value, so that it must come back equal.
"""

from collections.abc import Callable
from datetime import date, timedelta
from functools import cache

from hypothesis import strategies as st
from portfolio_format import (
    CODE_COLUMNS,
    CODES,
    HEADERS,
    Portfolio,
    Row,
    amount,
    csv_text,
    quotient,
    read_portfolio,
    write_portfolio,
)

from caseapp.domain.text import clean_text

__all__ = [
    "BOUNDARIES",
    "CODES",
    "CODE_COLUMNS",
    "DISABLED",
    "HEADERS",
    "Portfolio",
    "Row",
    "csv_text",
    "portfolios",
    "read_portfolio",
    "write_portfolio",
]

Draw = st.DrawFn

DISABLED = (("motif", "energie"), ("mode", "visio"), ("decision", "ajournement"), ("canal", "sms"))
"""Codes to disable in a store before a test, to show that past records keep them."""

BOUNDARIES = tuple(
    date.fromisoformat(day)
    for day in (
        "2012-06-15", "2014-01-01", "2014-02-28", "2014-12-31", "2015-01-01", "2015-03-01", "2015-12-31",
        "2016-01-01", "2016-01-02", "2016-01-31", "2016-02-28", "2016-02-29", "2016-03-01", "2016-06-30",
        "2016-07-01", "2016-08-31", "2016-09-01", "2016-12-30", "2016-12-31", "2017-01-01", "2017-01-02",
        "2017-02-28", "2017-03-01", "2017-03-31", "2017-04-01", "2017-06-30", "2017-07-01", "2017-09-30",
        "2017-12-01", "2017-12-30", "2017-12-31", "2018-01-01", "2018-01-02", "2018-02-28", "2018-03-01",
        "2018-12-31", "2019-01-01", "2020-02-29",
    )
)  # fmt: skip
_DELAYS = (0, 0, 1, 2, 29, 30, 31, 59, 60, 180, 365, 366, 729, 730, 731, 732)
_NAMES = (
    "O'Brien", "Œuvrard", "Nguyễn", "Aït-Ahmed", "D'Angelo", "=1+1", "+33", "-x", "@nom", 'dit "Jo"', "A;B",
    "A,B", "Deux\nlignes", "Tab\tulé", "ÉLODIE", "Ǆ", "李", "a" * 200, "« Nom »", "%_*", "NULL", "0012",
)  # fmt: skip

_days = st.sampled_from(BOUNDARIES) | st.dates(date(2015, 6, 1), date(2018, 6, 30))
_text = (
    st.sampled_from(_NAMES)
    | st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), min_size=1, max_size=12)
    .map(clean_text)
    .filter(bool)
)  # fmt: skip
_yes_no = st.sampled_from(("oui", "non"))
_cents = (st.sampled_from((0, 1, 99, 100, 18_700, 37_400, 123_456)) | st.integers(0, 500_000)).map(amount)
_quotients = (st.sampled_from((0, 27_400, 49_999, 50_000, 50_001, 78_100)) | st.integers(0, 300_000)).map(
    quotient
)
_communes = st.sampled_from(("40192", "40088", "40065", "2A004", "97411", "75056"))
_few = st.integers(0, 6).map(str)
_delays = st.sampled_from(_DELAYS)
_counts = st.integers(0, 40).map(str)
_decimals = st.decimals(0, 100_000, places=2).map(str) | st.sampled_from(("8589", "0", "12.50", "0.001"))


@cache
def _among(values: tuple[str, ...]) -> st.SearchStrategy[str]:
    """Return one strategy for the same values: Hypothesis takes longer to make one than to draw from it."""
    return st.sampled_from(values)


@cache
def _maybe(strategy: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return strategy | strategy | st.just("")


@cache
def _code(file: str, column: str) -> st.SearchStrategy[str]:
    return _among(tuple(CODES[CODE_COLUMNS[file][column]]))


@cache
def _statut() -> st.SearchStrategy[str]:
    return st.just("honore") | _code("rendez_vous", "statut")


@cache
def _number(most: int) -> st.SearchStrategy[int]:
    """Return a number of rows, often the most."""
    return st.integers(0, most) | st.just(most)


def _iso(draw: Draw) -> str:
    return draw(_days).isoformat()


def _later(draw: Draw, day: str) -> str:
    """Draw a day on or after `day`, often on a boundary or a round delay; one time in four, unknown."""
    if not day or draw(st.integers(0, 3)) == 0:
        return ""
    start = date.fromisoformat(day)
    if draw(st.booleans()):
        return (start + timedelta(days=draw(_delays))).isoformat()
    following = [boundary.isoformat() for boundary in BOUNDARIES if boundary >= start]
    return draw(_among(tuple(following or [day])))


def _refs(portfolio: Portfolio, file: str) -> tuple[str, ...]:
    return tuple(row[HEADERS[file][0]] for row in portfolio[file])


def _one(draw: Draw, portfolio: Portfolio, file: str) -> str:
    return draw(_among(_refs(portfolio, file)))


def _any(draw: Draw, portfolio: Portfolio, file: str) -> str:
    return draw(_among((*_refs(portfolio, file), "")))


def _agent(draw: Draw, portfolio: Portfolio) -> Row:
    return {
        "nom": draw(_text), "prenom": draw(_maybe(_text)), "metier": draw(_code("agents", "metier")),
        "secteur": draw(_among(("Dax", "Côte sud", ""))), "actif": draw(_maybe(_yes_no)),
    }  # fmt: skip


def _lieu(draw: Draw, portfolio: Portfolio) -> Row:
    return {
        "libelle": draw(_text), "type": draw(_among(("siege", "antenne", ""))),
        "code_commune": draw(_maybe(_communes)),
    }  # fmt: skip


def _partenaire(draw: Draw, portfolio: Portfolio) -> Row:
    return {"nom": draw(_text), "type": draw(_among(("emploi", "collectivite", "")))}


def _famille(draw: Draw, portfolio: Portfolio) -> Row:
    number = len(portfolio["familles"])
    return {
        "matricule": draw(_among((f"{1_000_000 + number}", f"{number:07}", ""))),
        "nom": draw(_text), "prenom": draw(_maybe(_text)),
        "date_naissance": draw(_among(("1983-09-11", "2000-02-29", ""))),
        "code_commune": draw(_maybe(_communes)),
        "telephone": draw(_among(("0652241391", "+33 6 52 24 13 91", ""))),
        "courriel": draw(_among(("a@exemple.fr", ""))), "protection": draw(_maybe(_yes_no)),
    }  # fmt: skip


def _situation(draw: Draw, portfolio: Portfolio) -> Row:
    return {
        "famille": _one(draw, portfolio, "familles"), "date_effet": _iso(draw),
        "composition": draw(_maybe(_code("situations", "composition"))),
        "nombre_enfants": draw(_maybe(_few)),
        "naissance_dernier_enfant": draw(_among(("2010-12-31", "2011-01-01", "2016-02-29", ""))),
        "grossesse": draw(_maybe(_yes_no)), "quotient_familial": draw(_maybe(_quotients)),
        "minima_sociaux": draw(_maybe(_yes_no)),
        "aide_logement": draw(_maybe(_code("situations", "aide_logement"))),
    }  # fmt: skip


def _intervention(draw: Draw, portfolio: Portfolio) -> Row:
    ouverture = _iso(draw)
    return {
        "famille": _one(draw, portfolio, "familles"), "motif": draw(_code("interventions", "motif")),
        "nature": draw(_code("interventions", "nature")),
        "origine": draw(_maybe(_code("interventions", "origine"))),
        "agent": _any(draw, portfolio, "agents"), "date_ouverture": ouverture,
        "date_cloture": _later(draw, ouverture), "issue": draw(_maybe(_code("interventions", "issue"))),
    }  # fmt: skip


def _offre(draw: Draw, portfolio: Portfolio) -> Row:
    day = _iso(draw)
    return {
        "famille": _one(draw, portfolio, "familles"),
        "campagne": draw(_among(("rdd_elargis_2017", "separations_2016", ""))),
        "motif": draw(_code("offres_contact", "motif")), "date_offre": day,
        "reponse": draw(_maybe(_code("offres_contact", "reponse"))), "date_reponse": _later(draw, day),
    }  # fmt: skip


def _tentative(draw: Draw, portfolio: Portfolio) -> Row:
    return {
        "offre": _one(draw, portfolio, "offres_contact"), "date": _iso(draw),
        "canal": draw(_code("tentatives_contact", "canal")),
        "resultat": draw(_maybe(_code("tentatives_contact", "resultat"))),
    }  # fmt: skip


def _followed(draw: Draw, portfolio: Portfolio) -> Row:
    """Draw an intervention and its family, or a family alone."""
    linked = draw(st.booleans())
    if linked and portfolio["interventions"]:
        chosen = draw(st.sampled_from(portfolio["interventions"]))
        return {"famille": chosen["famille"], "intervention": chosen["reference"]}
    return {"famille": _one(draw, portfolio, "familles"), "intervention": ""}


def _rendez_vous(draw: Draw, portfolio: Portfolio) -> Row:
    anonymous = not portfolio["familles"] or draw(st.integers(0, 4)) == 0
    followed = {"famille": "", "intervention": ""} if anonymous else _followed(draw, portfolio)
    return followed | {
        "agent": _one(draw, portfolio, "agents"), "date": _iso(draw),
        "type": draw(_code("rendez_vous", "type")), "mode": draw(_maybe(_code("rendez_vous", "mode"))),
        "lieu": _any(draw, portfolio, "lieux"),
        "statut": draw(_statut()),
    }  # fmt: skip


def _appel(draw: Draw, portfolio: Portfolio) -> Row:
    return {
        "date": _iso(draw), "decroche": draw(_yes_no), "famille": _any(draw, portfolio, "familles"),
        "suite": draw(_maybe(_code("appels", "suite"))),
    }  # fmt: skip


def _type_aide(draw: Draw, portfolio: Portfolio) -> Row:
    return {
        "libelle": draw(_text), "domaine": draw(_code("types_aide", "domaine")),
        "formes": draw(_among(("subvention", "pret", "subvention pret", ""))),
    }  # fmt: skip


def _seance(draw: Draw, portfolio: Portfolio) -> Row:
    return {"instance": draw(_among(("CAS", "Commission d'aides", "cas"))), "date": _iso(draw)}


def _aide(draw: Draw, portfolio: Portfolio) -> Row:
    demande = _iso(draw)
    decidee = _later(draw, demande)
    decisions = [*CODES["decision"], "accord", "accord_partiel", ""]
    if not decidee:
        decisions = [code for code in decisions if not code.startswith("accord")]
    return _followed(draw, portfolio) | {
        "type_aide": _one(draw, portfolio, "types_aide"), "motif": draw(_maybe(_code("aides", "motif"))),
        "demandeur": draw(_maybe(_code("aides", "demandeur"))), "agent": _any(draw, portfolio, "agents"),
        "partenaire": _any(draw, portfolio, "partenaires"), "date_demande": demande,
        "montant_demande": draw(_maybe(_cents)),
        "seance": _any(draw, portfolio, "seances_commission"), "date_decision": decidee,
        "decision": draw(_among(tuple(decisions))), "montant_pret": draw(_maybe(_cents)),
        "montant_subvention": draw(_maybe(_cents)),
    }  # fmt: skip


def _impaye(draw: Draw, portfolio: Portfolio) -> Row:
    constitution = draw(_among((_iso(draw), "")))
    signalement = _later(draw, constitution) or constitution or _iso(draw)
    amounts = {column: draw(_maybe(_cents)) for column in ("loyer", "montant_aide", "dette")}
    answers = {
        column: draw(_maybe(_yes_no))
        for column in (
            "tiers_payant", "cible_locale", "accompagnement_administratif", "accompagnement_social",
        )
    }  # fmt: skip
    return _followed(draw, portfolio) | amounts | answers | {
        "aide_logement": draw(_code("impayes", "aide_logement")),
        "secteur": draw(_maybe(_code("impayes", "secteur"))),
        "bailleur": draw(_among(("Clairsienne", "L'Habitat; Sud", ""))), "charges": "",
        "date_constitution": constitution, "date_signalement": signalement,
        "procedure": draw(_maybe(_code("impayes", "procedure"))),
        "issue": draw(_maybe(_code("impayes", "issue"))), "date_issue": _later(draw, signalement),
    }  # fmt: skip


def _logement(draw: Draw, portfolio: Portfolio) -> Row:
    signalement, conservation = _iso(draw), draw(_among((_iso(draw), "")))
    constat = _later(draw, signalement)
    return {
        "famille": _one(draw, portfolio, "familles"), "origine": draw(_code("logements_signales", "origine")),
        "date_signalement": signalement, "date_constat": constat,
        "operateur": draw(_among(("SOLIHA", ""))),
        "resultat": draw(_maybe(_code("logements_signales", "resultat"))),
        "date_diagnostic": _later(draw, constat), "assistance_maitrise_ouvrage": draw(_maybe(_yes_no)),
        "date_conservation": conservation, "date_levee": _later(draw, conservation),
        "travaux": draw(_maybe(_yes_no)),
    }  # fmt: skip


def _suivi(draw: Draw, portfolio: Portfolio) -> Row:
    designation = _iso(draw)
    return _followed(draw, portfolio) | {
        "date_designation": designation, "date_fin": _later(draw, designation),
        "motif_fin": draw(_maybe(_code("suivis_rsa", "motif_fin"))),
    }  # fmt: skip


def _action(draw: Draw, portfolio: Portfolio) -> Row:
    debut = _iso(draw)
    return {
        "type": draw(_code("actions_collectives", "type")),
        "theme": draw(_among(("vacances", "separation", "budget", ""))),
        "libelle": draw(_maybe(_text)), "lieu": _any(draw, portfolio, "lieux"),
        "partenaire": _any(draw, portfolio, "partenaires"), "co_animation": draw(_maybe(_yes_no)),
        "date_debut": debut, "date_fin": _later(draw, debut), "participants": draw(_maybe(_counts)),
    }  # fmt: skip


def _seance_collective(draw: Draw, portfolio: Portfolio) -> Row:
    return {
        "action": _one(draw, portfolio, "actions_collectives"), "date": _iso(draw),
        "presents": draw(_maybe(_counts)),
    }  # fmt: skip


def _permanence(draw: Draw, portfolio: Portfolio) -> Row:
    return {
        "lieu": _one(draw, portfolio, "lieux"), "date": _iso(draw),
        "agent": _any(draw, portfolio, "agents"), "personnes_recues": draw(_maybe(_counts)),
    }  # fmt: skip


def _repere(draw: Draw, portfolio: Portfolio) -> Row:
    return {
        "annee": draw(_among(("2015", "2016", "2017", "2018"))),
        "code": f"beneficiaires_aide_logement.{draw(_code('situations', 'aide_logement'))}",
        "libelle": draw(_maybe(_text)), "valeur": draw(_decimals),
    }  # fmt: skip


_Builder = Callable[[Draw, Portfolio], Row]
_PLAN: tuple[tuple[str, str, _Builder, int, tuple[str, ...]], ...] = (
    ("agents", "TS", _agent, 4, ()),
    ("lieux", "L", _lieu, 3, ()),
    ("partenaires", "PA", _partenaire, 2, ()),
    ("familles", "F", _famille, 12, ()),
    ("situations", "", _situation, 12, ("familles",)),
    ("interventions", "I", _intervention, 16, ("familles",)),
    ("offres_contact", "O", _offre, 5, ("familles",)),
    ("tentatives_contact", "", _tentative, 5, ("offres_contact",)),
    ("rendez_vous", "R", _rendez_vous, 8, ("agents",)),
    ("appels", "T", _appel, 5, ()),
    ("types_aide", "ta_", _type_aide, 3, ()),
    ("seances_commission", "SC", _seance, 3, ()),
    ("aides", "A", _aide, 10, ("familles", "types_aide")),
    ("impayes", "P", _impaye, 5, ("familles",)),
    ("logements_signales", "L", _logement, 5, ("familles",)),
    ("suivis_rsa", "S", _suivi, 5, ("familles",)),
    ("actions_collectives", "C", _action, 4, ()),
    ("seances_collectives", "", _seance_collective, 5, ("actions_collectives",)),
    ("permanences", "V", _permanence, 4, ("lieux",)),
    ("reperes", "", _repere, 4, ()),
)
"""For each file: prefix of its references (none: it has no reference), builder, most rows, files it needs."""

_IDENTITY = {"situations": ("famille", "date_effet"), "reperes": ("annee", "code")}


@st.composite
def portfolios(draw: Draw) -> Portfolio:
    """Draw 0 to 12 families and everything around them, in all the files, often on the edges of 2016-2018."""
    portfolio: Portfolio = {file: [] for file in HEADERS}
    odd = draw(_among(("", "", '=É;"', "@'")))
    for file, prefix, build, most, needs in _PLAN:
        if all(portfolio[needed] for needed in needs):
            for number in range(1, draw(_number(most)) + 1):
                row = build(draw, portfolio)
                if prefix:
                    row[HEADERS[file][0]] = f"{odd if file != 'lieux' else ''}{prefix}{number:03}"
                portfolio[file].append({column: row[column] for column in HEADERS[file]})
        portfolio[file] = _distinct(portfolio[file], _IDENTITY.get(file, ()))
    return portfolio


def _distinct(rows: list[Row], identity: tuple[str, ...]) -> list[Row]:
    """Keep the first row of each identity."""
    if not identity:
        return rows
    first = {tuple(row[column] for column in identity): row for row in reversed(rows)}
    return [row for row in rows if first[tuple(row[column] for column in identity)] is row]
