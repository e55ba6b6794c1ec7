"""What the fields of a request begin with, and what is made of them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from caseapp.services.demandes_lignes import DemandeSaisie, DemandeVue, FamilleDemande, FinanceurSaisie
from caseapp.services.perimetre import Choice
from caseapp.ui.pages.demandes_champs import FUNDERS, SOLLICITE, Offered, months
from caseapp.ui.pages.familles_suivi_choix import added_name, chosen, with_present


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
        "intervention": _key(saisie.intervention_id),
        **{f"etat_{rank}": SOLLICITE for rank in range(1, FUNDERS + 1)},
    }  # fmt: skip
    for rank, one in enumerate(saisie.financeurs[:FUNDERS], 1):
        values |= {
            f"financeur_{rank}": one.financeur, f"montant_{rank}": one.montant, f"etat_{rank}": one.etat,
        }  # fmt: skip
    if offered.about is not None and offered.about.rendez_vous:
        values["rendez_vous"] = _key(saisie.rendez_vous_id)
    return values | {"reste_a_charge": saisie.reste_a_charge}  # last: the other amounts would propose it


def with_links(about: FamilleDemande, vue: DemandeVue) -> FamilleDemande:
    """Return what is known of the family with what the request is linked to, which may be offered no more."""
    links, meeting = vue.saisie, vue.rendez_vous.capitalize()
    return replace(
        about,
        interventions=with_present(about.interventions, _key(links.intervention_id), vue.intervention),
        rendez_vous=with_present(about.rendez_vous, _key(links.rendez_vous_id), meeting),
    )


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
        rendez_vous_id=_number(values.get("rendez_vous")), expose=values["expose"],
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
