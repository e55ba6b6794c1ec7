"""An independent count of the figures: loops in plain Python over exchange rows, no code of the program.

Written from the definitions of the figures alone, to be compared with the engine address by address.
"""

from collections.abc import Callable
from datetime import date
from fractions import Fraction

from oracle_aides import amounts, count_demandes, count_examens, count_paiements, count_prets, granted
from oracle_dossiers import AIDES_LOGEMENT, ORIGINES_SIGNALEMENT, count_impayes, count_logements, count_rsa
from tally import (
    Portfolio,
    Row,
    Tally,
    Value,
    add_months,
    by_code,
    by_key,
    families,
    median,
    read_cents,
    read_date,
    read_folder,
)

__all__ = ["AIDES_LOGEMENT", "ORIGINES_SIGNALEMENT", "count", "count_figures", "read_folder"]

MOTIFS: dict[str, tuple[str, ...]] = {
    "parentalite": (
        "deces_enfant", "deces_conjoint", "separation", "grossesse", "naissance_multiple",
        "enfant_malade_ou_handicape", "monoparentalite", "violences_conjugales",
    ),
    "logement": (
        "impaye_loyer", "impaye_accession", "non_decence", "relogement", "amelioration_habitat",
        "equipement_logement", "energie",
    ),
    "insertion": (
        "rsa_monoparent", "contrat_projet", "freins_emploi", "surendettement", "acces_aux_droits",
    ),
}  # fmt: skip
NATURES = ("information_conseil", "accompagnement_social")
ORIGINES = ("offre_caf", "allocataire", "partenaire", "service_interne", "plateforme")
MODES = ("physique", "telephone", "visio")
STATUTS = ("propose", "honore", "absent", "annule", "reporte")
ETATS_DROIT = ("verse", "possible", "demande", "obtenu", "refuse", "sans_objet")
DROITS = (
    "rsa", "prime_activite", "aide_logement", "allocations_familiales", "complement_familial",
    "soutien_familial", "pension_alimentaire", "jeune_enfant", "rentree_scolaire", "enfant_handicape",
    "adulte_handicape", "presence_parentale", "deces_enfant", "vacances", "complementaire_sante",
    "cheque_energie", "fonds_solidarite_logement", "allocation_chomage", "indemnites_journalieres",
    "pension_invalidite", "bourse_scolaire", "aide_juridictionnelle", "pension_reversion", "capital_deces",
)  # fmt: skip
DOMAINES = ("temps_libre", "accompagnement_social", "logement_habitat")
DEMANDEURS = ("travailleur_social", "partenaire", "allocataire")
TYPES_ACTION = (
    "information_collective", "travail_social_de_groupe", "forum_naissance",
    "action_ponctuelle_partenaires", "projet_collectif_partenarial",
)  # fmt: skip


def count_figures(portfolio: Portfolio, start: date, end: date) -> dict[str, Value]:
    """Count every figure from `start` (included) to `end` (excluded): counts, cents, days or percent."""
    return count(portfolio, start, end).values


def count(portfolio: Portfolio, start: date, end: date) -> "Tally":
    """Count every figure, with the bases of the shares and rates."""
    tally = Tally(portfolio, start, end)
    for section in SECTIONS:
        section(tally)
    return tally


def _cibles(tally: Tally) -> None:
    rows = tally.active("interventions", "date_ouverture", "date_cloture")
    for nature in (*NATURES, "total"):
        chosen = [row for row in rows if nature in {row["nature"], "total"}]
        tally.values[f"cibles.total.{nature}"] = len(chosen)
        numbers = {cible: sum(row["motif"] in motifs for row in chosen) for cible, motifs in MOTIFS.items()}
        tally.split("cibles", numbers, len(chosen), f".{nature}")
        if nature != "total":
            tally.share(f"cibles.total.{nature}.part", len(chosen), len(rows))
    motifs = [motif for group in MOTIFS.values() for motif in group]
    tally.split("motifs", by_code(rows, "motif", motifs), len(rows), ".total")
    tally.split("origines", by_code(rows, "origine", ORIGINES), len(rows))


def _interventions(tally: Tally) -> None:
    closed = tally.dated("interventions", "date_cloture")
    tally.values["interventions.ouvertes"] = len(tally.dated("interventions", "date_ouverture"))
    tally.values["interventions.closes"] = len(closed)
    tally.values["interventions.duree_mediane"] = median(
        [_days(row, "date_ouverture", "date_cloture") for row in closed]
    )
    running = {
        row["reference"]
        for row in tally.active("interventions", "date_ouverture", "date_cloture")
        if row["nature"] == "accompagnement_social"
    }
    held = [
        row
        for row in tally.dated("rendez_vous", "date", statut="honore")
        if row.get("intervention") in running
    ]
    tally.values["interventions.entretiens"] = len(held)
    tally.values["interventions.entretiens_par_accompagnement"] = (
        Fraction(len(held), len(running)) if running else None
    )


def _days(row: Row, earlier: str, later: str) -> int:
    return (date.fromisoformat(row[later]) - date.fromisoformat(row[earlier])).days


def _familles(tally: Tally) -> None:
    rows = tally.active("interventions", "date_ouverture", "date_cloture")
    tally.values["familles.total"] = len(families(rows))
    for nature in NATURES:
        tally.values[f"familles.{nature}"] = len(families(row for row in rows if row["nature"] == nature))
    before = tally.active("interventions", "date_ouverture", "date_cloture", add_months(tally.start, -24))
    tally.values["familles.nouvelles"] = len(families(rows) - families(before))


def _rendez_vous(tally: Tally) -> None:
    every = tally.dated("rendez_vous", "date")
    honoured = [row for row in every if row["statut"] == "honore"]
    tally.values["rendez_vous.total"] = len(honoured)
    tally.values["rendez_vous.tous"] = len(every)
    tally.split("rendez_vous.mode", by_code(honoured, "mode", MODES), len(honoured))
    lieux = tally.codes("lieux", "code")
    tally.split("rendez_vous.lieu", by_key(honoured, "lieu", lieux), len(honoured))
    tally.split("rendez_vous.statut", by_code(every, "statut", STATUTS), len(every))
    rights = [row for row in honoured if row["type"] == "rendez_vous_des_droits"]
    trades = {row["code"]: row["metier"] for row in tally.rows("agents")}
    held_by = [trades[row["agent"]] for row in rights]
    numbers = {
        "travailleurs_sociaux": held_by.count("assistant_social") + held_by.count("cesf"),
        "conseillers": held_by.count("conseiller"),
    }
    tally.values["rendez_vous_droits.total"] = len(rights)
    tally.split("rendez_vous_droits", numbers, len(rights))


def _droits(tally: Tally) -> None:
    appointments = {row["reference"]: row for row in tally.rows("rendez_vous", statut="honore")}
    rows = [
        row
        for row in tally.dated("droits_examines", "date_etat")
        if appointments.get(row["rendez_vous"], {}).get("type") == "rendez_vous_des_droits"
    ]
    tally.values["droits.total"] = len(rows)
    tally.split("droits.etat", by_code(rows, "etat", ETATS_DROIT), len(rows))
    obtained = [row for row in rows if row["etat"] == "obtenu"]
    for droit, number in by_code(obtained, "droit", DROITS).items():
        tally.values[f"droits.droit.{droit}.obtenus"] = number


def _plateforme(tally: Tally) -> None:
    calls = tally.dated("appels", "date")
    answered = sum(row["decroche"] == "oui" for row in calls)
    booked = sum(row.get("suite") == "rendez_vous" for row in calls)
    tally.values["plateforme.appels_recus"] = len(calls)
    tally.values["plateforme.contacts_traites"] = answered
    tally.values["plateforme.rendez_vous_programmes"] = booked
    tally.share("plateforme.taux_decroche", answered, len(calls))
    tally.share("plateforme.taux_rendez_vous", booked, answered)


def _offres(tally: Tally) -> None:
    sent = tally.dated("offres_contact", "date_offre")
    axes = {
        "campagne": tally.codes("offres_contact", "campagne"),
        "motif": {motif: [motif] for group in MOTIFS.values() for motif in group},
    }
    for column, axis in axes.items():
        for key, texts in axis.items():
            rows = [row for row in sent if row.get(column) in texts]
            accepted = sum(_accepted(row, tally.end) for row in rows)
            tally.values[f"offres.{column}.{key}.envoyees"] = len(rows)
            tally.values[f"offres.{column}.{key}.acceptees"] = accepted
            tally.share(f"offres.{column}.{key}.taux", accepted, len(rows))


def _accepted(offer: Row, end: date) -> bool:
    answered = read_date(offer.get("date_reponse"))
    return offer.get("reponse") == "acceptee" and (answered is None or answered < end)


def _aides(tally: Tally) -> None:
    aids = granted(tally)
    domains = {row["code"]: row["domaine"] for row in tally.rows("types_aide")}
    groups = {"aides.total": aids}
    for domain in DOMAINES:
        groups[f"aides.domaine.{domain}"] = [row for row in aids if domains[row["type_aide"]] == domain]
    for key, texts in tally.codes("types_aide", "code").items():
        groups[f"aides.type.{key}"] = [row for row in aids if row["type_aide"] in texts]
    for demandeur in DEMANDEURS:
        groups[f"aides.demandeur.{demandeur}"] = [row for row in aids if row.get("demandeur") == demandeur]
    for address, rows in groups.items():
        loans, grants = amounts(rows)
        measures = {"nombre": len(rows), "familles": len(families(rows)), "montant": loans + grants}
        tally.values[f"{address}.prets"], tally.values[f"{address}.subventions"] = loans, grants
        for measure, value in measures.items():
            tally.values[f"{address}.{measure}"] = value
            if address != "aides.total":
                total = tally.values[f"aides.total.{measure}"]
                assert isinstance(total, int)
                tally.share(f"{address}.{measure}.part", value, total)


def _commissions(tally: Tally) -> None:
    for key, instances in tally.codes("seances_commission", "instance").items():
        sessions = {
            row["code"]: row for row in tally.rows("seances_commission") if row["instance"] in instances
        }
        aids = [row for row in granted(tally) if row.get("seance") in sessions]
        first: dict[str, date] = {}
        for aid in aids:
            day = date.fromisoformat(sessions[aid["seance"]]["date"])
            first[aid["famille"]] = min(day, first.get(aid["famille"], day))
        situations = [_situation(tally, family, day) for family, day in first.items()]
        qf = [read_cents(situation.get("quotient_familial")) for situation in situations]
        address = f"commission.{key}"
        tally.values[f"{address}.seances"] = sum(tally.holds(row["date"]) for row in sessions.values())
        tally.values[f"{address}.menages"] = len(first)
        tally.values[f"{address}.montant"] = sum(amounts(aids))
        profile = {
            "monoparentales": sum(s.get("composition") == "monoparentale" for s in situations),
            "qf_inferieur_500": sum(cents is not None and cents < 500_00 for cents in qf),
            "minima_sociaux": sum(s.get("minima_sociaux") == "oui" for s in situations),
        }
        tally.split(address, profile, len(first))


def _situation(tally: Tally, family: str, day: date) -> Row:
    """Return the family's situation in force that day; empty when none is known."""
    known = [
        row
        for row in tally.rows("situations", famille=family)
        if date.fromisoformat(row["date_effet"]) <= day
    ]
    return max(known, key=lambda row: date.fromisoformat(row["date_effet"]), default={})


def _collectif(tally: Tally) -> None:
    actions = tally.active("actions_collectives", "date_debut", "date_fin")
    address = "actions_collectives"
    tally.values[f"{address}.nombre"] = len(actions)
    tally.split(f"{address}.type", by_code(actions, "type", TYPES_ACTION), len(actions))
    themes = tally.codes(address, "theme")
    tally.split(f"{address}.theme", by_key(actions, "theme", themes), len(actions))
    tally.values[f"{address}.seances"] = len(tally.dated("seances_collectives", "date"))
    tally.values[f"{address}.participants"] = sum(int(row.get("participants") or 0) for row in actions)
    led_together = sum(row.get("co_animation") == "oui" for row in actions)
    tally.split(address, {"co_animees": led_together}, len(actions))
    held = tally.dated("permanences", "date")
    tally.values["permanences.tenues"] = len(held)
    tally.split("permanences.lieu", by_key(held, "lieu", tally.codes("lieux", "code")), len(held))
    tally.values["permanences.personnes_recues"] = sum(int(row.get("personnes_recues") or 0) for row in held)


SECTIONS: tuple[Callable[[Tally], None], ...] = (
    _cibles, _interventions, _familles, _rendez_vous, _droits, _plateforme, _offres, _aides,
    count_demandes, _commissions, count_examens, count_paiements, count_prets, count_impayes,
    count_logements, count_rsa, _collectif,
)  # fmt: skip
