"""The repayment plans of a sheet: the last one month by month, those before it in a line each."""

from collections.abc import Iterator, Sequence

from caseapp.domain.labels import format_cents, format_date, plural
from caseapp.domain.plan_apurement import SuiviPlan
from caseapp.domain.pret import EtatEcheance, Suivi
from caseapp.reports.impaye import PlanPapier
from caseapp.reports.impaye_blocs import Atelier, Bloc, pile
from caseapp.reports.shapes import Mark, Rect
from caseapp.reports.typography import WIDTH

_ROW, _EVEN_ROW = 9, 12
"""Instalments side by side: more of them when all are alike and only their state is written."""
_HEIGHT = 18.0
_EARLIER = 2
_WORDS = {
    EtatEcheance.REGLEE: "payée",
    EtatEcheance.EN_RETARD: "retard",
    EtatEcheance.DU_JOUR: "ce jour",
    EtatEcheance.A_VENIR: "à venir",
}


def plan_bloc(plans: Sequence[PlanPapier], most: int, atelier: Atelier) -> Bloc:
    """Return the plans, the latest first; at most `most` instalments, those around the first unsettled."""
    if not plans:
        return Bloc(0.0)
    shown, first = _window(plans[0].suivi, most)
    parts = [atelier.text(plan_sentences(plans[0]), WIDTH, most=2)]
    across = _EVEN_ROW if _is_even(plans[0].suivi) else _ROW
    starts = range(0, len(shown), across)
    parts += [_instalments(shown[start : start + across], across, atelier) for start in starts]
    count = len(plans[0].suivi.lignes)
    if len(shown) < count:
        said = f"Mensualités {first + 1} à {first + len(shown)} sur {count}."
        parts.append(atelier.text([said], WIDTH, quiet=True))
    parts.append(atelier.text(_earlier(plans[1:]), WIDTH, quiet=True))
    return pile(parts, 2.0)


def plan_sentences(one: PlanPapier) -> Iterator[str]:
    """Say a plan, then how it is kept."""
    suivi, plan = one.suivi, one.suivi.plan
    rows, head = plan.mensualites, f"{one.libelle} du {format_date(plan.date_plan)}"
    if len(rows) > 1:
        each = f" de {format_cents(rows[0].montant)}" if _is_even(suivi) else ""
        last = (
            f", la dernière de {format_cents(rows[-1].montant)}"
            if each and rows[-1].montant != rows[0].montant
            else ""
        )
        span = f"du {format_date(rows[0].date)} au {format_date(rows[-1].date)}"
        count, total = plural(len(rows), "mensualité"), format_cents(plan.montant)
        yield f"{head} : {count}{each} {span}{last}, {total} en tout."
    elif rows:
        yield f"{head} : une mensualité de {format_cents(plan.montant)} le {format_date(rows[0].date)}."
    else:
        yield f"{head}, sans mensualité connue."
    late = suivi.manquees
    said = f"Payé {format_cents(suivi.paye)}, reste {format_cents(suivi.reste)}"
    if late:
        said += f" ; en retard {format_cents(suivi.retard)} sur {plural(len(late), 'mensualité')}"
    broken = "" if plan.date_rupture is None else f" ; arrêté le {format_date(plan.date_rupture)}"
    yield f"{said}{broken}."


def _is_even(suivi: SuiviPlan) -> bool:
    """Tell whether all instalments but the last are alike."""
    return len({one.montant for one in suivi.plan.mensualites[:-1]}) == 1


def _window(suivi: SuiviPlan, most: int) -> tuple[Sequence[Suivi], int]:
    """Return the instalments shown, and how many stand before them."""
    rows = suivi.lignes
    if len(rows) <= most:
        return rows, 0
    unsettled = next((rank for rank, one in enumerate(rows) if one.reste), len(rows))
    start = max(0, min(unsettled - most // 3, len(rows) - most))
    return rows[start : start + most], start


def _instalments(row: Sequence[Suivi], across: int, atelier: Atelier) -> Bloc:
    palette = atelier.typography.palette
    colours = {
        EtatEcheance.REGLEE: palette.succes,
        EtatEcheance.EN_RETARD: palette.danger,
        EtatEcheance.DU_JOUR: palette.attention,
        EtatEcheance.A_VENIR: palette.bord,
    }
    day, state = atelier.typography.discret(6.6), atelier.typography.plain(6.4)
    marks: list[Mark] = []
    cell = WIDTH / across
    for rank, one in enumerate(row):
        x, said = rank * cell, _state(one, even=across == _EVEN_ROW)
        marks.append(Rect(x, 1.0, 2.0, _HEIGHT - 3.0, colours[one.etat]))
        marks.append(day.at(x + 4.0, 7.6, f"{one.echeance.date:%d/%m/%y}"))
        marks.append(state.at(x + 4.0, 15.8, state.shorten(said, cell - 4.5)))
    return Bloc(_HEIGHT, tuple(marks))


def _state(one: Suivi, *, even: bool) -> str:
    """Write `payée`, `35,67 payée` in an uneven plan, or what is left when partly paid: `reste 12,00`."""
    if 0 < one.reste < one.echeance.montant:
        return f"reste {_euros(one.reste)}"
    return _WORDS[one.etat] if even else f"{_euros(one.echeance.montant)} {_WORDS[one.etat]}"


def _euros(cents: int) -> str:
    return format_cents(cents).removesuffix("\N{NO-BREAK SPACE}€")


def _earlier(plans: Sequence[PlanPapier]) -> Iterator[str]:
    for one in plans[:_EARLIER]:
        broken = one.suivi.plan.date_rupture
        end = "" if broken is None else f", arrêté le {format_date(broken)}"
        paid = f"{format_cents(one.suivi.paye)} payés sur {format_cents(one.suivi.plan.montant)}"
        yield f"Avant : {one.libelle.lower()} du {format_date(one.suivi.plan.date_plan)}{end}, {paid}."
    if len(plans) > _EARLIER:
        yield f"Et {plural(len(plans) - _EARLIER, 'plan')} avant ceux-là."
