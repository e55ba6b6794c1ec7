"""The independent count on small hand-made cases, each figure worked out by hand."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

import pytest
from oracle import count, count_figures
from tally import Portfolio, Row, Value, key_of

YEAR = (date(2017, 1, 1), date(2018, 1, 1))


def table(header: str, *lines: str) -> list[Row]:
    """Write rows as lines of cells; `-` is an empty cell."""
    columns = header.split()
    rows = [["" if cell == "-" else cell for cell in line.split()] for line in lines]
    return [dict(zip(columns, row, strict=True)) for row in rows]


def chosen(figures: Mapping[str, Value], prefix: str) -> dict[str, Value]:
    """Keep the figures below `prefix`, without the zeros, the unknown and the shares."""
    return {
        address.removeprefix(prefix): value
        for address, value in figures.items()
        if address.startswith(prefix) and value and not address.endswith(".part")
    }


INTERVENTIONS = table(
    "reference famille motif nature origine date_ouverture date_cloture",
    "I1 F1 separation information_conseil offre_caf 2017-12-31 -",
    "I2 F1 energie accompagnement_social - 2016-05-01 2017-01-01",
    "I3 F2 separation accompagnement_social partenaire 2016-12-01 2016-12-31",
    "I4 F2 separation information_conseil allocataire 2017-03-01 2017-03-01",
    "I5 F3 rsa_monoparent accompagnement_social offre_caf 2014-06-01 2014-12-31",
    "I6 F3 rsa_monoparent accompagnement_social offre_caf 2017-12-01 2018-02-01",
    "I7 F4 grossesse information_conseil plateforme 2018-01-01 -",
    "I8 F5 grossesse information_conseil plateforme 2015-01-01 2015-01-01",
    "I9 F5 grossesse information_conseil plateforme 2017-06-01 2017-06-30",
)
RENDEZ_VOUS = table(
    "reference famille intervention agent date type mode lieu statut",
    "R1 F1 I2 TS1 2017-01-01 entretien physique A-1 honore",
    "R2 F3 I6 TS1 2017-12-31 bilan - A_1 honore",
    "R3 F3 I6 TS2 2018-01-01 bilan physique A-1 honore",
    "R4 F2 I4 TS1 2017-05-01 rendez_vous_des_droits visio É2 honore",
    "R5 - - TS2 2017-05-01 rendez_vous_des_droits telephone - honore",
    "R6 - - TS3 2017-05-01 rendez_vous_des_droits telephone - honore",
    "R7 - - TS3 2017-05-01 rendez_vous_des_droits telephone - absent",
)
AGENTS = table("code metier", "TS1 cesf", "TS2 conseiller", "TS3 responsable")
LIEUX = table("code", "A-1", "A_1", "É2", "Œ3")


def test_interventions_are_active_from_their_opening_to_their_closing_day() -> None:
    figures = count_figures({"interventions": INTERVENTIONS}, *YEAR)
    assert chosen(figures, "cibles.") == {
        "parentalite.information_conseil": 3, "parentalite.total": 3, "logement.accompagnement_social": 1,
        "logement.total": 1, "insertion.accompagnement_social": 1, "insertion.total": 1,
        "total.information_conseil": 3, "total.accompagnement_social": 2, "total.total": 5,
    }  # fmt: skip
    assert chosen(figures, "origines.") == {
        "offre_caf": 2, "allocataire": 1, "plateforme": 1,
    }  # fmt: skip
    assert figures["cibles.parentalite.total.part"] == Fraction(60)
    assert figures["cibles.insertion.accompagnement_social.part"] == 50
    assert chosen(figures, "interventions.") == {"ouvertes": 4, "closes": 3, "duree_mediane": 29}


def test_families_are_new_when_none_of_their_interventions_ran_in_the_two_years_before() -> None:
    figures = count_figures({"interventions": INTERVENTIONS}, *YEAR)
    assert chosen(figures, "familles.") == {
        "total": 4, "information_conseil": 3, "accompagnement_social": 2, "nouvelles": 1,
    }  # fmt: skip


def test_appointments_count_when_honoured_and_by_the_trade_of_their_holder() -> None:
    portfolio = {
        "interventions": INTERVENTIONS, "rendez_vous": RENDEZ_VOUS, "agents": AGENTS, "lieux": LIEUX,
    }  # fmt: skip
    figures = count_figures(portfolio, *YEAR)
    assert chosen(figures, "rendez_vous.") == {
        "total": 5, "tous": 6,
        "mode.physique": 1, "mode.visio": 1, "mode.telephone": 2, "lieu.a_1": 2, "lieu.e2": 1,
        "statut.honore": 5, "statut.absent": 1,
    }  # fmt: skip
    assert figures["rendez_vous.lieu.oe3"] == 0
    assert figures["rendez_vous.statut.absent.part"] == Fraction(100, 6)
    assert chosen(figures, "rendez_vous_droits.") == {
        "total": 3, "travailleurs_sociaux": 1, "conseillers": 1,
    }  # fmt: skip
    assert figures["interventions.entretiens_par_accompagnement"] == 1


def test_an_offer_accepted_after_the_period_is_not_accepted_in_it() -> None:
    offers = table(
        "reference famille campagne motif date_offre reponse date_reponse",
        "O1 F1 Été-2017 separation 2017-12-30 acceptee 2017-12-31",
        "O2 F2 Été-2017 separation 2017-12-30 acceptee 2018-01-01",
        "O3 F3 - separation 2017-12-31 acceptee -",
        "O4 F3 - energie 2016-12-31 acceptee 2017-01-01",
    )
    figures = count_figures({"offres_contact": offers}, *YEAR)
    assert chosen(figures, "offres.") == {
        "campagne.ete_2017.envoyees": 2, "campagne.ete_2017.acceptees": 1, "campagne.ete_2017.taux": 50,
        "motif.separation.envoyees": 3, "motif.separation.acceptees": 2,
        "motif.separation.taux": Fraction(200, 3),
    }  # fmt: skip
    assert figures["offres.motif.energie.taux"] is None


AIDES = table(
    "reference famille type_aide demandeur date_demande seance date_decision decision montant_pret "
    "montant_subvention",
    "A1 F1 vac allocataire 2016-12-01 S1 2017-01-01 accord - 100.50",
    "A2 F1 vac allocataire 2017-01-01 S2 2017-12-31 accord_partiel 20,05 -",
    "A3 F2 pret - 2017-01-01 S3 2018-01-01 accord 900.00 -",
    "A4 F2 pret partenaire 2017-06-01 S1 2017-06-03 refus - -",
    "A5 F3 pret partenaire 2017-06-01 - 2017-06-05 ajournement 5.00 5.00",
    "A6 F3 pret partenaire 2017-06-01 - 2017-06-05 sans_suite 5.00 5.00",
    "A7 F4 pret - 2017-05-30 S2 2017-06-05 accord - -",
    "A8 F4 pret - 2017-06-01 - - en_attente - -",
)
SEANCES = table("code instance date", "S1 CAS 2016-12-31", "S2 cas 2017-06-30", "S3 Autre 2017-07-01")
SITUATIONS = table(
    "famille date_effet composition quotient_familial minima_sociaux",
    "F1 2016-12-31 monoparentale 499.99 oui",
    "F1 2017-06-01 couple_avec_enfants 1000 non",
    "F4 2017-06-30 monoparentale 500 oui",
    "F4 2017-07-01 personne_seule 100 -",
    "F4 2016-01-01 personne_seule 100 non",
)


def test_aids_count_when_granted_on_the_day_of_the_decision() -> None:
    types = table("code domaine", "vac temps_libre", "pret logement_habitat", "rien temps_libre")
    figures = count_figures({"aides": AIDES, "types_aide": types}, *YEAR)
    assert chosen(figures, "aides.") == {
        "total.nombre": 3, "total.familles": 2, "total.montant": 12055, "total.prets": 2005,
        "total.subventions": 10050, "domaine.temps_libre.nombre": 2, "domaine.temps_libre.familles": 1,
        "domaine.temps_libre.montant": 12055, "domaine.temps_libre.prets": 2005,
        "domaine.temps_libre.subventions": 10050, "domaine.logement_habitat.nombre": 1,
        "domaine.logement_habitat.familles": 1, "type.vac.nombre": 2, "type.vac.familles": 1,
        "type.vac.montant": 12055, "type.vac.prets": 2005, "type.vac.subventions": 10050,
        "type.pret.nombre": 1, "type.pret.familles": 1, "demandeur.allocataire.nombre": 2,
        "demandeur.allocataire.familles": 1, "demandeur.allocataire.montant": 12055,
        "demandeur.allocataire.prets": 2005, "demandeur.allocataire.subventions": 10050,
        "demandees": 7, "refusees": 1, "ajournees": 1, "delai_median": 6, "decidees": 4,
        "decidees_en_30_jours": 2, "statut.accord": 1, "statut.accord_partiel": 1, "statut.refus": 1,
        "statut.ajournement": 1, "statut.en_attente": 2, "statut.sans_suite": 1,
    }  # fmt: skip
    assert figures["aides.type.rien.nombre"] == 0
    assert figures["aides.type.vac.familles.part"] == 50


def test_payments_and_loans_stand_as_on_the_last_day() -> None:
    portfolio = {
        "aides": table("reference famille type_aide date_demande decision date_decision montant_pret",
                       "A1 F1 vac 2017-01-01 accord 2017-03-01 300.00",
                       "A2 F1 vac 2017-01-01 accord 2018-01-01 90.00"),
        "types_aide": table("code domaine", "vac temps_libre"),
        "paiements": table("aide forme montant destinataire date_prevue date_versement date_retour",
                           "A1 pret 300.00 tiers 2017-03-05 2017-12-31 2018-01-01",
                           "A1 subvention 20.00 famille 2017-12-31 2018-01-01 -"),
        "mouvements_pret": table("aide type date montant", "A1 remboursement 2017-12-31 50.00",
                                 "A1 remise 2018-01-01 250.00"),
    }  # fmt: skip
    assert chosen(count_figures(portfolio, *YEAR), "paiements.") == {
        "verses.nombre": 1, "verses.montant": 30_000, "a_verser.nombre": 1, "a_verser.montant": 2_000,
        "verses.forme.pret.nombre": 1, "verses.forme.pret.montant": 30_000,
        "verses.destinataire.tiers.nombre": 1, "verses.destinataire.tiers.montant": 30_000,
    }  # fmt: skip
    assert chosen(count_figures(portfolio, *YEAR), "prets.") == {
        "accordes.nombre": 1, "accordes.montant": 30_000, "rembourses.montant": 5_000,
        "encours.nombre": 1, "encours.montant": 25_000, "encours.du": 25_000,
    }  # fmt: skip
    after = chosen(count_figures(portfolio, YEAR[1], date(2018, 2, 1)), "prets.")
    assert after["encours.nombre"] == 1, "the first is settled, the second begins"
    assert after["encours.montant"] == 9_000


def test_a_commission_describes_its_households_as_on_their_first_session() -> None:
    types = table("code domaine", "vac temps_libre", "pret logement_habitat")
    portfolio = {
        "aides": AIDES, "types_aide": types, "seances_commission": SEANCES, "situations": SITUATIONS,
    }  # fmt: skip
    tally = count(portfolio, *YEAR)
    assert chosen(tally.values, "commission.") == {
        "cas.seances": 1, "cas.menages": 2, "cas.montant": 12055, "cas.monoparentales": 2,
        "cas.qf_inferieur_500": 1, "cas.minima_sociaux": 2, "autre.seances": 1,
        "cas.demandes": 4, "cas.accords": 3, "cas.refus": 1,
    }  # fmt: skip
    assert tally.values["commission.cas.qf_inferieur_500.part"] == 50
    assert tally.bases["commission.cas.qf_inferieur_500.part"] == 2
    assert tally.values["commission.autre.monoparentales.part"] is None


def test_an_arrear_settled_after_the_period_is_not_settled_in_it() -> None:
    arrears = table(
        "reference famille aide_logement date_signalement cible_locale accompagnement_administratif "
        "accompagnement_social issue date_issue",
        "P1 F1 apl 2017-01-01 oui oui non resolu 2017-12-31",
        "P2 F1 apl 2017-02-01 oui oui oui resolu 2018-01-02",
        "P3 F2 alf 2017-12-31 oui non - plan_en_cours 2018-01-01",
        "P4 F3 alf 2017-12-31 non oui oui plan_en_cours 2017-12-31",
        "P5 F4 alf 2017-12-31 oui - - plan_en_cours -",
        "P6 F5 als 2018-01-01 oui oui oui resolu 2018-01-01",
    )
    reperes = table(
        "annee code valeur",
        "2017 beneficiaires_aide_logement.apl 400",
        "2017 beneficiaires_aide_logement.als 0",
        "2018 beneficiaires_aide_logement.alf 10",
    )
    portfolio = {"impayes": arrears, "reperes": reperes}
    figures = count_figures(portfolio, *YEAR)
    assert chosen(figures, "impayes.") == {
        "signales.apl": 2, "signales.alf": 3, "signales.total": 5, "taux.apl": Fraction(1, 2),
        "cible_locale.familles": 3, "cible_locale.resolus_ou_plan": 1,
        "cible_locale.taux_solution": Fraction(100, 3),
        "cible_locale.accompagnement_administratif": 1, "cible_locale.accompagnement_social": 1,
        "ouverts": 4, "ouverts_avec_plan": 2, "clos": 1,
    }  # fmt: skip
    unknown = [name for name in ("apl", "alf", "als", "total") if figures[f"impayes.taux.{name}"] is None]
    assert unknown == ["alf", "als", "total"]
    straddling = count_figures(portfolio, date(2017, 1, 1), date(2018, 1, 2))
    assert straddling["impayes.taux.apl"] is None
    assert straddling["impayes.cible_locale.resolus_ou_plan"] == 3


LIVES: Portfolio = {
    "impayes": table(
        "reference famille aide_logement date_signalement cible_locale issue date_issue suite_logement "
        "date_premier_contact",
        "P1 F1 alf 2016-05-01 oui resolu 2017-01-15 maintien 2016-05-11",
        "P2 F2 alf 2016-06-01 oui en_cours 2016-12-31 - -",
        "P3 F3 alf 2016-12-31 oui resolu - - -",
        "P4 F4 apl 2016-07-01 non sans_solution 2016-12-31 expulsion 2016-06-01",
        "P5 F5 apl 2016-07-01 non resolu 2016-08-01 - 2017-01-01",
    ),
    "etats_impaye": table(
        "impaye issue date_debut date_fin",
        "P1 plan_en_cours 2016-08-31 2017-01-15",
        "P2 plan_en_cours 2016-07-01 2016-12-31",
    ),
    "faits_impaye": table("impaye nature date", "P2 contact 2016-06-03", "P2 contact 2016-06-02"),
    "plans_apurement": table(
        "impaye date_plan date_effet date_rupture",
        "P1 2016-08-25 2016-08-31 2017-02-28",
        "P1 2016-08-25 2016-08-31 2017-03-01",
        "P2 2016-06-25 2016-06-30 2016-12-31",
        "P2 2016-06-25 2016-07-01 -",
    ),
}


def test_an_arrear_is_what_it_was_on_the_last_day() -> None:
    then = chosen(count_figures(LIVES, date(2016, 1, 1), date(2017, 1, 1)), "impayes.")
    assert (then["cible_locale.resolus_ou_plan"], then["ouverts"], then["ouverts_avec_plan"]) == (1, 2, 1)
    assert (then["clos"], then["suites_connues"], then["expulsions"]) == (2, 1, 1)
    assert (then["contactes"], then["delai_premier_contact"]) == (3, 1), "10, 1, and 0 for one known before"
    later = chosen(count_figures(LIVES, date(2017, 1, 1), date(2017, 2, 1)), "impayes.")
    assert later == {
        "ouverts": 1, "clos": 1, "suites_connues": 1, "maintiens": 1, "taux_maintien": 100,
        "plans.suivis_6_mois": 1, "plans.tenus_6_mois": 1, "plans.taux_tenus_6_mois": 100,
    }  # fmt: skip


def test_a_plan_is_kept_when_it_is_not_broken_on_the_day_of_its_sixth_month() -> None:
    figures = count_figures(LIVES, date(2016, 12, 1), date(2017, 3, 1))
    assert chosen(figures, "impayes.plans.") == {
        "suivis_6_mois": 4, "tenus_6_mois": 3, "taux_tenus_6_mois": 75, "rompus": 2,
    }  # fmt: skip


def test_a_dwelling_is_placed_by_the_date_of_each_step() -> None:
    dwellings = table(
        "reference famille origine date_signalement date_constat resultat date_diagnostic "
        "assistance_maitrise_ouvrage date_conservation date_levee travaux",
        "L1 F1 caf 2016-12-31 2017-01-01 insalubre 2017-01-02 oui 2016-01-01 2017-12-31 oui",
        "L2 F1 caf 2017-12-31 2018-01-01 non_decent 2018-01-01 oui 2017-12-31 2018-01-01 oui",
        "L3 F2 direct 2017-05-05 2017-05-06 non_decent 2017-05-07 non - - oui",
        "L4 F2 direct 2017-05-05 2017-05-06 - - oui 2017-05-05 2017-05-05 -",
        "L5 F2 direct 2016-05-05 2016-05-06 non_decent - - - 2017-05-05 oui",
    )
    assert chosen(count_figures({"logements_signales": dwellings}, *YEAR), "indecence.") == {
        "signalements.caf": 1, "signalements.direct": 2, "signalements.total": 3, "constats": 3,
        "non_decents": 1, "insalubres": 1, "non_decents_ou_insalubres": 2,
        "taux_non_decence": Fraction(200, 3), "diagnostics": 2,
        "assistances_maitrise_ouvrage": 1, "conservations": 2, "levees": 2, "travaux": 2,
        "logements_visites": 3, "conservations_en_cours": 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("designation", "fin", "late"),
    [
        ("2015-12-30", "-", 1), ("2015-12-31", "-", 0), ("2015-03-01", "2017-03-01", 0),
        ("2015-03-01", "2017-03-02", 1), ("2015-03-01", "2019-01-01", 1), ("2016-02-29", "-", 0),
        ("2014-01-01", "2016-12-31", 0),
    ],
)  # fmt: skip
def test_a_follow_up_is_late_from_the_day_after_24_months(designation: str, fin: str, late: int) -> None:
    rows = table("reference famille date_designation date_fin", f"S1 F1 {designation} {fin}")
    assert count_figures({"suivis_rsa": rows}, *YEAR)["rsa_monoparents.au_dela_de_24_mois"] == late


def test_24_months_after_29_february_are_28_february() -> None:
    rows = table("reference famille date_designation date_fin", "S1 F1 2016-02-29 -", "S2 F1 2016-02-29 -")
    until_28 = count_figures({"suivis_rsa": rows}, date(2018, 2, 1), date(2018, 3, 1))
    until_1st = count_figures({"suivis_rsa": rows}, date(2018, 3, 1), date(2018, 3, 2))
    open_ones = {"accompagnes": 1, "presents": 1, "sans_contrat": 1}
    assert chosen(until_28, "rsa_monoparents.") == open_ones
    assert chosen(until_1st, "rsa_monoparents.") == {**open_ones, "au_dela_de_24_mois": 1}


def test_follow_ups_begin_end_and_run_in_the_period() -> None:
    rows = table(
        "reference famille date_designation date_fin",
        "S1 F1 2016-12-31 2017-01-01",
        "S2 F1 2017-01-02 -",
        "S3 F2 2016-01-01 2016-12-31",
        "S4 F2 2017-12-31 2018-01-01",
        "S5 F3 2018-01-01 -",
        "S6 F4 2017-01-01 -",
    )
    assert chosen(count_figures({"suivis_rsa": rows}, *YEAR), "rsa_monoparents.") == {
        "accompagnes": 3, "entrees": 3, "sorties": 1, "presents": 3, "sans_contrat": 3, "duree_mediane": 1,
    }  # fmt: skip


def test_group_work_and_permanences() -> None:
    portfolio = {
        "actions_collectives": table(
            "reference type theme co_animation date_debut date_fin participants",
            "C1 forum_naissance Budget oui 2016-01-01 2017-01-01 7",
            "C2 forum_naissance - non 2017-12-31 - -",
            "C3 information_collective budget oui 2018-01-01 - 9",
            "C4 information_collective budget oui 2016-01-01 2016-12-31 9",
            "C5 information_collective - - 2017-05-01 2017-05-01 1",
        ),
        "seances_collectives": table("action date", "C1 2016-12-31", "C1 2017-01-01", "C3 2017-12-31"),
        "permanences": table(
            "reference lieu date personnes_recues", "V1 A-1 2017-12-31 4", "V2 É2 2017-01-01 -"
        ),
        "lieux": LIEUX,
    }
    figures = count_figures(portfolio, *YEAR)
    assert chosen(figures, "actions_collectives.") == {
        "nombre": 3, "type.forum_naissance": 2, "type.information_collective": 1, "theme.budget": 1,
        "seances": 2, "participants": 8, "co_animees": 1,
    }  # fmt: skip
    assert chosen(figures, "permanences.") == {
        "tenues": 2,
        "lieu.a_1": 1,
        "lieu.e2": 1,
        "personnes_recues": 4,
    }


def test_calls() -> None:
    calls = table(
        "reference date decroche suite",
        "T1 2017-01-01 oui rendez_vous", "T2 2017-12-31 oui reponse", "T3 2017-12-31 non -",
        "T4 2018-01-01 oui -",
    )  # fmt: skip
    assert chosen(count_figures({"appels": calls}, *YEAR), "plateforme.") == {
        "appels_recus": 3, "contacts_traites": 2, "rendez_vous_programmes": 1,
        "taux_decroche": Fraction(200, 3), "taux_rendez_vous": 50,
    }  # fmt: skip


def test_without_any_row_counts_are_zero_and_rates_unknown() -> None:
    figures = count_figures({}, *YEAR)
    unknown = {address for address, value in figures.items() if value is None}
    assert {value for value in figures.values() if value is not None} == {0}
    assert {address.rsplit(".", 1)[1] for address in unknown} == {
        "part", "taux", "taux_decroche", "taux_rendez_vous", "apl", "alf", "als", "total", "taux_solution",
        "taux_non_decence", "duree_mediane", "entretiens_par_accompagnement", "delai_median",
        "delai_median_urgentes", "delai_premier_contact", "taux_maintien", "taux_tenus_6_mois",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "key"),
    [("CAPB", "capb"), ("Commission d'aides", "commission_d_aides"), ("Été (1)", "ete_1"), ("Cœur", "coeur")],
)
def test_a_key_is_lower_case_letters_digits_and_underscores(text: str, key: str) -> None:
    assert key_of(text) == key
