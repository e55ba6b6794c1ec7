"""What no aid of a règlement can say: each fault is the field it is in and a French sentence."""

from collections.abc import Iterator

from caseapp.domain.labels import format_cents
from caseapp.domain.money import parse_cents
from caseapp.domain.nomenclature import Forme
from caseapp.domain.regle import PART_ENTIERE, Regle, Tranche

Fault = tuple[str, str]
MOST, MOST_QF = 100_000_000, 10_000_000
"""Cents: one million euros for an aid, one hundred thousand for a quotient familial."""
MOST_YEARLY, LONGEST_LOAN = 366, 120
_LONGEST, _LONGEST_CODE, _LONGEST_DETAIL = 400, 60, 4_000
_AMOUNTS = {
    "plafond": "Ce plafond",
    "montant_unitaire": "Ce montant",
    "delegation_plafond": "Ce plafond",
}
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def find_faults(regle: Regle) -> Iterator[Fault]:
    """Give what cannot be kept of an aid; nothing when it holds."""
    yield from _words(regle)
    yield from _bounds(regle)
    yield from _season(regle)
    yield from _loan(regle)
    yield from _bands(regle)
    yield from _documents(regle)


def parse_day(text: str) -> str:
    """Read `01/06` or `1/6` as `06-01`; ValueError (French) for what is no day of a year."""
    day, _, month = text.strip().partition("/")
    if not (day.isdecimal() and month.isdecimal() and len(day) <= 2 and len(month) <= 2):
        raise ValueError("Écrivez le jour et le mois : 01/06.")
    if not 1 <= int(month) <= 12 or not 1 <= int(day) <= _DAYS[int(month) - 1]:
        raise ValueError(f"Le {text.strip()} n'est pas un jour de l'année.")
    return f"{int(month):02}-{int(day):02}"


def write_day(day: str) -> str:
    """Write `06-01` as `01/06`."""
    return "/".join(reversed(day.split("-")))


def parse_share(text: str) -> int:
    """Read `80`, `33,33` or `33,33 %` as hundredths of a percent; ValueError (French) otherwise."""
    try:
        share = parse_cents(text.strip().removesuffix("%"))
    except ValueError:
        raise ValueError("Écrivez un pourcentage : 80 ou 33,33.") from None
    if not 1 <= share <= PART_ENTIERE:
        raise ValueError("La part du coût va de 0,01 % à 100 %.")
    return share


def _words(regle: Regle) -> Iterator[Fault]:
    if not regle.code or len(regle.code) > _LONGEST_CODE:
        yield "code", f"Donnez un code à cette aide, {_LONGEST_CODE} lettres au plus."
    if not regle.libelle or len(regle.libelle) > _LONGEST:
        yield "libelle", f"Donnez un nom à cette aide, {_LONGEST} lettres au plus."
    if not regle.formes or not regle.formes <= set(Forme):
        yield "formes", "Choisissez la forme de l'aide : subvention, prêt ou les deux."
    for field, text, longest in (
        ("public", regle.public, _LONGEST),
        ("libelle_comptable", regle.libelle_comptable, _LONGEST),
        ("precisions", regle.precisions, _LONGEST_DETAIL),
    ):
        if text is not None and not 1 <= len(text) <= longest:
            yield field, f"Ce texte est trop long : {longest} lettres au plus."


def _bounds(regle: Regle) -> Iterator[Fault]:
    if regle.qf_plafond is not None and not 0 <= regle.qf_plafond <= MOST_QF:
        yield "qf_plafond", _too_much("Ce quotient familial", regle.qf_plafond, MOST_QF)
    for field, said in _AMOUNTS.items():
        amount: int | None = getattr(regle, field)
        if amount is not None and not 1 <= amount <= MOST:
            yield field, _too_much(said, amount, MOST)
    if regle.taux is not None and not 1 <= regle.taux <= PART_ENTIERE:
        yield "taux", "La part du coût va de 0,01 % à 100 %."
    if regle.nombre_par_an is not None and not 1 <= regle.nombre_par_an <= MOST_YEARLY:
        yield "nombre_par_an", f"Une aide se donne de 1 à {MOST_YEARLY} fois par an."
    if regle.plafond is not None and (regle.delegation_plafond or 0) > regle.plafond:
        yield "delegation_plafond", f"C'est plus que le plafond de l'aide, {format_cents(regle.plafond)}."
    by_unit = regle.montant_unitaire is not None or any(one.montant_unitaire for one in regle.tranches)
    if by_unit and regle.unite is None:
        yield "unite", "Dites à quoi se rapporte ce montant : enfant, séjour…"
    if regle.unite is not None and not by_unit:
        yield "montant_unitaire", "Écrivez le montant pour une unité, ou ne choisissez pas d'unité."


def _season(regle: Regle) -> Iterator[Fault]:
    first, last = regle.saison_debut, regle.saison_fin
    if (first is None) != (last is None):
        missing, word = ("saison_debut", "le début") if first is None else ("saison_fin", "la fin")
        yield missing, f"Écrivez aussi {word} de la saison."
    for field, day in (("saison_debut", first), ("saison_fin", last)):
        if day is not None:
            try:
                parse_day(write_day(day))
            except ValueError as error:
                yield field, str(error)


def _loan(regle: Regle) -> Iterator[Fault]:
    if regle.duree_pret_max is not None and not 1 <= regle.duree_pret_max <= LONGEST_LOAN:
        yield "duree_pret_max", f"Un prêt dure de 1 à {LONGEST_LOAN} mois."
    if Forme.PRET not in regle.formes:
        for field in ("duree_pret_max", "ligne_pret"):
            if getattr(regle, field) is not None:
                yield field, "Cette aide n'a pas de prêt : laissez vide."


def _bands(regle: Regle) -> Iterator[Fault]:
    before: int | None = None
    for rank, band in enumerate(regle.tranches, start=1):
        if band.qf_max is None and rank < len(regle.tranches):
            yield f"tranche{rank}_qf", "Écrivez jusqu'à quel QF : seule la dernière tranche peut s'en passer."
        if band.qf_max is not None:
            yield from _band_ceiling(regle, rank, band.qf_max, before)
            before = band.qf_max
        yield from _band_amounts(rank, band)


def _band_ceiling(regle: Regle, rank: int, ceiling: int, before: int | None) -> Iterator[Fault]:
    field = f"tranche{rank}_qf"
    if not 0 <= ceiling <= MOST_QF:
        yield field, _too_much("Ce quotient familial", ceiling, MOST_QF)
    elif before is not None and ceiling == before:
        yield field, "Deux tranches s'arrêtent au même QF."
    elif before is not None and ceiling < before:
        yield field, "Rangez les tranches du plus petit QF au plus grand."
    elif regle.qf_plafond is not None and ceiling > regle.qf_plafond:
        yield field, f"C'est plus que le plafond de QF de l'aide, {format_cents(regle.qf_plafond)}."


def _band_amounts(rank: int, band: Tranche) -> Iterator[Fault]:
    if band.taux is None and band.plafond is None and band.montant_unitaire is None:
        yield f"tranche{rank}_taux", "Dites ce que donne cette tranche : une part, un plafond ou un montant."
    if band.taux is not None and not 1 <= band.taux <= PART_ENTIERE:
        yield f"tranche{rank}_taux", "La part du coût va de 0,01 % à 100 %."
    for field in ("plafond", "montant_unitaire"):
        amount: int | None = getattr(band, field)
        if amount is not None and not 1 <= amount <= MOST:
            yield f"tranche{rank}_{field}", _too_much("Ce montant", amount, MOST)


def _documents(regle: Regle) -> Iterator[Fault]:
    names = [name.casefold() for name, _ in regle.pieces]
    for name, _ in regle.pieces:
        if not 1 <= len(name) <= _LONGEST:
            yield "pieces", f"Une pièce se nomme en {_LONGEST} lettres au plus."
        elif names.count(name.casefold()) > 1:
            yield "pieces", f"« {name} » est deux fois dans la liste."


def _too_much(said: str, amount: int, most: int) -> str:
    if amount < 0:
        return f"{said} ne peut pas être négatif."
    return f"{said} est nul : laissez vide." if amount == 0 else f"{said} dépasse {format_cents(most)}."
