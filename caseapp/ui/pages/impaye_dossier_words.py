"""How an arrears file is said."""

from datetime import date

from caseapp.domain.etapes_impaye import Etape
from caseapp.domain.labels import format_cents, format_date, lower_first
from caseapp.services.dossiers_rows import EcheanceSuivie
from caseapp.services.impayes_rows import EtatRow, ImpayeSaisie, ImpayeVue, PlanRow
from caseapp.ui.echeance_words import when
from caseapp.ui.pages.familles_words import PROTECTED, SEPARATOR

NO_DEBT = "La dette n'est pas connue : ajoutez le relevé du bailleur."
NO_PLAN = "Aucun plan d'apurement n'est en cours."
NO_FACT = "Rien n'est encore noté : offre de contact, saisine du FSL, avis de la Ccapex…"
SETTLED = "Plus rien n'est dû depuis le {} : si le dossier est terminé, notez son issue."
_STAGES = {Etape.PLAN_ATTENDU, Etape.CCAPEX, Etape.JUDICIAIRE}
_SECTEURS = {"locatif": "locatif", "accession": "accession"}


def name_words(vue: ImpayeVue) -> str:
    """Write the family, and that it is protected."""
    return vue.famille + (f"{SEPARATOR}{PROTECTED}" if vue.protection else "")


def context_words(vue: ImpayeVue) -> str:
    """Write `ALF · locatif · XL Habitat (B-12) · signalé le 17/05/2026 · suivi par I. Durand`."""
    saisie = vue.saisie
    landlord = saisie.bailleur or ""
    if saisie.reference_bailleur:
        landlord = f"{landlord} ({saisie.reference_bailleur})" if landlord else saisie.reference_bailleur
    parts = (
        vue.aide, _SECTEURS.get(saisie.secteur or "", ""), landlord,
        f"signalé le {format_date(saisie.date_signalement)}",
        "cible locale" if saisie.cible_locale else "", f"suivi par {vue.agent}" if vue.agent else "",
    )  # fmt: skip
    return SEPARATOR.join(part for part in parts if part)


def state_words(vue: ImpayeVue, etape: Etape | None) -> str:
    """Write the issue, the stage that it does not say, the procedure, what became of the dwelling."""
    stage = etape.value if etape in _STAGES else ""
    parts = (vue.etat, *map(lower_first, (stage, vue.procedure, vue.libelle_suite)))
    return SEPARATOR.join(part for part in parts if part)


def next_words(suivie: EcheanceSuivie, today: date) -> str:
    """Write the next deadline with its explanation: `En retard de 4 j — 6 mois après le signalement…`."""
    said = when(suivie.jour, today)
    return f"{said[:1].upper()}{said[1:]} — {suivie.explication}"


def debt_words(vue: ImpayeVue) -> str:
    """Write what is owed on the day."""
    if vue.dette is None:
        return ""
    if vue.soldee_le is not None:
        return f"soldée le {format_date(vue.soldee_le)}"
    return f"{format_cents(vue.dette)} dus au {format_date(vue.jour)}"


def constitution_words(vue: ImpayeVue) -> str:
    """Write since when the arrear exists, with the sum that founds it."""
    found = vue.constitution
    if found.motif is not None:
        computed = f" Calcul : {found.phrase}." if found.calculee else ""
        return f"Constitué le {format_date(found.retenue)}, date corrigée : {found.motif}.{computed}"
    if found.calculee is None:
        kept = f"Constitué le {format_date(found.retenue)}. " if found.retenue else ""
        return f"{kept}{found.phrase}"
    if found.retenue is None:
        return f"Constitué d'après les règles : {found.phrase}, après le signalement."
    if found.retenue == found.calculee:
        return f"Constitué : {found.phrase}."
    computed = f"le calcul donne le {format_date(found.calculee)}"
    return f"Constitué le {format_date(found.retenue)} ; {computed} : {found.phrase}."


def half_rent_words(vue: ImpayeVue) -> str:
    """Write the least to pay for the aid to be kept in a hard time."""
    half = vue.demi_loyer
    if isinstance(half, str):
        return ""
    return f"Maintien de l'aide en situation difficile : payer {half.phrase} par mois au moins."


def plan_words(row: PlanRow) -> str:
    """Write `Plan négocié du 10/06/2026 : 30 mensualités du 05/07/2026 au 05/12/2028, 1 184,00 €`."""
    plan = row.suivi.plan
    head = f"{row.libelle} du {format_date(plan.date_plan)}"
    if not plan.mensualites:
        return f"{head}, sans mensualité connue"
    first, last = plan.mensualites[0].date, plan.mensualites[-1].date
    count = len(plan.mensualites)
    each = f"{count} mensualités du {format_date(first)} au {format_date(last)}"
    if count == 1:
        each = f"une mensualité le {format_date(first)}"
    return f"{head} : {each}, {format_cents(plan.montant)}"


def ended_words(row: PlanRow) -> str:
    """Write a plan that was broken, with its reason."""
    ended = f"arrêté le {format_date(row.suivi.plan.date_rupture)} : {row.motif_rupture}"
    return f"{plan_words(row)}, {format_cents(row.suivi.paye)} payés ; {ended}."


def late_words(row: PlanRow) -> str:
    """Write what of the plan is late, nothing when it is kept."""
    missed = row.suivi.manquees
    if not missed:
        return ""
    count = len(missed)
    said = "Une mensualité manquée" if count == 1 else f"{count} mensualités manquées"
    since = format_date(missed[0].echeance.date)
    return f"{said} depuis le {since} : il manque {format_cents(row.suivi.retard)}."


def lease_pairs(vue: ImpayeVue) -> list[tuple[str, str]]:
    """Write what a month costs and what was said at the report."""
    saisie = vue.saisie
    return [
        ("Mensualité" if saisie.secteur == "accession" else "Loyer", _rent(saisie)),
        ("Aide", _aid(saisie)),
        ("Premier impayé", format_date(saisie.premier_impaye) if saisie.premier_impaye else "non précisé"),
        ("Premier contact", _contact(saisie)),
        ("Règles suivies", vue.constitution.jeu or "aucune à cette date"),
        *(("Auparavant", _past(one)) for one in vue.etats),
    ]


def _past(etat: EtatRow) -> str:
    """Write `plan en cours, du 01/07/2026 au 06/10/2026`."""
    label = etat.libelle[:1].lower() + etat.libelle[1:]
    return f"{label}, du {format_date(etat.debut)} au {format_date(etat.fin)}"


def _rent(saisie: ImpayeSaisie) -> str:
    if saisie.loyer is None:
        return "non précisé"
    charges = f" + {format_cents(saisie.charges)} de charges" if saisie.charges else ""
    return f"{format_cents(saisie.loyer)}{charges}"


def _aid(saisie: ImpayeSaisie) -> str:
    amount = "montant non précisé" if saisie.montant_aide is None else format_cents(saisie.montant_aide)
    paid = {True: ", versée au bailleur", False: ", versée à la famille", None: ""}[saisie.tiers_payant]
    return f"{amount}{paid}"


def _contact(saisie: ImpayeSaisie) -> str:
    day, reported = saisie.date_premier_contact, saisie.date_signalement
    if day is None:
        return "pas encore"
    count = f", {(day - reported).days} j après le signalement" if reported else ""
    return f"{format_date(day)}{count}"
