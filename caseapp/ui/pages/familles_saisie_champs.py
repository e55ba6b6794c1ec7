"""The fields of a family, of someone of its household, of a situation; and what they become."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, fields
from datetime import date
from typing import Any

from caseapp.domain.labels import format_date
from caseapp.domain.phone import phone_digits
from caseapp.services.doublons import Identite
from caseapp.services.famille_saisie import FamilleConnue
from caseapp.services.famille_saisie_controles import FamilleSaisie
from caseapp.services.famille_saisie_foyer import PersonneRow, PersonneSaisie
from caseapp.services.famille_saisie_situation import SituationSaisie
from caseapp.services.perimetre import Choice
from caseapp.ui.forms import FieldSpec, Form, Kind
from caseapp.ui.forms.form import Row

OUI_NON = (Choice("oui", "Oui"), Choice("non", "Non"))
CHANGE, CORRECTION = "changement", "correction"
_SENS = (Choice(CHANGE, "La situation a changé"), Choice(CORRECTION, "C'était une erreur"))
_YES_NO = ("grossesse", "minima_sociaux")
_PROTECTION = (
    "Victime de violences : adresse, commune, téléphone et courriel masqués partout. Chaque affichage est "
    "tracé, les listes exportées ne la nomment que si vous la cochez."
)
_NUMBER, _PHONE = 7, 10


def famille_rows(communes: Callable[[str], Sequence[Choice]]) -> tuple[Row, ...]:
    """Return the fields of a family."""
    return (
        (FieldSpec("nom", "Nom", required=True), FieldSpec("prenom", "Prénom")),
        (
            FieldSpec("date_naissance", "Date de naissance", Kind.DATE),
            FieldSpec("matricule", "N° allocataire", placeholder="7 chiffres, vide si non allocataire"),
        ),
        (FieldSpec("telephone", "Téléphone"), FieldSpec("courriel", "Courriel")),
        (
            FieldSpec("adresse", "Adresse", width_share=2),
            FieldSpec("code_commune", "Commune", Kind.COMPLETION, search=communes),
        ),
        "Précautions",
        FieldSpec("protection", "Famille protégée", Kind.CHECK, hint=_PROTECTION),
        (
            FieldSpec("ne_pas_appeler", "Ne pas appeler", Kind.CHECK),
            FieldSpec("ne_pas_ecrire", "Ne pas écrire", Kind.CHECK),
        ),
        FieldSpec(
            "consigne", "Consigne", placeholder="Appeler le matin seulement, passer par l'assistante sociale…"
        ),
    )


def famille_values(known: FamilleConnue) -> dict[str, object]:
    """Return what the form of a family is filled with."""
    return {**asdict(known.saisie), "code_commune": known.commune}


def famille_saisie(values: Mapping[str, Any]) -> FamilleSaisie:
    """Return what was typed of a family."""
    return FamilleSaisie(**values)


def read_identity(form: Form, famille_id: int | None) -> Identite:
    """Return who is being typed, as far as it can be read."""
    known: dict[str, Any] = {
        name: form.value(name) for name in ("prenom", "date_naissance", "matricule", "telephone")
    }
    return Identite(
        famille_id, str(form.value("nom") or ""), **known, protection=bool(form.value("protection"))
    )


def words_searched(text: str) -> dict[str, object]:
    """Share out what was searched: a number, a phone, else the name then the first name."""
    digits = phone_digits(text)
    if digits and "".join(text.split()).strip("+").isdigit():
        if len(digits) == _PHONE:
            return {"telephone": text.strip()}
        return {"matricule": digits} if len(digits) <= _NUMBER else {"telephone": text.strip()}
    words = (text.title() if text.islower() else text).split()
    return {"nom": words[0], "prenom": " ".join(words[1:]) or None} if words else {}


def personne_rows(liens: tuple[Choice, ...]) -> tuple[Row, ...]:
    """Return the fields of someone of the household."""
    return (
        (
            FieldSpec("prenom", "Prénom", required=True),
            FieldSpec("nom", "Nom", placeholder="S'il est différent"),
        ),
        (
            FieldSpec("lien", "Lien", Kind.CHOICE, required=True, choices=liens),
            FieldSpec("date_naissance", "Date de naissance", Kind.DATE),
        ),
    )


def personne_values(row: PersonneRow) -> dict[str, object]:
    """Return what the form of someone is filled with."""
    return {
        "prenom": row.prenom, "nom": row.nom, "lien": row.code_lien, "date_naissance": row.date_naissance,
    }  # fmt: skip


def personne_saisie(values: Mapping[str, Any]) -> PersonneSaisie:
    """Return what was typed of someone."""
    return PersonneSaisie(**values)


def situation_rows(
    compositions: tuple[Choice, ...], aides: tuple[Choice, ...], known: Sequence[SituationSaisie]
) -> tuple[Row, ...]:
    """Return the fields of a situation; what happened is asked first when one is known."""
    first: tuple[Row, ...] = ()
    if known:
        dates = tuple(Choice(str(place), f"Celle du {day(one)}") for place, one in enumerate(known))
        first = (
            FieldSpec("sens", "Que s'est-il passé ?", Kind.SEGMENTS, required=True, choices=_SENS),
            FieldSpec("laquelle", "Situation à corriger", Kind.CHOICE, required=True, choices=dates),
        )
    return (
        *first,
        (
            FieldSpec("date_effet", "Depuis le", Kind.DATE, required=True),
            FieldSpec(
                "quotient_familial", "QF", Kind.EUROS, hint="Celui du mois de cette date.", placeholder="412"
            ),
        ),
        FieldSpec("composition", "Composition", Kind.CHOICE, choices=compositions),
        (
            FieldSpec("nombre_enfants", "Enfants à charge", Kind.INTEGER, maximum=30),
            FieldSpec("naissance_dernier_enfant", "Naissance du dernier", Kind.DATE),
        ),
        (
            FieldSpec("grossesse", "Grossesse", Kind.SEGMENTS, choices=OUI_NON),
            FieldSpec("minima_sociaux", "Minima sociaux", Kind.SEGMENTS, choices=OUI_NON),
            FieldSpec("aide_logement", "Aide au logement", Kind.CHOICE, choices=aides),
        ),
    )


def day(one: SituationSaisie) -> str:
    """Write the day that a situation begins."""
    return format_date(one.date_effet)


def situation_values(one: SituationSaisie) -> dict[str, object]:
    """Return what the form of a situation is filled with."""
    values = asdict(one)
    return values | {name: None if values[name] is None else _said(values[name]) for name in _YES_NO}


def _said(answer: bool) -> str:
    return "oui" if answer else "non"


def situation_saisie(values: Mapping[str, Any]) -> SituationSaisie:
    """Return what was typed of a situation."""
    kept = {one.name: values[one.name] for one in fields(SituationSaisie)}
    for name in _YES_NO:
        kept[name] = None if kept[name] is None else kept[name] == "oui"
    return SituationSaisie(**kept)


def proposed(known: Sequence[SituationSaisie], today: date) -> int:
    """Return the place of the situation of the day among those known, the first when none has begun."""
    begun = [place for place, one in enumerate(known) if one.date_effet and one.date_effet <= today]
    return begun[0] if begun else len(known) - 1
