"""The members' file of a session on paper: one line of cover, then one block a request."""

from collections.abc import Iterator

from caseapp.domain.labels import (
    MOIS,
    format_cents,
    format_date,
    format_long_date,
    format_number,
    plural,
)
from caseapp.reports.commission import (
    DUTY,
    KEPT_BACK,
    PROTECTED_TEXTS,
    TEXTS_JOINED,
    AidePassee,
    DemandePapier,
    DossierPapier,
    PiecePapier,
    amount,
)
from caseapp.reports.document import Document
from caseapp.reports.margins import Margins, numbered
from caseapp.reports.paper import Fact, box_strip, fact_strips, item_strips, kept, prose_strips, title_strips
from caseapp.reports.shapes import Anchor, Mark, Rect
from caseapp.reports.strips import Flow, Pages, Strip
from caseapp.reports.text_fit import one_line
from caseapp.reports.typography import LEADING, WIDTH, Typography

NO_REQUEST = "Aucune demande n'est inscrite à cette séance."
NO_AMOUNT = "montant non précisé"
_INSET, _TOP = 10.0, 7.0
_PROTECTED = "Une famille protégée n'est nommée que si son nom a été coché."


def lay_out_dossier(dossier: DossierPapier, typography: Typography) -> Document:
    """Lay the file out; a request starts on the page before only when it has room enough there."""
    pages = Pages()
    pages.place(Flow(tuple(_cover(dossier, typography))))
    for number, demande in enumerate(dossier.demandes, start=1):
        pages.place(_request(number, demande, typography))
    seance = dossier.seance
    kind = "Dossier anonymisé" if dossier.anonyme else "Dossier des membres"
    foot = f"{DUTY} Édité le {format_long_date(seance.edite_le)}."
    margins = Margins(f"{kind} – {seance.instance}", format_long_date(seance.jour), foot)
    return Document(numbered(pages.pages, margins, typography))


def _cover(dossier: DossierPapier, typography: Typography) -> Iterator[Strip]:
    seance = dossier.seance
    kind = "Dossier anonymisé" if dossier.anonyme else "Dossier des membres"
    yield from title_strips(kind, f"{seance.instance} – {seance.moment}", typography)
    yield Strip(8.0, keep=True)
    yield from kept(
        fact_strips(
            (
                ("Demandes", str(len(dossier.demandes))),
                ("Montant demandé", asked_words(dossier.demandes)),
            ),
            typography,
        )
    )
    said = []
    if not dossier.demandes:
        said.append(NO_REQUEST)
    if dossier.anonyme:
        said.append("Aucune famille n'est nommée : ni nom, ni numéro, ni commune.")
        said.append(TEXTS_JOINED if dossier.textes else KEPT_BACK)
    elif any(one.mention == PROTECTED_TEXTS for one in dossier.demandes):
        said.append(_PROTECTED)
    yield box_strip((*said, DUTY), typography)


def asked_words(demandes: tuple[DemandePapier, ...]) -> str:
    """Write what is asked in all, and how many requests do not say it."""
    known = [one.montant_demande for one in demandes if one.montant_demande is not None]
    words = format_cents(sum(known))
    unknown = len(demandes) - len(known)
    return f"{words}, hors {plural(unknown, 'demande')} sans montant" if unknown else words


def _request(number: int, demande: DemandePapier, typography: Typography) -> Flow:
    head = _head(f"Demande {number}", demande, typography)
    again = _head(f"Demande {number} (suite)", demande, typography)
    strips = [head, *kept(fact_strips(tuple(_facts(demande)), typography))]
    strips += item_strips("Aides des douze mois précédents", _past(demande.aides_12_mois), typography)
    strips += item_strips("Règlement", demande.constats, typography)
    strips += item_strips("Documents", _documents(demande), typography)
    strips += prose_strips("Exposé", demande.expose or demande.mention, typography)
    return Flow((*strips, Strip(4.0)), repeated=(again,))


def _head(title: str, demande: DemandePapier, typography: Typography) -> Strip:
    """Return the band of a request: who, what is asked, how much."""
    bold, plain, palette = typography.plain(11.0, bold=True), typography.plain(9.6), typography.palette
    money = amount(demande.montant_demande, NO_AMOUNT)
    room = WIDTH - 2 * _INSET - bold.width(money) - 14.0
    who = bold.wrap(
        " – ".join(part for part in (title, one_line(demande.famille)) if part), room, max_lines=2
    )
    urgent = "Urgente" if demande.urgente else ""
    asked = " · ".join(part for part in (one_line(demande.aide), one_line(demande.objet), urgent) if part)
    what = plain.wrap(asked, WIDTH - 2 * _INSET, max_lines=3)
    height = 2 * _TOP + (len(who) * bold.size + len(what) * plain.size) * LEADING
    marks: list[Mark] = [
        Rect(0.0, 0.0, WIDTH, height, palette.fond),
        Rect(0.0, 0.0, 3.0, height, palette.attention if demande.urgente else palette.accent),
        bold.at(WIDTH - _INSET, _TOP + bold.size, money, Anchor.END),
    ]
    marks += [bold.at(_INSET, _TOP + bold.size + i * bold.size * LEADING, line) for i, line in enumerate(who)]
    top = _TOP + len(who) * bold.size * LEADING + plain.size
    marks += [plain.at(_INSET, top + i * plain.size * LEADING, line) for i, line in enumerate(what)]
    return Strip(height + 5.0, tuple(marks), before=18.0, keep=True)


def _facts(demande: DemandePapier) -> Iterator[Fact]:
    yield "Foyer", demande.composition
    yield "Commune", demande.commune
    yield "Quotient familial", quotient(demande)
    yield "Motif", demande.motif
    yield "Demande du", format_date(demande.date_demande)
    yield "Coût", amount(demande.cout)
    yield "Autres financeurs", _funders(demande)
    yield "Reste à charge", amount(demande.reste_a_charge)


def quotient(demande: DemandePapier) -> str:
    """Write the quotient familial with its month: `412, octobre 2026`."""
    if demande.qf is None:
        return "non connu"
    value = format_number(demande.qf // 100) if demande.qf % 100 == 0 else format_cents(demande.qf)
    month = demande.mois_qf
    return value if month is None else f"{value}, {MOIS[month.month - 1]} {month.year}"


def _funders(demande: DemandePapier) -> str:
    parts = [
        " ".join(part for part in (one.nom, format_cents(one.montant), f"({one.etat.lower()})") if part)
        for one in demande.financeurs
    ]
    return " ; ".join(parts)


def _past(aides: tuple[AidePassee, ...]) -> Iterator[str]:
    for one in aides:
        forms = [(one.subvention, "en subvention"), (one.pret, "en prêt")]
        money = " et ".join(f"{format_cents(cents)} {form}" for cents, form in forms if cents)
        yield f"{format_date(one.date)} : {one.aide}, {money}"
    if not aides:
        yield "aucune"


def _documents(demande: DemandePapier) -> Iterator[str]:
    pieces = demande.pieces
    received = [one for one in pieces if one.date_reception is not None]
    missing = [one for one in pieces if one.date_reception is None and one.obligatoire]
    if not pieces:
        return
    yield f"{len(received)} sur {len(pieces)} {'reçus' if len(received) > 1 else 'reçu'}{_names(received)}"
    if missing:
        yield f"{plural(len(missing), 'obligatoire manquant', 'obligatoires manquants')}{_names(missing)}"


def _names(pieces: list[PiecePapier]) -> str:
    named = [one.libelle for one in pieces if one.libelle]
    return f" : {', '.join(named)}" if named else ""
