"""The fields of the sheets of the follow-up, as declarations."""

from collections.abc import Callable, Sequence
from datetime import date

from caseapp.domain.labels import format_date
from caseapp.domain.nomenclature import NiveauNote
from caseapp.services.interventions_lignes import InterventionRow, ObjectifRow, OffreRow, Suivi
from caseapp.services.notes import NIVEAUX
from caseapp.services.perimetre import Choice
from caseapp.services.saisie_suivi import LONGEST_NOTE
from caseapp.ui.forms.fields import FieldSpec, Kind
from caseapp.ui.forms.form import Form
from caseapp.ui.pages.familles_suivi_choix import SuiviChoix, with_present

Rows = tuple[FieldSpec | tuple[FieldSpec, ...], ...]
ETAT = "etat-"
"""Begins the key of the field that says what becomes of an objective; its number follows."""
_LEVELS = tuple(Choice(level.value, label) for level, (label, _) in NIVEAUX.items())


def intervention_name(row: InterventionRow) -> str:
    """Return how an intervention is called among those of its family."""
    return f"{row.motif_libelle} · {row.nature_libelle.lower()} du {format_date(row.date_ouverture)}"


def intervention_rows(choix: SuiviChoix, suivi: Suivi, row: InterventionRow | None) -> Rows:
    """Ask for an intervention, new or already there."""
    offers = tuple(
        Choice(str(one.id), one.libelle) for one in suivi.offres if _is_free(one, row.id if row else None)
    )
    origines, agents = choix.origines, choix.agents
    hint = ""
    if row is not None:
        origines = with_present(origines, row.origine, row.origine_libelle)
        agents = with_present(agents, None if row.agent_id is None else str(row.agent_id), row.agent)
        if row.can_be_followed:
            hint = "Si elle se poursuit, utilisez « Passer en accompagnement » : les chiffres passés restent."
    linked: tuple[FieldSpec, ...] = (FieldSpec("origine", "Origine", Kind.CHOICE, choices=origines),)
    if offers:
        linked += (FieldSpec("offre", "Offre de contact", Kind.CHOICE, choices=offers, placeholder="Aucune"),)
    return (
        FieldSpec(
            "motif", "Motif", Kind.COMPLETION, required=True, search=choix.search_motifs,
            placeholder="impayé, séparation, naissance…", hint="Le motif dit la cible.",
        ),
        FieldSpec("nature", "Nature", Kind.SEGMENTS, required=True, choices=choix.natures, hint=hint),
        (
            FieldSpec("date_ouverture", "Ouverte le", Kind.DATE, required=True),
            FieldSpec("agent", "Suivie par", Kind.CHOICE, choices=agents, width_share=2),
        ),
        linked,
    )  # fmt: skip


def _is_free(offre: OffreRow, intervention_id: int | None) -> bool:
    return offre.intervention_id in {None, intervention_id}


def objectif_rows(choix: SuiviChoix) -> Rows:
    """Ask for an objective."""
    return (
        FieldSpec("libelle", "Objectif", required=True, longest=400, placeholder="Ouvrir les droits à l'ASF"),
        FieldSpec("statut", "Où il en est", Kind.SEGMENTS, required=True, choices=choix.etats),
        (
            FieldSpec("date_statut", "Depuis le", Kind.DATE, hint="Vide : la date du jour."),
            FieldSpec("echeance", "Échéance", Kind.DATE),
        ),
    )


def demarche_rows(objectifs: Sequence[ObjectifRow]) -> Rows:
    """Ask for a step, for an objective of the intervention or for none."""
    choices = tuple(Choice(str(one.id), one.libelle) for one in objectifs)
    aim = FieldSpec("objectif", "Pour l'objectif", Kind.CHOICE, choices=choices, placeholder="Aucun")
    return (
        FieldSpec("libelle", "Démarche", required=True, longest=400, placeholder="Appeler le bailleur"),
        *((aim,) if choices else ()),
        (
            FieldSpec("echeance", "À faire avant le", Kind.DATE),
            FieldSpec("date_realisation", "Faite le", Kind.DATE),
        ),
    )


def orientation_rows(choix: SuiviChoix, suivi: Suivi) -> Rows:
    """Ask for an orientation and its answer."""
    return (
        FieldSpec(
            "partenaire", "Partenaire", Kind.COMPLETION, required=True, search=choix.search_partenaires,
            hint="S'il n'est pas dans la liste, écrivez son nom : il sera ajouté.",
        ),
        FieldSpec("objet", "Objet", longest=400, placeholder="Ce qui lui est demandé"),
        (
            FieldSpec("jour", "Orientée le", Kind.DATE, required=True),
            _about(suivi.interventions),
        ),
        FieldSpec("reponse", "Réponse du partenaire", Kind.SEGMENTS, choices=choix.reponses),
        FieldSpec("date_reponse", "Répondu le", Kind.DATE),
    )  # fmt: skip


def _about(interventions: Sequence[InterventionRow]) -> FieldSpec:
    choices = tuple(Choice(str(one.id), intervention_name(one)) for one in interventions)
    return FieldSpec(
        "intervention", "Dans l'intervention", Kind.CHOICE, choices=choices, placeholder="Aucune",
        width_share=2,
    )  # fmt: skip


def note_rows(liens: Sequence[Choice]) -> Rows:
    """Ask for a note, who may read it, and what it is about."""
    return (
        FieldSpec(
            "texte", "Note", Kind.LONG_TEXT, required=True, longest=LONGEST_NOTE, lines=9,
            placeholder="Du texte simple, tel que vous le tapez.",
        ),
        FieldSpec("niveau", "Qui peut la lire", Kind.SEGMENTS, required=True, choices=_LEVELS),
        FieldSpec("lien", "À propos de", Kind.CHOICE, choices=tuple(liens), placeholder="La famille"),
    )  # fmt: skip


def explain_level(form: Form) -> None:
    """Say under the level of a note who may read it, as it is chosen."""

    def say(key: str) -> None:
        if key == "niveau":
            level = form.value("niveau")
            form.boxes["niveau"].set_hint(NIVEAUX[NiveauNote(str(level))][1] if level else "")

    form.changed.connect(say)


def closing_rows(choix: SuiviChoix, objectifs: Sequence[ObjectifRow]) -> Rows:
    """Ask how an intervention ends, and what becomes of each objective still open."""
    return (
        (
            FieldSpec("date_cloture", "Clôturée le", Kind.DATE, required=True),
            FieldSpec("issue", "Issue", Kind.CHOICE, choices=choix.issues, width_share=2),
        ),
        *(
            FieldSpec(
                f"{ETAT}{one.id}", f"Objectif : {shortened(one.libelle)}", Kind.SEGMENTS, required=True,
                choices=choix.etats,
            )
            for one in objectifs
        ),
    )  # fmt: skip


def shortened(text: str, letters: int = 60) -> str:
    """Return a text that stays on one line of a sheet."""
    return text if len(text) <= letters else f"{text[:letters].rstrip()}…"


def turning_rows(choix: SuiviChoix) -> Rows:
    """Ask from which day an information-conseil goes on as an accompagnement, and with whom."""
    return (
        (
            FieldSpec(
                "date_cloture", "À partir du", Kind.DATE, required=True,
                hint="L'information-conseil se clôture ce jour-là.",
            ),
            FieldSpec("agent", "Suivie par", Kind.CHOICE, choices=choix.agents, width_share=2),
        ),
    )  # fmt: skip


PLAN_ROWS: Rows = (
    (
        FieldSpec("date_contrat", "Contrat de projet signé le", Kind.DATE),
        FieldSpec("date_bilan", "Prochain bilan le", Kind.DATE),
    ),
)


def as_id(value: object) -> int | None:
    """Return the identifier that a choice holds."""
    return None if value is None else int(str(value))


def as_text(value: object) -> str | None:
    """Return the text or the code that a field holds."""
    return None if value is None else str(value)


def as_day(value: object) -> date | None:
    """Return the day that a field holds."""
    return value if isinstance(value, date) else None


def required_day(value: object) -> date:
    """Return the day of a field that cannot be left empty."""
    if not isinstance(value, date):
        raise TypeError("the form gives a day for a required date")
    return value


Save = Callable[[dict[str, object]], object]
