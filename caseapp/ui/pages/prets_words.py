"""How payments, loans and their schedules are said."""

from datetime import date
from decimal import Decimal

from caseapp.domain.labels import NO_BREAK_SPACE, format_cents, format_date, format_number, plural
from caseapp.domain.nomenclature import Destinataire, Forme
from caseapp.domain.paiement import EtatPaiement
from caseapp.domain.pret import EtatEcheance, Retard, Suivi
from caseapp.services.paiements import ListePaiements, PaiementListe, PaiementRow, Reste
from caseapp.services.prets import DossierVue, Ensemble, PretListe, PretRow, PretVue
from caseapp.ui.pages.familles_words import SEPARATOR, quoted

FORMES = {Forme.SUBVENTION.value: "subvention", Forme.PRET.value: "prêt"}
EMPTY_PAYMENTS = {
    ListePaiements.A_VERSER: "Aucun paiement à verser.\nCeux qui sont prévus attendent ici leur versement.",
    ListePaiements.A_PREVOIR: "Tout ce qui a été accordé depuis un an est prévu ou versé.",
    ListePaiements.VERSES: "Aucun paiement versé dans cette période.",
}
EMPTY_LOANS = "Aucun prêt dans cette liste.\nUn prêt y vient dès que l'aide est accordée."
NOTHING_CHOSEN = "Choisissez une ligne pour voir les paiements de l'aide et son prêt."
_STATES = {
    EtatPaiement.PREVU: "prévu le",
    EtatPaiement.VERSE: "versé le",
    EtatPaiement.ANNULE: "annulé le",
    EtatPaiement.REVENU: "revenu le",
}


def nothing_found(text: str) -> str:
    """Say that no family looked for is in the list."""
    return f"Rien dans cette liste pour {quoted(text)}."


def days(count: int) -> str:
    """Write `26 j`."""
    return f"{count}{NO_BREAK_SPACE}j"


def amount(cents: int) -> str:
    """Write an amount of a table, without its unit, which the line of sums says."""
    return format_number(Decimal(cents).scaleb(-2), 2)


def page_sentence(due: PaiementListe, loans: Ensemble, jour: date) -> str:
    """Say what is owed to the Caf, what is late, what is to be paid."""
    parts = [f"Au {format_date(jour)}, {format_cents(loans.du)} dus à la Caf"]
    if loans.en_retard:
        late = plural(loans.en_retard, "prêt en retard", "prêts en retard")
        parts.append(f"{late} ({format_cents(loans.montant_en_retard)})")
    if due.ids:
        parts.append(plural(len(due.ids), "paiement à verser", "paiements à verser"))
    return SEPARATOR.join(parts)


def payments_total(liste: ListePaiements, found: PaiementListe, ticked: int, montant: int) -> str:
    """Say the sums of a list of payments, and of the rows ticked."""
    if not found.ids:
        return ""
    count = plural(len(found.ids), "paiement") if liste is not ListePaiements.A_PREVOIR else (
        plural(len(found.ids), "forme d'aide à prévoir", "formes d'aide à prévoir")
    )  # fmt: skip
    parts = [f"{count} : {format_cents(found.montant)}"]
    if found.en_retard:
        parts.append(f"{found.en_retard} en retard ({format_cents(found.montant_en_retard)})")
    if found.montant_revenu:
        parts.append(f"{format_cents(found.montant_revenu)} revenus")
    if ticked:
        parts.append(f"{plural(ticked, 'coché', 'cochés')} : {format_cents(montant)}")
    return SEPARATOR.join(parts)


def loans_total(found: PretListe) -> str:
    """Say the sums of a list of loans."""
    if not found.ids:
        return ""
    parts = [
        f"{plural(len(found.ids), 'prêt')} : {format_cents(found.accorde)} accordés",
        f"solde {format_cents(found.solde)}",
        f"dû à la Caf {format_cents(found.du)}",
    ]
    if found.en_retard:
        parts.append(f"{found.en_retard} en retard ({format_cents(found.montant_en_retard)})")
    return SEPARATOR.join(parts)


def payment_state(row: PaiementRow, jour: date) -> str:
    """Say the state of a payment with its day: `en retard de 3 j`, `versé le 12/03/2026`."""
    if row.etat is None:
        return f"accordé le {format_date(row.date_decision)}"
    if row.etat is EtatPaiement.EN_RETARD and row.date_prevue is not None:
        return f"en retard de {days((jour - row.date_prevue).days)}"
    day = {
        EtatPaiement.VERSE: row.date_versement,
        EtatPaiement.ANNULE: row.date_annulation,
        EtatPaiement.REVENU: row.date_retour,
    }.get(row.etat, row.date_prevue)
    return f"{_STATES[row.etat]} {format_date(day)}"


def payment_when(row: PaiementRow, jour: date) -> str:
    """Say when a payment of a list is or was due: `en retard de 3 j`, `le 21/11/2026`."""
    if row.etat is None:
        return f"accord {format_date(row.date_decision)}"
    if row.etat in {EtatPaiement.EN_RETARD, EtatPaiement.REVENU}:
        return payment_state(row, jour)
    return f"le {format_date(row.date_versement or row.date_prevue)}"


def recipient(row: PaiementRow) -> str:
    """Say who is paid."""
    if row.destinataire is None:
        return "à choisir"
    return (row.tiers or "un tiers") if row.destinataire == Destinataire.TIERS else "la famille"


def payment_detail(row: PaiementRow) -> str:
    """Say all of a payment that its line does not: who is paid, the days, why it was given up."""
    parts = [f"Payé à {recipient(row)}"]
    if row.date_prevue != row.date_versement:
        parts.append(f"prévu le {format_date(row.date_prevue)}")
    for said, day in (
        ("versé le", row.date_versement),
        ("annulé le", row.date_annulation),
        ("revenu le", row.date_retour),
    ):
        if day is not None:
            parts.append(f"{said} {format_date(day)}")
    return SEPARATOR.join([*parts, *([row.motif] if row.motif else [])])


def late_amount(row: PretRow) -> str:
    """Say what is late of a loan: `100,00 · 26 j`, or nothing."""
    return f"{amount(row.retard)}{SEPARATOR}{days(row.jours)}" if row.retard else ""


def next_due(row: PretRow) -> str:
    """Say the next échéance of a loan; `sans échéancier` when none is in force."""
    if row.prochaine is None:
        return "sans échéancier" if row.du or row.solde else "soldé"
    return f"{format_date(row.prochaine)} : {amount(row.montant_prochain)}"


def late_words(retard: Retard | None) -> str:
    """Say what is late of a loan, since when."""
    if retard is None:
        return ""
    since = f"depuis le {format_date(retard.depuis)} ({days(retard.jours)})"
    return f"En retard de {format_cents(retard.montant)} {since}."


def echeance_state(one: Suivi, jour: date) -> str:
    """Say the state of an échéance, and what of it was settled."""
    if one.etat is EtatEcheance.EN_RETARD:
        said = f"en retard de {days((jour - one.echeance.date).days)}"
    else:
        said = one.etat.value
    return f"{said}, {format_cents(one.regle)} réglés" if one.regle and one.reste else said


def decision_words(dossier: DossierVue) -> str:
    """Say the aid and its decision."""
    decided = f"{dossier.decision} du {format_date(dossier.date_decision)}" if dossier.date_decision else (
        dossier.decision or "sans décision"
    )  # fmt: skip
    return SEPARATOR.join((dossier.type_aide, decided))


def reste_words(reste: Reste) -> str:
    """Say what is granted of a form and what is left to plan."""
    said = f"{FORMES[reste.forme].capitalize()} : {format_cents(reste.accorde)} accordés"
    if reste.engage > reste.accorde:
        return f"{said}, {format_cents(reste.engage)} prévus ou versés : c'est trop"
    return f"{said}, {format_cents(reste.reste)} à prévoir" if reste.reste else f"{said}, tout est prévu"


def loan_warnings(vue: PretVue) -> str:
    """Say what does not agree in a loan: a schedule or a repayment that a lower decision left behind."""
    said = []
    if vue.pret.rembourse(vue.jour) > vue.verse:
        more = vue.pret.rembourse(vue.jour) - vue.verse
        said.append(f"{format_cents(more)} remboursés de plus que ce qui est versé.")
    if vue.plan is not None and vue.plan.total < vue.solde:
        said.append("L'échéancier ne couvre plus le solde : faites-en un nouveau.")
    if vue.du and vue.plan is None:
        said.append("Aucun échéancier n'est en vigueur.")
    return " ".join(said)
