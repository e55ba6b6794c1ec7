"""The fields of a request for an aid, as declarations, and what is made of their values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from caseapp.domain.labels import MOIS
from caseapp.domain.periods import add_months
from caseapp.services.demandes_controles import MOST_CENTS, MOST_QF, MOST_QUANTITY
from caseapp.services.demandes_lignes import (
    AidesOffertes,
    DemandeSaisie,
    DemandeVue,
    FamilleDemande,
    FinanceurSaisie,
)
from caseapp.services.perimetre import Choice
from caseapp.ui.forms import FieldSpec, Kind
from caseapp.ui.forms.entry import Row
from caseapp.ui.forms.fields import Search
from caseapp.ui.pages.familles_suivi_choix import added_name, chosen, with_present

FUNDERS, DOCUMENTS = 4, 10
"""Other funders that a sheet takes, and documents that it shows; more are seen on the request."""
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
        (
            _euros("cout", "Coût du projet", 3),
            FieldSpec(
                "quantite", "Quantité", Kind.INTEGER, minimum=1, maximum=MOST_QUANTITY, width_share=2
            ),
        ),
        *_funders(offered),
        (
            _euros("reste_a_charge", "La famille paie"),
            FieldSpec("quotient_familial", "Quotient familial", Kind.EUROS, maximum=MOST_QF),
            FieldSpec("mois_qf", "Mois du quotient", Kind.CHOICE, choices=months(today, _month_of(vue))),
        ),
        *_documents(vue),
        FieldSpec("intervention", "Intervention, contrat de projet", Kind.CHOICE,
                  choices=() if offered.about is None else offered.about.interventions, placeholder="Aucune"),
        FieldSpec("rendez_vous", "Rendez-vous des droits", Kind.CHOICE,
                  choices=() if offered.about is None else offered.about.rendez_vous, placeholder="Aucun"),
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


def _documents(vue: DemandeVue | None) -> tuple[Row, ...]:
    """Return the boxes of a new request; those of a request made are ticked on it."""
    if vue is not None:
        return ()
    return tuple(FieldSpec(f"piece_{rank}", "Pièce", Kind.CHECK) for rank in range(1, DOCUMENTS + 1))


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


def first_values(offered: Offered, today: date) -> dict[str, object]:
    """Return what a new request begins with."""
    values: dict[str, object] = {
        "date_demande": today, "demandeur": "travailleur_social",
        **{f"etat_{rank}": SOLLICITE for rank in range(1, FUNDERS + 1)},
    }  # fmt: skip
    return values | known_values(offered.about, today)


def known_values(about: FamilleDemande | None, today: date) -> dict[str, object]:
    """Return what the family gives: its quotient familial with its month, the intervention it comes from."""
    if about is None:
        return {}
    foyer = about.foyer
    month = None if foyer is None else foyer.mois_qf
    in_list = month is not None and any(one.key == month.isoformat() for one in months(today))
    return {
        "quotient_familial": foyer.quotient_familial if foyer is not None and in_list else None,
        "mois_qf": month.isoformat() if month is not None and in_list else None,
        "intervention": about.proposee,
    }


def present_values(vue: DemandeVue, offered: Offered) -> dict[str, object]:
    """Return a request as the fields hold it."""
    saisie = vue.saisie
    values: dict[str, object] = {
        name: getattr(saisie, name)
        for name in (
            "montant_demande", "motif", "date_demande", "objet", "demandeur", "urgente", "cout", "quantite",
            "date_projet", "quotient_familial", "expose",
        )
    }  # fmt: skip
    values |= {
        "aide": Choice(str(vue.type_aide_id), vue.row.aide),
        "partenaire": chosen(offered.partenaires, _key(saisie.partenaire_id)),
        "mois_qf": None if saisie.mois_qf is None else saisie.mois_qf.isoformat(),
        "intervention": _key(saisie.intervention_id), "rendez_vous": _key(saisie.rendez_vous_id),
        **{f"etat_{rank}": SOLLICITE for rank in range(1, FUNDERS + 1)},
    }  # fmt: skip
    for rank, one in enumerate(saisie.financeurs[:FUNDERS], 1):
        values |= {
            f"financeur_{rank}": one.financeur, f"montant_{rank}": one.montant, f"etat_{rank}": one.etat,
        }  # fmt: skip
    return values | {"reste_a_charge": saisie.reste_a_charge}  # last: the other amounts would propose it


def funder_field(field: str, values: Mapping[str, Any]) -> str:
    """Return the field of a funder numbered among those typed: a line left empty has no number."""
    part, _, number = field.rpartition("_")
    if part not in {"financeur", "montant", "etat"}:
        return field
    typed = [rank for rank in range(1, FUNDERS + 1) if _is_typed(values, rank)]
    return f"{part}_{typed[int(number) - 1]}" if int(number) <= len(typed) else field


def _is_typed(values: Mapping[str, Any], rank: int) -> bool:
    return bool(values[f"financeur_{rank}"]) or values[f"montant_{rank}"] is not None


def saisie_of(
    values: Mapping[str, Any],
    famille_id: int | None,
    pieces: Sequence[str] = (),
    others: tuple[FinanceurSaisie, ...] = (),
) -> DemandeSaisie:
    """Return what is typed; `pieces` are the labels of the boxes, `others` the funders that have no field."""
    received = [label for rank, label in enumerate(pieces, 1) if values.get(f"piece_{rank}")]
    partner = values["partenaire"]
    name = added_name(partner)
    month = values["mois_qf"]
    return DemandeSaisie(
        famille_id=famille_id if famille_id is not None else _number(values.get("famille")),
        type_aide_id=_number(values["aide"]), date_demande=values["date_demande"],
        montant_demande=values["montant_demande"], motif=values["motif"], demandeur=values["demandeur"],
        partenaire_id=None if name else _number(partner), nouveau_partenaire=name,
        quotient_familial=values["quotient_familial"],
        mois_qf=None if month is None else date.fromisoformat(month), quantite=values["quantite"],
        objet=values["objet"], cout=values["cout"], reste_a_charge=values["reste_a_charge"],
        date_projet=values["date_projet"], intervention_id=_number(values["intervention"]),
        rendez_vous_id=_number(values["rendez_vous"]), expose=values["expose"],
        urgente=bool(values["urgente"]), financeurs=(*_typed_funders(values), *others),
        pieces_recues=frozenset(received),
    )  # fmt: skip


def _typed_funders(values: Mapping[str, Any]) -> tuple[FinanceurSaisie, ...]:
    return tuple(
        FinanceurSaisie(
            values[f"financeur_{rank}"] or "", values[f"montant_{rank}"], values[f"etat_{rank}"] or SOLLICITE
        )
        for rank in range(1, FUNDERS + 1)
        if _is_typed(values, rank)
    )  # fmt: skip


def _key(ident: int | None) -> str | None:
    return None if ident is None else str(ident)


def _number(key: object) -> int | None:
    return None if key is None else int(str(key))
