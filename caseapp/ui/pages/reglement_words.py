"""The words of an aid of the règlement: columns of the list, lines beside it."""

from collections.abc import Callable

from caseapp.domain.labels import NO_BASE, NO_BREAK_SPACE, format_cents, plural
from caseapp.domain.nomenclature import Forme
from caseapp.domain.regle import Regle, Tranche, plafond_qf
from caseapp.domain.regle_controle import write_day
from caseapp.domain.reglement_aide import quotient_words, season_words, share_words
from caseapp.services.reglements_rows import AideRow
from caseapp.ui.tables.columns import Align, ColumnSpec, Tone

SUBVENTION, PRET, LES_DEUX = "Subvention", "Prêt", "Les deux"


def forms_words(regle: Regle) -> str:
    """Write the forms of an aid."""
    if regle.formes == frozenset({Forme.PRET}):
        return PRET
    return LES_DEUX if Forme.PRET in regle.formes else SUBVENTION


def _quotient(row: AideRow) -> str:
    ceiling = plafond_qf(row.regle)
    return NO_BASE if ceiling is None else quotient_words(ceiling)


def gives(row: AideRow) -> str:
    """Write what an aid gives: `45–75 % · 400–700 €`, from the lowest to the highest of its bands."""
    regle = row.regle
    share = _span(regle, regle.taux, lambda one: one.taux, share_words)
    cap = _span(regle, regle.plafond, lambda one: one.plafond, _euros)
    unit = _span(regle, regle.montant_unitaire, lambda one: one.montant_unitaire, _euros)
    said = (share, cap, f"{unit} / {row.unite.lower()}" if unit else "")
    return " · ".join(one for one in said if one) or NO_BASE


def _span(
    regle: Regle, own: int | None, of_band: Callable[[Tranche], int | None], write: Callable[[int], str]
) -> str:
    """Write one value, or the lowest and the highest of the bands with their unit once."""
    bands = [one for one in map(of_band, regle.tranches) if one is not None]
    found = [own] if own is not None and not bands else bands
    if not found:
        return ""
    low, high = write(min(found)), write(max(found))
    return high if low == high else f"{low[: low.rfind(NO_BREAK_SPACE)]}–{high}"


def _euros(cents: int) -> str:
    return format_cents(cents).replace(",00", "")


def _season(row: AideRow) -> str:
    regle = row.regle
    if regle.saison_debut is None or regle.saison_fin is None:
        return NO_BASE
    return f"{write_day(regle.saison_debut)}–{write_day(regle.saison_fin)}"


def _decider(row: AideRow) -> str:
    return row.decideur or NO_BASE


def _line(row: AideRow) -> str:
    return row.ligne or "aucune"


COLUMNS: tuple[ColumnSpec[AideRow], ...] = (
    ColumnSpec("aide", "Aide", lambda row: row.regle.libelle, width=248, stretch=True,
               tone=lambda _: Tone.STRONG),
    ColumnSpec("domaine", "Domaine", lambda row: row.domaine, width=180),
    ColumnSpec("formes", "Formes", lambda row: forms_words(row.regle), width=92),
    ColumnSpec("qf", "QF", _quotient, Align.RIGHT, 46),
    ColumnSpec("donne", "Donne jusqu'à", gives, width=222),
    ColumnSpec("saison", "Saison", _season, width=108),
    ColumnSpec("decideur", "Décide", _decider, width=98),
    ColumnSpec("ligne", "Ligne", _line, width=92,
               tone=lambda row: Tone.NORMAL if row.ligne else Tone.WARNING),
)  # fmt: skip


def _ceiling(band: Tranche) -> str:
    return "au-delà" if band.qf_max is None else quotient_words(band.qf_max)


def _band_share(band: Tranche) -> str:
    return "" if band.taux is None else share_words(band.taux)


def _band_amount(cents: int | None) -> str:
    return "" if cents is None else format_cents(cents)


BAND_COLUMNS: tuple[ColumnSpec[Tranche], ...] = (
    ColumnSpec("qf", "QF jusqu'à", _ceiling, Align.RIGHT, 82),
    ColumnSpec("part", "Part", _band_share, Align.RIGHT, 62),
    ColumnSpec("plafond", "Plafond", lambda one: _band_amount(one.plafond), Align.RIGHT, 84),
    ColumnSpec("unite", "Par unité", lambda one: _band_amount(one.montant_unitaire), Align.RIGHT, 84,
               stretch=True),
)  # fmt: skip


def facts(row: AideRow) -> tuple[tuple[str, str], ...]:
    """Return what the list does not say of an aid, each with its title; nothing for what is not said."""
    regle = row.regle
    strangers = {None: "", True: "admis", False: "non admis"}[regle.non_allocataires]
    most = None if regle.delegation_plafond is None else f"jusqu'à {format_cents(regle.delegation_plafond)}"
    lines = (
        ("Public", regle.public or ""),
        ("Non-allocataires", strangers),
        ("Saison", season_words(regle)),
        ("Par an", "" if regle.nombre_par_an is None else plural(regle.nombre_par_an, "fois", "fois")),
        ("Prêt", "" if regle.duree_pret_max is None else f"{regle.duree_pret_max} mois au plus"),
        ("Délégation", most or ""),
        ("Ligne budgétaire", row.ligne),
        ("Ligne des prêts", row.ligne_pret),
        ("Libellé comptable", regle.libelle_comptable or ""),
    )
    return tuple((title, text) for title, text in lines if text)


def document_words(piece: tuple[str, bool]) -> str:
    """Write a document, and whether it may be missing."""
    name, compulsory = piece
    return name if compulsory else f"{name} (facultatif)"
