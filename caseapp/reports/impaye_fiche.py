"""One arrears file on one page: what is known, then the room left to write the opinion by hand."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from caseapp.domain.constitution import Montant
from caseapp.domain.labels import format_cents, format_date, format_number, plural
from caseapp.reports.charts import layout_chart
from caseapp.reports.impaye import BailPapier, ConstitutionPapier, FichePapier, Reunion, ReunionPapier
from caseapp.reports.impaye_blocs import GUTTER, HALF, Atelier, Bloc, Colonne, Fact, beside, pile
from caseapp.reports.impaye_plan import plan_bloc
from caseapp.reports.report import Chart, ChartKind, Series
from caseapp.reports.shapes import Anchor, Line, Mark, Rect
from caseapp.reports.text_fit import one_line
from caseapp.reports.typography import HEIGHT, LEADING, WIDTH, Typography

OPINION = {
    Reunion.TERRITORIALE: "Avis de la réunion / Proposition",
    Reunion.CCAPEX: "Avis de la Ccapex / Proposition",
}
NOT_KNOWN = "n'est pas saisi"
_ROOM = 70.0
"""Least height of the zone to fill by hand."""
_GAP, _RULE, _DAY = 8.0, 21.0, 56.0
_MOVEMENTS = (Colonne("Date", 58.0), Colonne("Mouvement", 90.0), Colonne("Montant", 46.0, montant=True),
              Colonne("Dette", HALF - 194.0, montant=True))  # fmt: skip
_DEADLINES = (Colonne("Au plus tard", 72.0), Colonne("Échéance", 186.0), Colonne("Qui agit", 92.0),
              Colonne("Article", WIDTH - 350.0))  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Most:
    """How much of each list a page holds, and the height of the chart."""

    mouvements: int
    faits: int
    mensualites: int
    echeances: int
    lignes: int
    """Lines of a sentence, or of a cell."""
    valeurs: int
    """Lines of what is known of the family, the dwelling, the rent."""
    courbe: float
    taille: float = 8.4
    """Of its texts."""


_LEVELS = (
    _Most(10, 14, 60, 8, 4, 3, 92.0),
    _Most(8, 12, 48, 6, 3, 3, 84.0),
    _Most(6, 10, 36, 5, 2, 3, 74.0, 8.1),
    _Most(5, 8, 36, 4, 2, 2, 60.0, 7.8),
    _Most(4, 7, 36, 4, 2, 2, 52.0, 7.8),
    _Most(3, 6, 36, 3, 2, 2, 46.0, 7.6),
    _Most(3, 5, 24, 3, 1, 2, 44.0, 7.6),
    _Most(2, 4, 12, 3, 1, 1, 40.0, 7.6),
)


def page_marks(fiche: FichePapier, reunion: ReunionPapier, typography: Typography) -> tuple[Mark, ...]:
    """Return the page of a file: lists are cut short, and say so, rather than running over a second one."""
    known = Bloc(0.0)
    for most in _LEVELS:
        known = _known(fiche, reunion, most, Atelier(typography, most.taille))
        if known.height + _GAP + _ROOM <= HEIGHT:
            break
    opinion = _opinion(OPINION[reunion.genre], HEIGHT - known.height - _GAP, Atelier(typography))
    return pile((known, opinion), _GAP).marks


def _known(fiche: FichePapier, reunion: ReunionPapier, most: _Most, atelier: Atelier) -> Bloc:
    titled = atelier.titled
    left = titled("Famille et logement", atelier.facts(_household(fiche), HALF, most=most.valeurs), HALF)
    half = atelier.text(_half_rent(fiche.bail), HALF, most=max(3, most.lignes))
    rent = pile((atelier.facts(_rent(fiche.bail), HALF, most=most.valeurs), half), 4.0)
    right = titled("Le mois de loyer", rent, HALF)
    return pile(
        (
            _head(fiche, reunion, atelier),
            atelier.box((fiche.mention,)),
            beside(left, right),
            titled("Constitution de l'impayé", _constitution(fiche, most, atelier), WIDTH),
            _debt(fiche, most, atelier),
            titled("Plan d'apurement", plan_bloc(fiche.plans, most.mensualites, atelier), WIDTH),
            _done(fiche, most, atelier),
            titled("Échéances", _deadlines(fiche, most, atelier), WIDTH),
            atelier.box(_doubts(fiche), quiet=True, most=max(2, most.lignes)),
        ),
        _GAP,
    )


def _head(fiche: FichePapier, reunion: ReunionPapier, atelier: Atelier) -> Bloc:
    """Return the band: who, how the file stands, what is owed on the day of the sheet."""
    typography = atelier.typography
    bold, plain = typography.plain(13.0, bold=True), typography.discret(8.6)
    money = "dette non connue" if fiche.dette is None else format_cents(fiche.dette)
    room = WIDTH - 24.0 - bold.width(money) - 14.0
    who = bold.shorten(one_line(fiche.famille), room)
    owed = f"dû au {format_date(reunion.edite_le)}"
    agent = f"suivi par {fiche.agent}" if fiche.agent else ""
    signale = f"signalé le {format_date(fiche.signale_le)}"
    said = " · ".join(part for part in (fiche.etat, signale, one_line(agent)) if part)
    marks: list[Mark] = [
        Rect(0.0, 0.0, WIDTH, 42.0, typography.palette.fond),
        Rect(0.0, 0.0, 3.0, 42.0, typography.palette.logement),
        bold.at(12.0, 18.0, who),
        bold.at(WIDTH - 12.0, 18.0, money, Anchor.END),
        plain.at(12.0, 33.0, plain.shorten(said, WIDTH - 40.0 - plain.width(owed))),
        plain.at(WIDTH - 12.0, 33.0, owed, Anchor.END),
    ]
    return Bloc(42.0, tuple(marks))


def _household(fiche: FichePapier) -> Iterator[Fact]:
    menage, logement = fiche.menage, fiche.logement
    yield "Composition", menage.composition
    if menage.qf is not None:
        since = f" au {format_date(menage.qf_le)}" if menage.qf_le else ""
        yield "Quotient familial", f"{_round(menage.qf)}{since}"
    yield "Aide au logement", menage.aide
    size = f"{format_number(logement.surface)} m²" if logement.surface else ""
    since = f"depuis le {format_date(logement.depuis)}" if logement.depuis else ""
    yield "Logement", ", ".join(part for part in (logement.type, size) if part)
    yield "Occupation", " ".join(part for part in (logement.statut, since) if part)
    place = ", ".join(part for part in (logement.adresse, logement.commune) if part)
    yield "Adresse" if logement.adresse else "Commune", place
    yield "Bailleur", logement.bailleur
    yield "Sa référence", logement.reference


def _rent(bail: BailPapier) -> Iterator[Fact]:
    unknown = "non connu"
    yield "Mensualité" if bail.accession else "Loyer", _amount(bail.loyer, unknown)
    yield "Charges", _amount(bail.charges, "")
    yield "Aide", _amount(bail.aide, unknown)
    paid = {True: "au bailleur ou au prêteur", False: "à la famille", None: "non connu"}
    yield "Aide versée", paid[bail.tiers_payant]
    net = bail.net
    yield "Reste à payer", f"{format_cents(net.montant)} par mois" if isinstance(net, Montant) else net


def _half_rent(bail: BailPapier) -> Iterator[str]:
    half = bail.demi
    if isinstance(half, Montant):
        yield f"Maintien de l'aide en situation sociale difficile : payer {half.phrase} par mois au moins."
    elif half != bail.net:
        yield f"Maintien de l'aide au demi-loyer : {half[:1].lower()}{half[1:]}"


def _constitution(fiche: FichePapier, most: _Most, atelier: Atelier) -> Bloc:
    found = fiche.constitution
    sentences = [_since(found)]
    if fiche.premier_impaye is not None and format_date(fiche.premier_impaye) not in found.phrase:
        sentences.append(f"Premier terme impayé du {format_date(fiche.premier_impaye)}.")
    rules = " – ".join(part for part in (found.jeu, found.article) if part)
    return pile(
        (
            atelier.text((" ".join(sentences),), WIDTH, most=most.lignes + 1),
            atelier.text([f"Règles : {rules}."] if rules else [], WIDTH, quiet=True, most=2),
        ),
        1.0,
    )


def _since(found: ConstitutionPapier) -> str:
    """Say the day kept and the sum that founds it, and where they do not agree."""
    phrase = found.phrase.rstrip(".")
    if found.retenue is None:
        return f"{phrase[:1].upper()}{phrase[1:]}."
    by_hand = " (corrigé par un agent, motif au dossier)" if found.corrigee else ""
    said = f"Constitué le {format_date(found.retenue)}{by_hand}"
    if found.calculee is None:
        return f"{said} ; le calcul ne le retrouve pas : {phrase[:1].lower()}{phrase[1:]}."
    differs = (
        f" ; le calcul donne le {format_date(found.calculee)}" if found.calculee != found.retenue else ""
    )
    return f"{said}{differs} : {phrase}."


def _debt(fiche: FichePapier, most: _Most, atelier: Atelier) -> Bloc:
    """Return the last changes of the debt, beside its curve when there is one to show."""
    shown = fiche.mouvements[-most.mouvements :]
    rows = [(format_date(one.jour), one.libelle, _bare(one.montant), _bare(one.dette)) for one in shown]
    left = len(fiche.mouvements) - len(shown)
    said = [f"{plural(left, 'mouvement')} avant ceux-là, au dossier."] if left else []
    table = pile(
        (atelier.table(_MOVEMENTS, rows, most=min(most.lignes, 2)), atelier.text(said, HALF, quiet=True)), 1.0
    )
    title = "Dette, en euros"
    if len(fiche.courbe) < 2:
        return atelier.titled(title, table, HALF)
    drawn = atelier.titled("Dette à la fin de chaque mois", _curve(fiche, most.courbe, atelier), HALF)
    return beside(atelier.titled(title, table, HALF), drawn)


def _curve(fiche: FichePapier, height: float, atelier: Atelier) -> Bloc:
    categories = tuple(f"{day:%m/%y}" for day, _ in fiche.courbe)
    values = tuple(Decimal(cents).scaleb(-2) for _, cents in fiche.courbe)
    texts = tuple(format_number(one) for one in values)
    chart = Chart(
        "dette", "", ChartKind.COLUMNS, categories, (Series("Dette", values),),
        ("logement",) * len(values), texts,
    )  # fmt: skip
    typography = atelier.typography
    drawn = layout_chart(chart, HALF, height, typography.measure, typography.palette, 6.6)
    return Bloc(height, drawn.shapes)


def _done(fiche: FichePapier, most: _Most, atelier: Atelier) -> Bloc:
    every = fiche.faits_groupes
    shown = every[: most.faits]
    left = sum(count for _, _, count, _ in every[most.faits :])
    facts: list[Fact] = [
        (format_date(last), f"{label} ({count} fois depuis le {format_date(first)})" if count > 1 else label)
        for last, label, count, first in reversed(shown)
    ]
    said = [f"{plural(left, 'fait')} avant ceux-là, au dossier."] if left else []
    none = ["Aucun fait n'est noté à ce jour."] if not facts else []
    done = pile(
        (
            atelier.text(said, HALF, quiet=True),
            atelier.facts(facts, HALF, most=min(most.lignes, 2), label=_DAY),
            atelier.text(none, HALF),
        ),
        1.0,
    )
    supports = atelier.facts(fiche.soutiens, HALF, most=2)
    return beside(
        atelier.titled("Ce qui a été fait", done, HALF), atelier.titled("Accompagnement", supports, HALF)
    )


def _deadlines(fiche: FichePapier, most: _Most, atelier: Atelier) -> Bloc:
    rows = []
    for one in fiche.echeances[: most.echeances]:
        marks = [
            ("en retard", one.en_retard),
            ("reportée", one.reportee),
            ("à vérifier", bool(one.incertain)),
        ]
        said = ", ".join(word for word, holds in marks if holds)
        label = f"{one.libelle} ({said})" if said else one.libelle
        rows.append((format_date(one.jour), label, one.acteur, one.article))
    left = len(fiche.echeances) - len(rows)
    more = [f"{plural(left, 'autre échéance', 'autres échéances')}, au dossier."] if left else []
    none = [] if rows else ["Aucune échéance n'est en attente."]
    return pile(
        (
            atelier.table(_DEADLINES, rows, most=min(most.lignes, 2)),
            atelier.text(more, WIDTH, quiet=True),
            atelier.text(none, WIDTH),
        ),
        1.0,
    )


def _doubts(fiche: FichePapier) -> tuple[str, ...]:
    return tuple(f"À vérifier – {one}" for one in fiche.incertitudes[:3])


def _opinion(title: str, height: float, atelier: Atelier) -> Bloc:
    """Return the zone to fill by hand, its lines far enough apart to write on."""
    palette = atelier.typography.palette
    style = atelier.typography.plain(10.0, bold=True)
    marks: list[Mark] = [
        Line(0.0, 0.0, WIDTH, 0.0, palette.texte, 0.9),
        Line(0.0, height, WIDTH, height, palette.texte, 0.9),
        Line(0.0, 0.0, 0.0, height, palette.texte, 0.9),
        Line(WIDTH, 0.0, WIDTH, height, palette.texte, 0.9),
        style.at(GUTTER / 2, 6.0 + style.size, title),
    ]
    y = 6.0 + style.size * LEADING + _RULE
    while y < height - 8.0:
        marks.append(Line(GUTTER / 2, y, WIDTH - GUTTER / 2, y, palette.bord, 0.5))
        y += _RULE
    return Bloc(height, tuple(marks))


def _amount(cents: int | None, unknown: str) -> str:
    return unknown if cents is None else format_cents(cents)


def _bare(cents: int) -> str:
    return format_cents(cents).removesuffix("\N{NO-BREAK SPACE}€")


def _round(cents: int) -> str:
    return format_number(cents // 100) if cents % 100 == 0 else _bare(cents)
