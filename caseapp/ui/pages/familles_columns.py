"""The columns of the list of families."""

from caseapp.domain.labels import format_date, format_number
from caseapp.services.familles import MASKED, FamilleRow
from caseapp.ui.pages.familles_words import PROTECTED, phone
from caseapp.ui.tables.columns import Align, ColumnSpec, Tone


def _contact_tone(famille: FamilleRow) -> Tone:
    """Tell what is masked from what is known."""
    return Tone.DISCREET if famille.protection else Tone.NORMAL


COLUMNS: tuple[ColumnSpec[FamilleRow], ...] = (
    ColumnSpec(
        "nom", "Nom", lambda f: f.nom, width=125, stretch=True, tone=lambda _: Tone.STRONG,
        mark=lambda f: PROTECTED if f.protection else "",
    ),
    ColumnSpec("prenom", "Prénom", lambda f: f.prenom or "", width=110),
    ColumnSpec("matricule", "N° allocataire", lambda f: f.matricule or "", Align.RIGHT, 110),
    ColumnSpec(
        "commune", "Commune", lambda f: "masquée" if f.commune == MASKED else f.commune, width=140,
        stretch=True, tone=_contact_tone,
    ),
    ColumnSpec(
        "telephone", "Téléphone", lambda f: phone(f.telephone), width=128, tone=_contact_tone),
    ColumnSpec("naissance", "Naissance", lambda f: format_date(f.date_naissance), Align.RIGHT, 106),
    ColumnSpec(
        "interventions", "Interventions en cours",
        lambda f: format_number(f.interventions_actives) if f.interventions_actives else "–",
        Align.RIGHT, 158, tone=lambda f: Tone.NORMAL if f.interventions_actives else Tone.DISCREET,
    ),
)  # fmt: skip
