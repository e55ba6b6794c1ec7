"""The minutes of a session on paper: who sat, each decision, the sums, what was rectified since."""

from collections.abc import Iterator, Sequence

from caseapp.domain.labels import format_cents, format_date, format_long_date, format_number
from caseapp.domain.nomenclature import EN_ATTENTE, SANS_SUITE, Decision
from caseapp.reports.commission import (
    DecisionPapier,
    LignePapier,
    ProcesVerbalPapier,
    RectificationPapier,
    amount,
)
from caseapp.reports.document import Document
from caseapp.reports.margins import Margins, numbered
from caseapp.reports.paper import (
    Colonne,
    Rang,
    box_strip,
    item_strips,
    kept,
    prose_strips,
    section_strips,
    table_flow,
    title_strips,
)
from caseapp.reports.strips import Flow, Pages, Strip
from caseapp.reports.typography import WIDTH, Typography

TITLE = "Procès-verbal"
DRAFT = "Projet : séance non close. Ces décisions peuvent encore changer."
NOTHING = "Aucune demande n'est inscrite à cette séance."
PRESENTS, NOBODY = "Membres présents", "non saisis"
DUTY = "Secret professionnel : diffusion réservée aux membres de la commission."
DECISIONS = {
    Decision.ACCORD.value: "Accord",
    Decision.ACCORD_PARTIEL.value: "Accord partiel",
    Decision.REFUS.value: "Refus",
    Decision.AJOURNEMENT.value: "Ajournement",
    SANS_SUITE: "Sans suite",
    EN_ATTENTE: "À décider",
}
"""Words of the minutes, in the order of the sums."""
_ALWAYS = frozenset(Decision)
"""Lines that the sums always have, even without any request."""
_MONEY = 74.0
_SIGNATURES = 56.0


def lay_out_minutes(minutes: ProcesVerbalPapier, typography: Typography) -> Document:
    """Lay the minutes out on numbered pages."""
    pages = Pages()
    for flow in _flows(minutes, typography):
        pages.place(flow)
    seance = minutes.seance
    state = "" if minutes.close_le is not None else " (projet)"
    foot = f"{DUTY} Édité le {format_long_date(seance.edite_le)}."
    margins = Margins(f"{TITLE}{state} – {seance.instance}", format_long_date(seance.jour), foot)
    return Document(numbered(pages.pages, margins, typography))


def _flows(minutes: ProcesVerbalPapier, typography: Typography) -> Iterator[Flow]:
    yield Flow(tuple(_opening(minutes, typography)))
    if minutes.decisions:
        yield table_flow("Décisions", _COLUMNS, tuple(_rows(minutes.decisions)), typography)
        yield _together(table_flow("Totaux", _SUM_COLUMNS, total_rows(minutes.decisions), typography))
    if minutes.lignes:
        yield _together(table_flow("Lignes budgétaires", _LINE_COLUMNS, _lines(minutes.lignes), typography))
    if minutes.rectifications:
        title = section_strips("Rectifications depuis la clôture", typography)
        words = (words for one in minutes.rectifications for words in _rectified(one))
        yield Flow((*title, *item_strips("", words, typography)))
    if minutes.observations.strip():
        title = section_strips("Observations", typography)
        yield Flow((*title, *prose_strips("", minutes.observations, typography)))
    yield Flow((*section_strips("Signatures", typography), Strip(_SIGNATURES)))


def _opening(minutes: ProcesVerbalPapier, typography: Typography) -> Iterator[Strip]:
    seance = minutes.seance
    yield from title_strips(TITLE, f"{seance.instance} – {seance.moment}", typography)
    yield from kept(item_strips(PRESENTS, minutes.presents or (NOBODY,), typography))
    said = [closing_words(minutes)]
    if minutes.rectifications:
        said.append("Des décisions ont été rectifiées depuis : elles sont signalées, et détaillées plus bas.")
    if not minutes.decisions:
        said.append(NOTHING)
    yield box_strip(said, typography, warning=minutes.close_le is None)


def closing_words(minutes: ProcesVerbalPapier) -> str:
    """Say when and by whom the session was closed, or that it is not."""
    moment = minutes.close_le
    if moment is None:
        return DRAFT
    by = f" par {minutes.close_par}" if minutes.close_par else ""
    return f"Séance close le {format_date(moment.date())} à {moment:%H:%M}{by}."


_COLUMNS = (
    Colonne("N°", 26.0),
    Colonne("Famille et aide", WIDTH - 26.0 - 92.0 - 3 * _MONEY),
    Colonne("Demandé", _MONEY, montant=True),
    Colonne("Décision", 92.0, retrait=14.0),
    Colonne("Subvention", _MONEY, montant=True),
    Colonne("Prêt", _MONEY, montant=True),
)
_SUM_COLUMNS = (
    Colonne("Décision", WIDTH - 60.0 - 4 * 84.0),
    Colonne("Demandes", 60.0, montant=True),
    *(Colonne(name, 84.0, montant=True) for name in ("Demandé", "Subventions", "Prêts", "Total accordé")),
)
_LINE_COLUMNS = (
    Colonne("Ligne", WIDTH - 4 * 84.0),
    *(Colonne(name, 84.0, montant=True) for name in ("Montant", "En séance", "Accordé", "Reste")),
)


def _rows(decisions: Sequence[DecisionPapier]) -> Iterator[Rang]:
    for number, one in enumerate(decisions, start=1):
        cells = (
            str(number), one.famille, amount(one.montant_demande), decision_words(one.decision),
            amount(one.subvention or None), amount(one.pret or None),
        )  # fmt: skip
        said = [one.aide, f"Motif : {one.motif}" if one.motif else ""]
        said += ["Décision rectifiée depuis la clôture."] if one.rectifiee else []
        said += ["Dossier incomplet."] if one.incomplete else []
        yield Rang(cells, tuple(part for part in said if part))


def decision_words(code: str | None) -> str:
    """Return the words of a decision, of one still to take for none."""
    return DECISIONS.get(code or EN_ATTENTE, code or "")


def total_rows(decisions: Sequence[DecisionPapier]) -> tuple[Rang, ...]:
    """Return the sums by decision, those without any request too, then all of them."""
    rows = []
    for code, words in DECISIONS.items():
        found = [one for one in decisions if (one.decision or EN_ATTENTE) == code]
        if found or code in _ALWAYS:
            rows.append(_sums(words, found))
    return (*rows, _sums("Ensemble", decisions, total=True))


def _sums(words: str, decisions: Sequence[DecisionPapier], *, total: bool = False) -> Rang:
    asked, grants, loans = (
        sum(amounts)
        for amounts in (
            [one.montant_demande or 0 for one in decisions],
            [one.subvention or 0 for one in decisions],
            [one.pret or 0 for one in decisions],
        )
    )
    money = (format_cents(cents) for cents in (asked, grants, loans, grants + loans))
    return Rang((words, format_number(len(decisions)), *money), total=total)


def _lines(lignes: Sequence[LignePapier]) -> tuple[Rang, ...]:
    return tuple(
        Rang((
            one.libelle, amount(one.montant, "non saisi"), format_cents(one.accorde_en_seance),
            format_cents(one.accorde), amount(one.reste),
        ))
        for one in lignes
    )  # fmt: skip


def _rectified(one: RectificationPapier) -> Iterator[str]:
    moment = f"{format_date(one.moment.date())} à {one.moment:%H:%M}"
    yield f"{one.famille} : {one.avant} devient {one.apres}. {moment}, par {one.auteur}. Motif : {one.motif}"


def _together(flow: Flow) -> Flow:
    """Keep a short table in one piece."""
    return Flow((*kept(flow.strips[:-1]), *flow.strips[-1:]), flow.repeated)
