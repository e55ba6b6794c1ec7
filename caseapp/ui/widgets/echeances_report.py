"""The sheet that puts a deadline off, and the key of its draft."""

from datetime import date
from typing import Any

from caseapp.domain.jeu_de_regles import Domaine
from caseapp.domain.labels import format_date
from caseapp.services.dossiers_rows import REPORTEE, CleEcheance
from caseapp.services.echeances_dossiers import EcheanceService
from caseapp.services.echeances_suites import SuiteSaisie
from caseapp.ui.forms import FieldSpec, Kind
from caseapp.ui.forms.entry import EntrySpec

_DRAFTS = {Domaine.IMPAYES: "impaye", Domaine.INDECENCE: "logement", Domaine.RSA: "suivi_rsa"}
_FORM = "echeance"


def draft_key(cle: CleEcheance) -> str:
    """Return the key of the draft of a report: `impaye.echeance.12.plan_attendu.2026-05-17`."""
    return f"{_DRAFTS[cle.domaine]}.{_FORM}.{cle.dossier_id}.{cle.regle}.{cle.depuis.isoformat()}"


def read_key(key: str) -> CleEcheance | None:
    """Return the deadline that a draft is about, None for the draft of something else."""
    try:
        prefix, form, ident, regle, depuis = key.split(".")
        domaine = next(one for one, drafts in _DRAFTS.items() if drafts == prefix)
        return CleEcheance(domaine, int(ident), regle, date.fromisoformat(depuis)) if form == _FORM else None
    except (ValueError, StopIteration):
        return None


def report_spec(
    echeances: EcheanceService, cle: CleEcheance, famille_id: int | None, label: str, today: date
) -> EntrySpec:
    """Return the entry of the day when a deadline is looked at again, and why."""

    def save(values: dict[str, Any]) -> None:
        echeances.marquer(cle, SuiteSaisie(REPORTEE, today, values["reportee_au"], values["motif"]))

    return EntrySpec(
        key=draft_key(cle), title=f"Reporter : {label}" if label else "Reporter l'échéance",
        draft_label="Report d'une échéance", famille_id=famille_id, save=save, focus="reportee_au",
        primary="Reporter",
        rows=(
            FieldSpec(
                "reportee_au", "Reportée au", Kind.DATE, required=True,
                hint=f"Un jour après le {format_date(today)} ; elle reviendra en retard le lendemain.",
            ),
            FieldSpec(
                "motif", "Pourquoi", required=True, longest=400,
                hint="Un report ne change pas le délai du texte : il dit ce que vous attendez.",
            ),
        ),
    )  # fmt: skip
