"""The fields of a request for an aid, as declarations."""

from dataclasses import dataclass
from datetime import date

from caseapp.domain.labels import MOIS
from caseapp.domain.periods import add_months
from caseapp.services.demandes_controles import MOST_CENTS, MOST_QF, MOST_QUANTITY
from caseapp.services.demandes_lignes import (
    AidesOffertes,
    DemandeVue,
    FamilleDemande,
)
from caseapp.services.perimetre import Choice
from caseapp.ui.forms import FieldSpec, Kind
from caseapp.ui.forms.entry import Row
from caseapp.ui.forms.fields import Search
from caseapp.ui.pages.familles_suivi_choix import with_present

FUNDERS, DOCUMENTS = 2, 8
"""Most funders and documents that a sheet asks for: each field takes time to draw."""
_MONTHS = 25
SOLLICITE, PARTENAIRE = "sollicite", "partenaire"


@dataclass(frozen=True, slots=True)
class Offered:
    """What the fields offer, read before the sheet opens."""

    motifs: tuple[Choice, ...]
    demandeurs: tuple[Choice, ...]
    partenaires: tuple[Choice, ...]
    etats: tuple[Choice, ...]
    aides: AidesOffertes
    about: FamilleDemande | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """How the search fields look for what is typed."""

    aide: Search
    partenaire: Search
    famille: Search | None = None
    """None for a family that is known already."""


def demande_rows(
    offered: Offered, asked: Asked, today: date, vue: DemandeVue | None = None
) -> tuple[Row, ...]:
    """Return the rows of the sheet; the amount comes right after the aid, the rest may wait."""
    return (
        *_asked_rows(offered, asked, vue),
        *_who_rows(offered, asked),
        *_money_rows(offered, today, vue),
        *_documents(offered, vue),
        *_linked_rows(offered.about, may_change=asked.famille is not None),
    )


def _asked_rows(offered: Offered, asked: Asked, vue: DemandeVue | None) -> tuple[Row, ...]:
    family = FieldSpec(
        "famille", "Famille", Kind.COMPLETION, required=True, search=asked.famille,
        placeholder="Nom, prénom, numéro, commune…",
    )  # fmt: skip
    return (
        *((family,) if asked.famille is not None else ()),
        (
            FieldSpec(
                "aide", "Aide demandée", Kind.COMPLETION, required=True, search=asked.aide, width_share=3
            ),
            _euros("montant_demande", "Montant demandé", 2),
        ),
        (
            FieldSpec("motif", "Motif", Kind.CHOICE, choices=_motifs(offered, vue), width_share=3),
            FieldSpec("date_demande", "Demandée le", Kind.DATE, required=True, width_share=2),
        ),
    )


def _who_rows(offered: Offered, asked: Asked) -> tuple[Row, ...]:
    return (
        (
            FieldSpec(
                "demandeur", "Qui demande", Kind.SEGMENTS, choices=offered.demandeurs, width_share=5
            ),
            FieldSpec("urgente", "Demande urgente", Kind.CHECK, width_share=2),
        ),
        FieldSpec(
            "partenaire", "Partenaire qui demande", Kind.COMPLETION, search=asked.partenaire,
            hint="S'il n'est pas dans la liste, écrivez son nom : il sera ajouté.",
        ),
        (
            FieldSpec("objet", "Objet", longest=400, placeholder="Lave-linge, séjour…", width_share=3),
            FieldSpec("date_projet", "Début du projet", Kind.DATE, width_share=2),
        ),
    )  # fmt: skip


def _money_rows(offered: Offered, today: date, vue: DemandeVue | None) -> tuple[Row, ...]:
    number = FieldSpec("quantite", "Quantité", Kind.INTEGER, minimum=1, maximum=MOST_QUANTITY, width_share=2)
    return (
        (_euros("cout", "Coût du projet", 3), number),
        *_funders(offered),
        (
            _euros("reste_a_charge", "Reste à charge"),
            FieldSpec("quotient_familial", "Quotient familial", Kind.EUROS, maximum=MOST_QF),
            FieldSpec("mois_qf", "Mois du quotient", Kind.CHOICE, choices=months(today, _month_of(vue))),
        ),
    )


def _linked_rows(about: FamilleDemande | None, *, may_change: bool) -> tuple[Row, ...]:
    """Ask where the request comes from; not for the rights of a family that had no such appointment."""
    interventions, meetings = ((), ()) if about is None else (about.interventions, about.rendez_vous)
    rights = FieldSpec(
        "rendez_vous", "Rendez-vous des droits", Kind.CHOICE, choices=meetings, placeholder="Aucun"
    )
    return (
        FieldSpec("intervention", "Intervention, contrat de projet", Kind.CHOICE, choices=interventions,
                  placeholder="Aucune"),
        *((rights,) if meetings or may_change else ()),
        FieldSpec("expose", "Exposé pour la commission", Kind.LONG_TEXT, lines=5),
    )  # fmt: skip


def _motifs(offered: Offered, vue: DemandeVue | None) -> tuple[Choice, ...]:
    if vue is None:
        return offered.motifs
    return with_present(offered.motifs, vue.saisie.motif, vue.row.motif)


def _euros(key: str, label: str, share: int = 1) -> FieldSpec:
    return FieldSpec(key, label, Kind.EUROS, maximum=MOST_CENTS, width_share=share)


def _funders(offered: Offered) -> tuple[Row, ...]:
    return tuple(
        (
            FieldSpec(f"financeur_{rank}", "Autre financeur", longest=400, width_share=5,
                      placeholder="CCAS, Carsat, Région…", name=f"Autre financeur {rank}"),
            FieldSpec(f"montant_{rank}", "Montant", Kind.EUROS, maximum=MOST_CENTS, width_share=3,
                      name=f"Montant du financeur {rank}"),
            FieldSpec(f"etat_{rank}", "Réponse", Kind.CHOICE, choices=offered.etats, width_share=4,
                      name=f"Réponse du financeur {rank}"),
        )
        for rank in range(1, FUNDERS + 1)
    )  # fmt: skip


def _documents(offered: Offered, vue: DemandeVue | None) -> tuple[Row, ...]:
    """Return as many boxes as an aid asks for; those of a request made are ticked on it."""
    if vue is not None:
        return ()
    most = min(DOCUMENTS, max((len(one.pieces) for one in offered.aides.aides), default=0))
    return tuple(FieldSpec(f"piece_{rank}", "Pièce", Kind.CHECK) for rank in range(1, most + 1))


def months(today: date, present: date | None = None) -> tuple[Choice, ...]:
    """Return the months that a quotient familial may be of, the latest first; the key is the first day."""
    first = today.replace(day=1)
    listed = [add_months(first, -count) for count in range(_MONTHS)]
    if present is not None and present not in listed:
        listed.append(present)
    return tuple(Choice(one.isoformat(), month_words(one)) for one in listed)


def month_words(month: date) -> str:
    """Write `octobre 2026`."""
    return f"{MOIS[month.month - 1]} {month.year}"


def _month_of(vue: DemandeVue | None) -> date | None:
    return None if vue is None else vue.saisie.mois_qf
