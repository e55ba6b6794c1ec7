"""The day of the user: what is planned, late, missing, left aside, and the year so far."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from caseapp.domain.filters import Filters, Perimetre
from caseapp.domain.names import family_name
from caseapp.domain.periods import Period, add_months, free_period, month_period
from caseapp.services.agenda import AgendaService
from caseapp.services.agenda_rows import Periode
from caseapp.services.agents import AgentRow, AgentService
from caseapp.services.appels import AppelService
from caseapp.services.brouillons import BrouillonRow, BrouillonService
from caseapp.services.echeances import AHEAD, Echeance, read_echeances
from caseapp.services.echeances_aides import AidReader, RetardsAides, read_retards
from caseapp.services.echeances_dossiers import EcheanceService
from caseapp.services.echeances_resumes import read_lines
from caseapp.services.familles import FamilleService
from caseapp.services.offres import OffreService
from caseapp.services.offres_liste import Filtre
from caseapp.services.releve import Releve, read_releve
from caseapp.services.statistiques import StatistiquesService
from caseapp.store import Store

_OFFERS = 100
"""Offers listed among the deadlines at most; their page has them all."""
_MONTHS = 12
_BETWEEN = " · "
"""Stands between a name and what follows it in the label of a family."""
_TOLD = ("familles.total", "interventions.ouvertes", "rendez_vous.total", "aides.total.montant")


@dataclass(frozen=True, slots=True)
class BrouillonLigne:
    """A draft with the name of its family, empty when it is about nobody."""

    brouillon: BrouillonRow
    famille: str


@dataclass(frozen=True, slots=True)
class Journee:
    """What the first page says of a day; `moi` is None until the user said who they are."""

    jour: date
    moi: AgentRow | None
    agenda: Periode
    echeances: tuple[Echeance, ...]
    releve: Releve
    brouillons: tuple[BrouillonLigne, ...]

    @property
    def en_retard(self) -> int:
        """Deadlines past: the day after, not before."""
        return sum(one.nombre for one in self.echeances if one.jour < self.jour)


@dataclass(frozen=True, slots=True)
class Cumul:
    """A figure from 1 January to the day, and to the same day a year before; None when unknown."""

    adresse: str
    valeur: int | Fraction | None
    precedent: int | Fraction | None


@dataclass(frozen=True, slots=True)
class Annee:
    """The year so far, and the interventions active in each of the last twelve months."""

    periode: Period
    perimetre: Perimetre
    """The agent whose year it is; nobody in particular until the user said who they are."""
    cumuls: tuple[Cumul, ...]
    mois: tuple[tuple[Period, Decimal], ...]


@dataclass(frozen=True, slots=True)
class Sources:
    """The services that know the parts of a day."""

    agents: AgentService
    agenda: AgendaService
    offres: OffreService
    appels: AppelService
    brouillons: BrouillonService
    familles: FamilleService
    statistiques: StatistiquesService
    echeances: EcheanceService


class AccueilService:
    """Gathers what other services know, for one day."""

    def __init__(self, store: Store, sources: Sources) -> None:
        self._store, self._from = store, sources

    def journee(self, today: date) -> Journee:
        """Return the day of the user, of the whole team until the user said who they are."""
        moi = self._from.agents.me()
        agent_id = None if moi is None else moi.id
        with self._store.read() as session:
            echeances = read_echeances(session, today, agent_id)
            aides = tuple(AidReader(session, today, today + AHEAD, agent_id).echeances())
            releve = read_releve(session, month_period(today.year, today.month), today, agent_id)
        files = read_lines(self._from.echeances.suivies(today), agent_id, today, today + AHEAD)
        found = (*echeances, *aides, *files, *self._offers(today, agent_id), *self._missed_calls(today))
        return Journee(
            today, moi, self._from.agenda.period(today, today, None if moi is None else {moi.id}),
            tuple(sorted(found, key=lambda one: (one.jour, one.famille))), releve, self._drafts(),
        )  # fmt: skip

    def retards_aides(self, today: date) -> RetardsAides:
        """Count what is late on the financial aids of the whole team."""
        with self._store.read() as session:
            return read_retards(session, today)

    def annee(self, today: date) -> Annee:
        """Compute the year so far; a second or more at national size."""
        moi = self._from.agents.me()
        filters = Filters() if moi is None else Filters(agent=moi.code, label=f"agent {moi.label}")
        period = free_period(date(today.year, 1, 1), today)
        value, before = self._from.statistiques.value, _before(period)
        cumuls = tuple(
            Cumul(address, value(address, period, filters), value(address, before, filters))
            for address in _TOLD
        )
        months = self._from.statistiques.months("cibles.total.total", _twelve_months(today), filters).months
        perimetre = Perimetre(agent=None if moi is None else moi.code)
        return Annee(
            period, perimetre, cumuls, tuple((month, Decimal(int(value or 0))) for month, value in months)
        )

    def _offers(self, today: date, agent_id: int | None) -> tuple[Echeance, ...]:
        listed = self._from.offres.call_list(today, Filtre(agent_id=agent_id))
        rows = self._from.offres.list_rows(listed.ids[:_OFFERS], today)
        return tuple(
            Echeance(
                row.position.echeance, row.position.action or row.position.libelle,
                row.position.fondement, row.famille,
                row.famille_id, row.cible, "offres",
            )
            for row in rows
            if row.position.echeance is not None and row.position.echeance <= today + AHEAD
        )  # fmt: skip

    def _missed_calls(self, today: date) -> tuple[Echeance, ...]:
        return tuple(
            Echeance(
                one.date, "Appel manqué à rappeler", "ligne téléphonique",
                one.famille.partition(_BETWEEN)[0], one.famille_id, cle="plateforme",
            )
            for one in self._from.appels.read_day(today).appels
            if one.a_rappeler
        )  # fmt: skip

    def _drafts(self) -> tuple[BrouillonLigne, ...]:
        drafts = self._from.brouillons.list_rows()
        ids = [one.famille_id for one in drafts if one.famille_id is not None]
        names = {row.id: family_name(row.nom, row.prenom) for row in self._from.familles.list_rows(ids)}
        return tuple(BrouillonLigne(one, names.get(one.famille_id or 0, "")) for one in drafts)


def _twelve_months(today: date) -> Period:
    """Return this month and the eleven before."""
    first = date(today.year, today.month, 1)
    return Period(add_months(first, 1 - _MONTHS), add_months(first, 1))


def _before(period: Period) -> Period:
    return free_period(add_months(period.start, -_MONTHS), add_months(period.last_day, -_MONTHS))
