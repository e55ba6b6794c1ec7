"""How a request for an aid is said: where it stands, when it is due, what is known of the family."""

from collections.abc import Sequence
from datetime import date

from caseapp.domain.financement import granted_words
from caseapp.domain.labels import NO_BREAK_SPACE, format_cents, format_date, format_number, plural
from caseapp.domain.nomenclature import DECISIONS_ATTRIBUTIVES, SANS_SUITE, Decision
from caseapp.domain.reglement_aide import Constat
from caseapp.services.demandes_lignes import AideRecue, DemandeRow, DemandeVue, FoyerDuJour, Statut
from caseapp.services.perimetre import Choice
from caseapp.ui.pages.demandes_champs import month_words
from caseapp.ui.pages.familles_words import PROTECTED, SEPARATOR
from caseapp.ui.tables.columns import Tone

STATUTS = (
    Choice(Statut.EN_ATTENTE.value, "En attente"),
    Choice(Statut.URGENTES.value, "Urgentes"),
    Choice(Statut.A_COMPLETER.value, "À compléter"),
    Choice(Statut.COMPLETES.value, "Complètes"),
    Choice(Statut.ORDRE_DU_JOUR.value, "À l'ordre du jour"),
    Choice(Statut.AJOURNEES.value, "Ajournées"),
    Choice(Statut.ACCORDEES.value, "Accordées"),
    Choice(Statut.REFUSEES.value, "Refusées"),
    Choice(Statut.SANS_SUITE.value, "Sans suite"),
)
EMPTY = "Ici viennent les demandes d'aide : les pièces à recevoir, la décision, le paiement."
NOTHING_FOUND = "Aucune demande ne correspond à ces choix."
_TONES = {
    Decision.ACCORD.value: Tone.SUCCESS,
    Decision.ACCORD_PARTIEL.value: Tone.WARNING,
    Decision.REFUS.value: Tone.DANGER,
    Decision.AJOURNEMENT.value: Tone.WARNING,
    SANS_SUITE: Tone.DISCREET,
}
_ASKERS = {
    "travailleur_social": "un travailleur social",
    "partenaire": "un partenaire",
    "allocataire": "la famille",
}
ROLES = {Tone.SUCCESS: "etat-succes", Tone.WARNING: "etat-attention", Tone.DANGER: "erreur"}


def status_words(row: DemandeRow, today: date) -> str:
    """Say where a request stands: `à compléter : 2 pièces`, `séance du 24/11/2026`, `accord partiel`."""
    if not row.attend:
        label = row.decision_libelle
        return label[:1].lower() + label[1:]
    if row.echeance is not None:
        return due_words(row.echeance, today)
    if row.seance is not None:
        return f"séance du {format_date(row.seance)}"
    if row.manquantes:
        return f"à compléter : {plural(row.manquantes, 'pièce')}"
    return "ajournée" if row.ajournee else "complète"


def status_tone(row: DemandeRow, today: date) -> Tone:
    """Return how the state of a request stands out."""
    if not row.attend:
        return _TONES.get(row.decision or "", Tone.NORMAL)
    if row.echeance is not None:
        return Tone.DANGER if row.echeance <= today else Tone.WARNING
    return Tone.WARNING if row.manquantes and row.seance is None else Tone.NORMAL


def due_words(due: date, today: date) -> str:
    """Say when an urgent request must be decided; it is late the day after."""
    days = (due - today).days
    if days < 0:
        return f"en retard de {plural(-days, 'jour')}"
    return "urgente : aujourd'hui" if days == 0 else f"urgente : {format_date(due)}"


def status_sentence(row: DemandeRow, today: date) -> str:
    """Say whole where a request stands, its deadline and what it waits for."""
    if not row.attend:
        said = [status_words(row, today)]
    else:
        said = [] if row.echeance is None else [_due_sentence(row.echeance, today)]
        said.append("ajournée" if row.ajournee else "")
        said.append(f"à l'ordre du jour du {format_date(row.seance)}" if row.seance else "")
        missing = row.manquantes
        said.append(f"{plural(missing, 'pièce')} à recevoir" if missing else "complète")
    sentence = SEPARATOR.join(part for part in said if part)
    return sentence[:1].upper() + sentence[1:]


def _due_sentence(due: date, today: date) -> str:
    late = f", en retard de {plural((today - due).days, 'jour')}" if due < today else ""
    return f"urgente, à décider le {format_date(due)} au plus tard{late}"


def decision_words(row: DemandeRow) -> str:
    """Say what was decided: `accord partiel le 20/02/2026, 200,00 € de subvention`."""
    if row.attend:
        return ""
    label = row.decision_libelle[:1].lower() + row.decision_libelle[1:]
    day = f" le {format_date(row.date_decision)}" if row.date_decision else ""
    return granted_words(f"{label}{day}", row.subvention, row.pret)


def family_words(row: DemandeRow) -> str:
    """Say whose request it is."""
    return f"{row.famille} ({PROTECTED})" if row.protegee else row.famille


def list_sentence(count: int, statut: Statut | None) -> str:
    """Say how many requests are listed; nothing for none at all."""
    label = next((one.label.lower() for one in STATUTS if one.key == statut), "")
    return SEPARATOR.join(part for part in (plural(count, "demande"), label) if part) if count else ""


def received_words(aides: Sequence[AideRecue]) -> str:
    """Say what the family received in 12 months."""
    if not aides:
        return "aucune aide sur 12 mois"
    total = sum(one.montant for one in aides)
    last = aides[0]
    return (
        f"{plural(len(aides), 'aide')} sur 12 mois, {format_cents(total)} "
        f"(la dernière : {last.libelle}, le {format_date(last.date_decision)})"
    )


def household_words(foyer: FoyerDuJour | None) -> str:
    """Say who lives there and on what, as known on the day."""
    if foyer is None:
        return "situation inconnue ce jour-là"
    composition = foyer.composition[:1].lower() + foyer.composition[1:]
    number = foyer.nombre_enfants
    children = "" if number is None else (plural(number, "enfant") if number else "sans enfant")
    parts = (composition, children, quotient_words(foyer.quotient_familial, foyer.mois_qf))
    return ", ".join(part for part in parts if part) or "situation à renseigner"


def quotient_words(cents: int | None, month: date | None) -> str:
    """Say a quotient familial with its month."""
    if cents is None:
        return ""
    amount = format_cents(cents) if cents % 100 else f"{format_number(cents // 100)}{NO_BREAK_SPACE}€"
    return f"QF {amount} ({month_words(month)})" if month else f"QF {amount}"


def preview_sentences(en_double: Sequence[str], constats: Sequence[Constat]) -> tuple[str, ...]:
    """Say what stands against a request, then what the règlement explains."""
    return (*(duplicate_sentence(one) for one in en_double), *(one.phrase for one in constats))


def duplicate_sentence(said: str) -> str:
    """Say that another request of the family for the same aid waits."""
    return f"Une demande de cette famille pour la même aide attend déjà ({said})."


def origin_sentence(vue: DemandeVue) -> str:
    """Say who asked, when, and who follows."""
    who = vue.partenaire or _ASKERS.get(vue.saisie.demandeur or "", vue.demandeur)
    asked = f"demandée le {format_date(vue.row.date_demande)}"
    parts = (f"{asked} par {who}" if who else asked, f"suivie par {vue.agent}" if vue.agent else "")
    said = SEPARATOR.join(part for part in parts if part)
    return said[:1].upper() + said[1:]


def money_pairs(vue: DemandeVue) -> tuple[tuple[str, str], ...]:
    """Return what is known of a request, as titles and values."""
    saisie = vue.saisie
    pairs = (
        ("Demandé", _euros(saisie.montant_demande)),
        ("Objet", saisie.objet or ""),
        ("Coût", _euros(saisie.cout)),
        ("Autres financeurs", funders_words(vue)),
        ("Reste à charge", _euros(saisie.reste_a_charge)),
        ("Quantité", "" if saisie.quantite is None else format_number(saisie.quantite)),
        ("Début du projet", format_date(saisie.date_projet)),
        ("Quotient", quotient_words(saisie.quotient_familial, saisie.mois_qf).removeprefix("QF ")),
        ("Foyer ce jour-là", household_words(vue.foyer)),
        ("Aides reçues", received_words(vue.aides_recues)),
        ("Intervention", vue.intervention),
        ("Contrat de projet", f"signé le {format_date(vue.date_contrat)}" if vue.date_contrat else ""),
        ("Rendez-vous des droits", vue.rendez_vous),
    )
    return tuple((title, value) for title, value in pairs if value)


def funders_words(vue: DemandeVue) -> str:
    """Say who else pays, one on each line."""
    return "\n".join(
        f"{one.financeur} : {format_cents(one.montant)}, {one.etat_libelle}" for one in vue.financeurs
    )


def life_pairs(vue: DemandeVue) -> tuple[tuple[str, str], ...]:
    """Return what became of a request, as titles and values."""
    row = vue.row
    seance = "" if row.seance is None else f"{vue.instance} du {format_date(row.seance)}"
    closed = " (close)" if vue.seance_close else ""
    granted = row.decision in DECISIONS_ATTRIBUTIVES
    pairs = (
        ("Décision", decision_words(row)),
        ("Décidée par", vue.decideur),
        ("Séance", f"{seance}{closed}" if seance else ""),
        ("Motif du refus", vue.motif_refus),
        ("Pourquoi", vue.motif_decision),
        ("Notifiée le", format_date(vue.date_notification)),
        ("Versé", _euros(vue.verse) if granted else ""),
        ("Ajournée", "\n".join(_line(one.date, one.motif) for one in vue.ajournements)),
        ("Rectifiée", "\n".join(f"{one.avant} → {one.apres} : {one.motif}" for one in vue.rectifications)),
    )
    return tuple((title, value) for title, value in pairs if value)


def _line(day: date, words: str) -> str:
    return f"le {format_date(day)} : {words}" if words else f"le {format_date(day)}"


def _euros(cents: int | None) -> str:
    return "" if cents is None else format_cents(cents)
