"""Code lists in the store: one table a list, so that the database itself refuses an unknown code."""

from datetime import date

from sqlalchemy import CheckConstraint, Date, String
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from caseapp.models.base import Base, counted, dated, filled, ordered, required_code


class CodeListe(Base):
    """A code in force from `depuis` to `jusqu_au`; disabled by that date, never deleted nor renamed."""

    __abstract__ = True

    code: Mapped[str] = mapped_column(String(60), primary_key=True)
    libelle: Mapped[str] = mapped_column(String(200))
    ordre: Mapped[int]
    depuis: Mapped[date | None] = mapped_column(Date())
    jusqu_au: Mapped[date | None] = mapped_column(Date())

    @declared_attr.directive
    @classmethod
    def __table_args__(cls) -> tuple[CheckConstraint, ...]:
        return code_constraints()


def code_constraints() -> tuple[CheckConstraint, ...]:
    """Return fresh constraints for one code table."""
    return (
        *filled("code", length=60),
        *filled("libelle", length=200),
        *dated("depuis", "jusqu_au"),
        *counted("ordre", low=1),
        CheckConstraint("code = lower(code)", name="code_minuscule"),
        ordered("depuis", "jusqu_au"),
    )


class CodeMotif(CodeListe):
    """Reasons of an intervention, each in one cible, national or local."""

    __tablename__ = "code_motif"

    cible: Mapped[str] = required_code("cible")
    niveau: Mapped[str] = mapped_column(String(10))

    __table_args__ = (
        *code_constraints(),
        CheckConstraint("niveau IN ('national', 'local')", name="niveau_connu"),
    )


class CodeMotifAide(CodeListe):
    """Reasons of an aid: all those of an intervention, and some of its own."""

    __tablename__ = "code_motif_aide"


class CodeMetier(CodeListe):
    """Trades of the agents."""

    __tablename__ = "code_metier"


class CodeCible(CodeListe):
    """The three targets."""

    __tablename__ = "code_cible"


class CodeNature(CodeListe):
    """Natures of intervention."""

    __tablename__ = "code_nature"


class CodeOrigine(CodeListe):
    """Who started an intervention."""

    __tablename__ = "code_origine"


class CodeIssueIntervention(CodeListe):
    """How an intervention ended."""

    __tablename__ = "code_issue_intervention"


class CodeReponse(CodeListe):
    """Answers to a contact offer."""

    __tablename__ = "code_reponse"


class CodeCanal(CodeListe):
    """Ways of contacting a family."""

    __tablename__ = "code_canal"


class CodeResultatContact(CodeListe):
    """Results of a contact attempt."""

    __tablename__ = "code_resultat_contact"


class CodeTypeRendezVous(CodeListe):
    """Types of appointment."""

    __tablename__ = "code_type_rendez_vous"


class CodeMode(CodeListe):
    """Ways of meeting."""

    __tablename__ = "code_mode"


class CodeStatut(CodeListe):
    """States of an appointment."""

    __tablename__ = "code_statut"


class CodeSuite(CodeListe):
    """Results of a phone call."""

    __tablename__ = "code_suite"


class CodeDomaine(CodeListe):
    """Domains of aid."""

    __tablename__ = "code_domaine"


class CodeForme(CodeListe):
    """Forms of aid: subvention, prêt."""

    __tablename__ = "code_forme"


class CodeDemandeur(CodeListe):
    """Who asked for an aid."""

    __tablename__ = "code_demandeur"


class CodeDecision(CodeListe):
    """Decisions on an aid."""

    __tablename__ = "code_decision"


class CodeMotifRefus(CodeListe):
    """Reasons of a refusal."""

    __tablename__ = "code_motif_refus"


class CodeDecideur(CodeListe):
    """Who decides on an aid: a commission, or someone by delegation."""

    __tablename__ = "code_decideur"


class CodeDestinataire(CodeListe):
    """Who is paid: the family, or a third party."""

    __tablename__ = "code_destinataire"


class CodeMouvementPret(CodeListe):
    """What lowers the balance of a loan."""

    __tablename__ = "code_mouvement_pret"


class CodeEtatCofinancement(CodeListe):
    """What another funder answered."""

    __tablename__ = "code_etat_cofinancement"


class CodeUniteAide(CodeListe):
    """What the amount of an aid is for: a child, a stay, a day."""

    __tablename__ = "code_unite_aide"


class CodeAideLogement(CodeListe):
    """Housing aids."""

    __tablename__ = "code_aide_logement"


class CodeSecteurLogement(CodeListe):
    """Tenant or owner-occupier."""

    __tablename__ = "code_secteur_logement"


class CodeProcedure(CodeListe):
    """Procedures of an arrear."""

    __tablename__ = "code_procedure"


class CodeIssueImpaye(CodeListe):
    """Outcomes of an arrear."""

    __tablename__ = "code_issue_impaye"


class CodeOrigineSignalement(CodeListe):
    """Who reported a dwelling."""

    __tablename__ = "code_origine_signalement"


class CodeResultatConstat(CodeListe):
    """Results of a technical visit."""

    __tablename__ = "code_resultat_constat"


class CodeMotifFin(CodeListe):
    """Ends of an RSA follow-up."""

    __tablename__ = "code_motif_fin"


class CodeTypeAction(CodeListe):
    """Types of group action."""

    __tablename__ = "code_type_action"


class CodeComposition(CodeListe):
    """Household compositions."""

    __tablename__ = "code_composition"


class CodeLien(CodeListe):
    """What a person of the household is to the reference person."""

    __tablename__ = "code_lien"


class CodeStatutObjectif(CodeListe):
    """States of an objective."""

    __tablename__ = "code_statut_objectif"


class CodeEtatDroit(CodeListe):
    """What a rights appointment found of a right."""

    __tablename__ = "code_etat_droit"


class CodeDroit(CodeListe):
    """Rights looked at, of the Caf or of others."""

    __tablename__ = "code_droit"

    organisme: Mapped[str] = mapped_column(String(10))

    __table_args__ = (
        *code_constraints(),
        CheckConstraint("organisme IN ('caf', 'autre')", name="organisme_connu"),
    )


class CodeFaitImpaye(CodeListe):
    """What is done about an arrear, or happens to it."""

    __tablename__ = "code_fait_impaye"


class CodeMouvementDette(CodeListe):
    """What changes a debt."""

    __tablename__ = "code_mouvement_dette"


class CodeSuiteLogement(CodeListe):
    """What became of the dwelling when an arrear ended."""

    __tablename__ = "code_suite_logement"


class CodeTypeLogement(CodeListe):
    """Kinds of dwelling."""

    __tablename__ = "code_type_logement"


class CodeStatutOccupation(CodeListe):
    """In what capacity a family lives in a dwelling."""

    __tablename__ = "code_statut_occupation"


class CodeMotifProlongation(CodeListe):
    """Why withheld housing aid goes on being withheld."""

    __tablename__ = "code_motif_prolongation"


class CodeTypeContratRsa(CodeListe):
    """Contracts of an RSA follow-up."""

    __tablename__ = "code_type_contrat_rsa"


class CodeFrein(CodeListe):
    """Obstacles on the way to work."""

    __tablename__ = "code_frein"


class CodeCoAccompagnement(CodeListe):
    """Ways of following a parent together with a partner."""

    __tablename__ = "code_co_accompagnement"


class CodeSuiteEcheance(CodeListe):
    """What a person did with a deadline."""

    __tablename__ = "code_suite_echeance"


CODE_LISTS: dict[str, type[CodeListe]] = {
    mapped.__tablename__.removeprefix("code_"): mapped
    for mapped in sorted(CodeListe.__subclasses__(), key=lambda mapped: mapped.__tablename__)
}
"""Mapped class of each list, by the list's name in `resources/nomenclatures.toml`."""
