"""Individual financial aids (AFI): types, commission sessions, requests and decisions."""

from datetime import date, datetime, time

from sqlalchemy import CheckConstraint, DateTime, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.models.base import (
    FIRST_DAY,
    LAST_DAY,
    Record,
    amounts,
    cents,
    code_key,
    counted,
    dated,
    filled,
    link,
    optional_bool,
    optional_code,
    optional_date,
    optional_link,
    optional_text,
    optional_time,
    ordered,
    required_cents,
    required_code,
    sparse_index,
    timed,
    yes_no,
)

LONGEST_EXPOSE = 20_000


class TypeAide(Record):
    """An aid, whatever the year; `formes` is `subvention`, `pret` or `subvention pret`."""

    __tablename__ = "types_aide"

    code: Mapped[str] = code_key()
    libelle: Mapped[str] = mapped_column(String(400))
    domaine: Mapped[str] = required_code("domaine")
    formes: Mapped[str | None] = mapped_column(String(20))

    __table_args__ = (
        *filled("code", length=60),
        *filled("libelle"),
        CheckConstraint("formes IN ('subvention', 'pret', 'subvention pret')", name="formes_connues"),
    )


class InstanceCommission(Record):
    """An instance that decides on aids, and when it sits: the `semaines` of the month (`1 3`), on `jour`."""

    __tablename__ = "instances_commission"

    code: Mapped[str] = code_key()
    """The name that the sessions carry in `instance`."""
    jour: Mapped[int | None]
    """Weekday, 0 = Monday."""
    semaines: Mapped[str | None] = mapped_column(String(9))
    heure: Mapped[time | None] = optional_time()
    lieu: Mapped[str | None] = optional_text()
    delai_depot: Mapped[int | None]
    """Days before the session when the requests are closed."""
    actif: Mapped[bool | None] = optional_bool()

    __table_args__ = (
        *filled("code", length=60),
        *counted("jour", high=6),
        *filled("semaines", length=9),
        *timed("heure"),
        *filled("lieu"),
        *counted("delai_depot", high=366),
        *yes_no("actif"),
    )


class SeanceCommission(Record):
    """A session of the instance that decides on aids; once closed (`close_le`) its decisions are sealed."""

    __tablename__ = "seances_commission"

    code: Mapped[str] = code_key()
    instance: Mapped[str] = mapped_column(String(400))
    heure: Mapped[time | None] = optional_time()
    lieu: Mapped[str | None] = optional_text()
    date_limite: Mapped[date | None] = optional_date()
    """Last day when a complete request enters its agenda."""
    presents: Mapped[str | None] = optional_text(4_000)
    """Members who sat, as the minutes name them."""
    observations: Mapped[str | None] = optional_text(4_000)
    close_le: Mapped[datetime | None] = mapped_column(DateTime())
    """UTC."""
    close_par: Mapped[str | None] = optional_text(200)
    empreinte: Mapped[str | None] = optional_text(64)
    """SHA-256 of its decisions as they were closed: what was rectified since stands beside them."""
    date: Mapped[date]

    __table_args__ = (
        *filled("code", length=60),
        *filled("instance"),
        *dated("date", "date_limite"),
        *timed("heure"),
        *filled("lieu"),
        *filled("presents", "observations", length=4_000),
        CheckConstraint(f"close_le BETWEEN '{FIRST_DAY}' AND '{LAST_DAY}'", name="close_le_plausible"),
        *filled("close_par", length=200),
        *filled("empreinte", length=64),
        Index(None, "date", "instance"),
    )


class Aide(Record):
    """A request for an aid and its decision; amounts in cents, unknown amounts empty."""

    __tablename__ = "aides"

    reference: Mapped[str] = code_key()
    famille_id: Mapped[int] = mapped_column(ForeignKey("familles.id"))
    type_aide_id: Mapped[int] = mapped_column(ForeignKey("types_aide.id"))
    motif: Mapped[str | None] = optional_code("motif_aide")
    demandeur: Mapped[str | None] = optional_code("demandeur")
    agent_id: Mapped[int | None] = mapped_column(ForeignKey("agents.id"))
    partenaire_id: Mapped[int | None] = mapped_column(ForeignKey("partenaires.id"))
    intervention_id: Mapped[int | None] = mapped_column(ForeignKey("interventions.id"))
    date_demande: Mapped[date]
    montant_demande: Mapped[int | None] = cents()
    seance_id: Mapped[int | None] = mapped_column(ForeignKey("seances_commission.id"))
    date_decision: Mapped[date | None] = optional_date()
    decision: Mapped[str | None] = optional_code("decision")
    montant_pret: Mapped[int | None] = cents()
    montant_subvention: Mapped[int | None] = cents()
    urgente: Mapped[bool | None] = optional_bool()
    quotient_familial: Mapped[int | None] = cents()
    mois_qf: Mapped[date | None] = optional_date()
    """First day of the month of the quotient familial."""
    quantite: Mapped[int | None]
    """Children, stays or days that the amount is asked for."""
    objet: Mapped[str | None] = optional_text()
    cout: Mapped[int | None] = cents()
    """What the whole project costs."""
    reste_a_charge: Mapped[int | None] = cents()
    """What the family pays."""
    date_projet: Mapped[date | None] = optional_date()
    """When the stay or the works begin."""
    expose: Mapped[str | None] = optional_text(LONGEST_EXPOSE)
    """What the members of the commission read of the situation."""
    rendez_vous_id: Mapped[int | None] = optional_link("rendez_vous")
    """The rights appointment that the request comes from."""
    decideur: Mapped[str | None] = optional_code("decideur")
    motif_refus: Mapped[str | None] = optional_code("motif_refus")
    motif_decision: Mapped[str | None] = optional_text()
    date_notification: Mapped[date | None] = optional_date()

    __table_args__ = (
        *filled("reference", length=60),
        *dated("date_demande", "date_decision", "mois_qf", "date_projet", "date_notification"),
        *yes_no("urgente"),
        *amounts("quotient_familial", "cout", "reste_a_charge"),
        *counted("quantite", low=1, high=1_000),
        *filled("objet", "motif_decision"),
        *filled("expose", length=LONGEST_EXPOSE),
        ordered("date_demande", "date_decision"),
        *amounts("montant_demande", "montant_pret", "montant_subvention"),
        CheckConstraint(
            "decision NOT IN ('accord', 'accord_partiel') OR date_decision IS NOT NULL",
            name="accord_date",
        ),
        Index(
            "ix_aides_decidees",
            "date_decision", "decision", "type_aide_id", "demandeur", "famille_id",
            "montant_pret", "montant_subvention", "date_demande", "seance_id",
        ),
        Index("ix_aides_demandees", "date_demande"),
        Index("ix_aides_en_attente", "date_demande", sqlite_where=text("date_decision IS NULL")),
        Index("ix_aides_famille", "famille_id", "date_demande"),
        Index("ix_aides_seance", "seance_id"),
        sparse_index("aides", "rendez_vous_id"),
    )  # fmt: skip


class PieceAide(Record):
    """A document of a request, received on `date_reception`."""

    __tablename__ = "pieces_aide"

    aide_id: Mapped[int] = link("aides")
    libelle: Mapped[str] = mapped_column(String(400))
    obligatoire: Mapped[bool]
    date_reception: Mapped[date | None] = optional_date()

    __table_args__ = (
        *filled("libelle"),
        *yes_no("obligatoire"),
        *dated("date_reception"),
        Index(None, "aide_id"),
    )


class Cofinancement(Record):
    """What another funder gives, or is asked for, in cents."""

    __tablename__ = "cofinancements"

    aide_id: Mapped[int] = link("aides")
    financeur: Mapped[str] = mapped_column(String(400))
    montant: Mapped[int] = required_cents()
    etat: Mapped[str] = required_code("etat_cofinancement")

    __table_args__ = (*filled("financeur"), *amounts("montant"), Index(None, "aide_id"))


class Ajournement(Record):
    """A decision put off: the request was seen and left for a later session."""

    __tablename__ = "ajournements"

    aide_id: Mapped[int] = link("aides")
    seance_id: Mapped[int | None] = optional_link("seances_commission")
    date: Mapped[date]
    motif: Mapped[str | None] = optional_text()

    __table_args__ = (
        *filled("motif"),
        *dated("date"),
        Index(None, "aide_id"),
        Index(None, "seance_id"),
        Index(None, "date"),
    )


class Rectification(Record):
    """A correction of a sealed decision: what it was, what it became, who did it and why. Never changed."""

    __tablename__ = "rectifications"

    aide_id: Mapped[int] = link("aides")
    seance_id: Mapped[int] = link("seances_commission")
    moment: Mapped[datetime] = mapped_column(DateTime())
    """UTC."""
    auteur: Mapped[str] = mapped_column(String(200))
    motif: Mapped[str] = mapped_column(String(400))
    decision_avant: Mapped[str | None] = optional_code("decision")
    pret_avant: Mapped[int | None] = cents()
    subvention_avant: Mapped[int | None] = cents()
    decision_apres: Mapped[str] = required_code("decision")
    pret_apres: Mapped[int | None] = cents()
    subvention_apres: Mapped[int | None] = cents()

    __table_args__ = (
        CheckConstraint(f"moment BETWEEN '{FIRST_DAY}' AND '{LAST_DAY}'", name="moment_plausible"),
        *filled("auteur", length=200),
        *filled("motif"),
        *amounts("pret_avant", "subvention_avant", "pret_apres", "subvention_apres"),
        Index(None, "aide_id"),
        Index(None, "seance_id"),
    )
