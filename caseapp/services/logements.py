"""Reported dwellings: visited, diagnosed, their aid withheld, extended, then released or lost.

Every method that writes is one step. Nothing is decided by a delay: a person notes each fact.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseapp.domain.communes import CommuneDirectory
from caseapp.domain.conservation import refus_prolongation
from caseapp.domain.labels import format_date
from caseapp.errors import FieldError, InputError
from caseapp.models import LogementSignale, Occupation, ProlongationConservation
from caseapp.models.base import new_reference
from caseapp.services.agents import AgentService
from caseapp.services.dossiers_rows import EcheanceSuivie
from caseapp.services.jeux_de_regles import JeuxDeReglesService
from caseapp.services.logements_controles import (
    check_dates,
    check_follower,
    check_monthly,
    check_occupation,
    find_or_add_dwelling,
    refuse_closed,
    require_report,
    required_day,
    required_family,
)
from caseapp.services.logements_faits import conservation_of, regles_of
from caseapp.services.logements_liste import read_list
from caseapp.services.logements_rows import (
    INDECENTS,
    Filtre,
    ListeLogements,
    OccupationSaisie,
    SignalementSaisie,
    SignalementVue,
)
from caseapp.services.logements_vue import read_address, read_vue
from caseapp.services.saisie_suivi import check_code, check_order, check_past, cleaned, require_record
from caseapp.store import Step, Store, Trace

_EXTENSION_GONE = "Cette prolongation n'est plus dans la base."


@dataclass(frozen=True, slots=True)
class ConstatSaisie:
    """What the visit found."""

    date_constat: date | None
    resultat: str | None
    operateur: str | None = None
    anomalies: str | None = None


class LogementService:
    """Reads and writes the reported dwellings of an open store."""

    def __init__(
        self,
        store: Store,
        auteur: str,
        communes: CommuneDirectory,
        agents: AgentService,
        regles: JeuxDeReglesService,
    ) -> None:
        self._store, self._auteur, self._communes = store, auteur, communes
        self._agents, self._regles = agents, regles

    # --- Reading ---

    def read_list(
        self, filtre: Filtre, today: date, suivies: tuple[EcheanceSuivie, ...] = ()
    ) -> ListeLogements:
        """Return what the filter keeps; `suivies` are the pending deadlines of the domain."""
        with self._store.read() as session:
            return read_list(session, self._communes, filtre, today, suivies)

    def open_vue(self, signalement_id: int, today: date) -> SignalementVue:
        """Return a report with all that is known of it; InputError when it is gone."""
        with self._store.read() as session:
            record = require_report(session, signalement_id)
            jeux = self._regles.en_vigueur_dans(session).jeux
            return read_vue(session, record, jeux, self._communes, today)

    def reveal_adresse(self, signalement_id: int) -> str:
        """Return the address of a protected family's dwelling, and leave a trace of who asked."""
        with self._store.write(self._auteur) as session:
            record = require_report(session, signalement_id)
            if record.logement_id is None:
                raise InputError("Ce signalement n'a pas de logement.")
            session.trace(
                Trace("consultation", "logements", record.logement_id, record.logement_id, ("adresse",))
            )
            return read_address(session, record.logement_id, self._communes)

    # --- The report ---

    def signaler(self, saisie: SignalementSaisie, today: date) -> int:
        """Add a report, by the user's agent when none is said, and the occupation that is not known yet."""
        me = self._agents.me()
        with self._store.write(self._auteur, Step("Logement signalé", saisie.famille_id)) as session:
            famille = required_family(session, saisie.famille_id)
            record = LogementSignale(
                reference=new_reference("LS"), famille_id=famille.id,
                agent_id=saisie.agent_id or (me.id if me else None),
            )  # fmt: skip
            _fill_report(session, record, saisie, today)
            logement = find_or_add_dwelling(session, saisie.logement_id, saisie.logement)
            record.logement_id = logement.id
            _add_occupation(session, saisie, logement.id)
            session.add(record)
            session.flush()
            return record.id

    def modifier(self, signalement_id: int, saisie: SignalementSaisie, today: date) -> None:
        """Correct a report, its dwelling or who follows it; its family stays."""
        with self._write("Signalement modifié", signalement_id) as (session, record):
            _fill_report(session, record, saisie, today)
            check_follower(session, record.famille_id, saisie.agent_id, saisie.intervention_id)
            record.agent_id, record.intervention_id = saisie.agent_id, saisie.intervention_id
            record.logement_id = find_or_add_dwelling(session, saisie.logement_id, saisie.logement).id

    # --- The visit and what follows ---

    def prevoir_visite(
        self, signalement_id: int, jour: date | None, operateur: str | None, today: date
    ) -> None:
        """Note the day planned for the technical visit; None plans none."""
        with self._write("Visite prévue", signalement_id) as (_, record):
            record.date_visite, record.operateur = jour, cleaned("operateur", operateur)
            check_dates(record, ("date_visite",), today)

    def constater(self, signalement_id: int, saisie: ConstatSaisie, today: date) -> None:
        """Note what the visit found."""
        with self._write("Constat noté", signalement_id) as (session, record):
            required_day("date_constat", saisie.date_constat, "Dites de quel jour est le constat.")
            if saisie.resultat is None:
                raise FieldError("resultat", "Dites ce que la visite a constaté.")
            check_code(session, "resultat", "resultat_constat", saisie.resultat)
            if record.date_conservation is not None and saisie.resultat not in INDECENTS:
                since = format_date(record.date_conservation)
                said = f"L'aide est conservée depuis le {since} : levez-la ou retirez-la d'abord."
                raise FieldError("resultat", said)
            record.date_constat, record.resultat = saisie.date_constat, saisie.resultat
            record.operateur = cleaned("operateur", saisie.operateur)
            record.anomalies = cleaned("anomalies", saisie.anomalies, 4000)
            check_dates(record, ("date_constat",), today)

    def diagnostiquer(
        self, signalement_id: int, jour: date | None, *, assistance: bool | None, today: date
    ) -> None:
        """Note the diagnosis, with or without assistance à maîtrise d'ouvrage."""
        with self._write("Diagnostic noté", signalement_id) as (_, record):
            record.date_diagnostic = required_day("date_diagnostic", jour, "Dites quand il a été fait.")
            record.assistance_maitrise_ouvrage = assistance
            check_dates(record, ("date_diagnostic",), today)

    def noter_travaux(self, signalement_id: int, debut: date | None, fin: date | None, today: date) -> None:
        """Note when the owner's works begin and end, past or planned."""
        with self._write("Travaux notés", signalement_id) as (_, record):
            record.date_debut_travaux, record.date_fin_travaux = debut, fin
            check_dates(record, ("date_debut_travaux", "date_fin_travaux"), today)

    # --- The aid withheld ---

    def conserver(self, signalement_id: int, jour: date | None, montant: int | None, today: date) -> None:
        """Note that the aid is withheld from a day, and how much each month, in cents."""
        with self._write("Aide conservée", signalement_id) as (session, record):
            refuse_closed(record)
            if record.resultat not in INDECENTS:
                raise InputError("L'aide se conserve après un constat de non-décence : notez-le d'abord.")
            check_monthly("montant_conserve", montant)
            record.date_conservation = required_day("date_conservation", jour, "Dites depuis quel jour.")
            record.montant_conserve = montant
            check_dates(record, ("date_conservation",), today)
            first = min((one.date for one in _extensions(session, record.id)), default=None)
            if first is not None and record.date_conservation > first:
                raise FieldError(
                    "date_conservation", f"C'est après une prolongation, le {format_date(first)}."
                )

    def retirer_conservation(self, signalement_id: int) -> None:
        """Take back aid noted as withheld by mistake; that of an extension is no mistake."""
        with self._write("Aide conservée retirée", signalement_id) as (session, record):
            refuse_closed(record)
            if record.date_conservation is None:
                raise InputError("L'aide n'est pas conservée : il n'y a rien à retirer.")
            if _extensions(session, record.id):
                raise InputError("La conservation est prolongée : retirez d'abord ses prolongations.")
            record.date_conservation = record.montant_conserve = None

    def prolonger(
        self, signalement_id: int, jour: date | None, motif: str | None, mois: int | None, today: date
    ) -> int:
        """Add months in a listed case; one more than the rules let is refused with the reason."""
        with self._write("Conservation prolongée", signalement_id) as (session, record):
            refuse_closed(record)
            granted = _extensions(session, record.id)
            jeux = self._regles.en_vigueur_dans(session).jeux
            withheld = conservation_of(jeux, record, [one.mois for one in granted])
            jeu = regles_of(jeux, record)
            if withheld is None or jeu is None or jeu.conservation is None:
                raise InputError("L'aide n'est pas conservée : il n'y a rien à prolonger.")
            day = required_day("date", jour, "Dites quand la prolongation a été décidée.")
            if motif is None:
                raise FieldError("motif", "Dites dans quel cas la conservation est prolongée.")
            check_code(session, "motif", "motif_prolongation", motif)
            months = jeu.conservation.prolongation if mois is None else mois
            refused = refus_prolongation(jeu.conservation, withheld.prolongations, months)
            if refused is not None:
                raise FieldError("mois", f"{refused} ({jeu.conservation.article})")
            _check_extension_day(record, granted, day, withheld.fin, today)
            added = ProlongationConservation(signalement_id=record.id, date=day, motif=motif, mois=months)
            session.add(added)
            session.flush()
            return added.id

    def retirer_prolongation(self, prolongation_id: int) -> None:
        """Take away an extension noted by mistake."""
        with self._store.read() as session:
            found = require_record(session, ProlongationConservation, prolongation_id, _EXTENSION_GONE)
            signalement_id = found.signalement_id
        with self._write("Prolongation retirée", signalement_id) as (session, _):
            session.delete(
                require_record(session, ProlongationConservation, prolongation_id, _EXTENSION_GONE)
            )

    # --- The end ---

    def lever(self, signalement_id: int, jour: date | None, *, travaux: bool | None, today: date) -> None:
        """Note that the dwelling is fit again: the aid is paid; with none withheld, the report is closed."""
        with self._store.read() as session:
            withheld = require_report(session, signalement_id).date_conservation is not None
        label = "Conservation levée" if withheld else "Signalement clos"
        with self._write(label, signalement_id) as (_, record):
            if record.date_perte is not None:
                refuse_closed(record)
            if travaux is None:
                raise FieldError("travaux", "Dites si des travaux ont été faits.")
            record.date_levee = required_day("date_levee", jour, "Dites de quel jour.")
            record.travaux = travaux
            check_dates(record, ("date_levee",), today)

    def perdre(self, signalement_id: int, jour: date | None, today: date) -> None:
        """Note that the aid withheld is lost to the landlord."""
        with self._write("Aide conservée perdue", signalement_id) as (_, record):
            if record.date_levee is not None:
                refuse_closed(record)
            if record.date_conservation is None:
                raise InputError("L'aide n'est pas conservée : il n'y a rien à perdre.")
            record.date_perte = required_day("date_perte", jour, "Dites de quel jour.")
            check_dates(record, ("date_perte",), today)

    def rouvrir(self, signalement_id: int) -> None:
        """Take back a release or a loss noted too early."""
        with self._write("Signalement rouvert", signalement_id) as (_, record):
            if record.date_levee is None and record.date_perte is None:
                raise InputError("Ce signalement n'est ni levé ni perdu.")
            record.date_levee = record.date_perte = record.travaux = None

    @contextmanager
    def _write(self, label: str, signalement_id: int) -> Iterator[tuple[Session, LogementSignale]]:
        """Write one step about a report; InputError when it is gone."""
        with self._store.read() as session:
            famille_id = require_report(session, signalement_id).famille_id
        with self._store.write(self._auteur, Step(label, famille_id)) as session:
            yield session, require_report(session, signalement_id)


def _fill_report(session: Session, record: LogementSignale, saisie: SignalementSaisie, today: date) -> None:
    record.date_signalement = required_day(
        "date_signalement", saisie.date_signalement, "Dites de quel jour est le signalement."
    )
    if saisie.origine is None:
        raise FieldError("origine", "Dites d'où vient le signalement.")
    check_code(session, "origine", "origine_signalement", saisie.origine)
    check_follower(session, record.famille_id, saisie.agent_id, saisie.intervention_id)
    record.origine, record.date_visite = saisie.origine, saisie.date_visite
    record.intervention_id = saisie.intervention_id
    check_dates(record, ("date_signalement", "date_visite"), today)


def _add_occupation(session: Session, saisie: SignalementSaisie, logement_id: int) -> None:
    """Add the stay of the family, unless it lives there already or lived there at days not typed here."""
    known = select(Occupation.id).where(
        Occupation.famille_id == saisie.famille_id, Occupation.logement_id == logement_id
    )
    if saisie.date_entree is not None:
        known = known.where(Occupation.date_sortie.is_(None))
    if session.scalar(known.limit(1)) is not None:
        return
    stay = OccupationSaisie(
        saisie.famille_id, logement_id, date_entree=saisie.date_entree, statut=saisie.statut
    )
    check_occupation(session, stay)
    session.add(
        Occupation(
            famille_id=saisie.famille_id, logement_id=logement_id, date_entree=stay.date_entree,
            statut=stay.statut,
        )
    )  # fmt: skip


def _extensions(session: Session, signalement_id: int) -> list[ProlongationConservation]:
    statement = select(ProlongationConservation).where(
        ProlongationConservation.signalement_id == signalement_id
    )
    return list(session.scalars(statement.order_by(ProlongationConservation.date)))


def _check_extension_day(
    record: LogementSignale, granted: list[ProlongationConservation], day: date, end: date, today: date
) -> None:
    """Refuse an extension decided before the withholding or the former one, or once it has ended."""
    check_past("date", day, today)
    check_order("date", record.date_conservation, day, "le début de la conservation")
    for one in granted:
        check_order("date", one.date, day, "la prolongation précédente")
    if day > end:
        raise FieldError("date", f"La conservation était terminée le {format_date(end)}.")
