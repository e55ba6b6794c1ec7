"""Arrears files on a real store: report, debt, facts, plans followed month by month, supports, issue."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from impayes_store import REPORTED, TODAY, ImpayeStore
from stores import AUTEUR

from caseapp.domain.labels import plain
from caseapp.domain.pret import EtatEcheance
from caseapp.errors import FieldError, InputError
from caseapp.models import (
    EtatImpaye,
    FaitImpaye,
    Impaye,
    Intervention,
    Logement,
    MensualitePlan,
    MouvementDette,
    Occupation,
    Situation,
)
from caseapp.services.impayes_propositions import Proposition
from caseapp.services.impayes_rows import (
    FaitSaisie,
    Mode,
    MouvementSaisie,
    PlanSaisie,
    Soutien,
    SoutienSaisie,
)

SIGNED = date(2026, 7, 1)
PLAN = PlanSaisie("plan_negocie", SIGNED, Mode.NOMBRE, 12, date(2026, 8, 5))


@pytest.fixture
def office(tmp_path: Path) -> Iterator[ImpayeStore]:
    office = ImpayeStore(tmp_path)
    yield office
    office.store.close()


def pay(office: ImpayeStore, ident: int, jour: date, montant: int) -> int:
    return office.impayes.add_movement(ident, MouvementSaisie("paiement", jour, montant), TODAY)


# --- The report and the constitution ---


def test_a_report_finds_its_constitution_its_target_and_its_agent(office: ImpayeStore) -> None:
    assert office.vue(office.report()).saisie.cible_locale is None, "no local rule counts by itself"
    office.regles.appliquer("impayes-landes", actif=True)
    vue = office.vue(office.report())
    assert plain(vue.constitution.phrase) == (
        "dette 1 284,00 € ≥ 2 × (512,00 + 38,00 - 210,00) = 680,00 € le 17/05/2026"
    )
    assert vue.constitution.retenue == REPORTED
    assert vue.saisie.cible_locale is True, "all ALF families are of the local target"
    assert (vue.agent, vue.etat, vue.dette) == ("Durand", "En cours", 128_400)
    assert plain(vue.demi_loyer.phrase) == "la moitié de (512,00 + 38,00 - 210,00), soit 170,00 €"
    assert office.vue(office.report(aide_logement="als")).saisie.cible_locale is False
    assert office.vue(office.report(aide_logement="als", cible_locale=True)).saisie.cible_locale is True


def test_a_debt_without_rent_is_kept_and_says_what_cannot_be_told(office: ImpayeStore) -> None:
    vue = office.vue(office.report(loyer=None))
    assert vue.dette == 128_400
    assert vue.constitution.phrase == "Le loyer manque : le seuil de l'impayé ne peut pas être calculé."
    assert (vue.constitution.calculable, vue.constitution.retenue) == (False, None)
    office.impayes.edit(vue.id, office.saisie(), TODAY)
    assert office.vue(vue.id).constitution.retenue == REPORTED


def test_a_file_of_2027_follows_the_rules_of_2027(office: ImpayeStore) -> None:
    later = date(2027, 6, 1)
    small = office.saisie(dette=9_000, premier_impaye=date(2027, 1, 5), date_signalement=date(2027, 5, 10))
    ident = office.impayes.create(small, later)
    found = office.vue(ident, later).constitution
    assert (found.retenue, found.jeu) == (date(2027, 4, 5), "Impayés constitués à partir du 1er janvier 2027")
    asked = PlanSaisie("simplifiee", later, Mode.NOMBRE, 2, date(2027, 7, 5))
    with pytest.raises(FieldError, match="n'ont pas de procédure simplifiée"):
        office.impayes.plan(ident, asked, later)


def test_the_computed_constitution_follows_the_file_until_a_person_says_otherwise(
    office: ImpayeStore,
) -> None:
    ident = office.report()
    earlier = date(2026, 4, 2)
    office.impayes.add_movement(ident, MouvementSaisie("releve", earlier, 68_000), TODAY)
    assert office.vue(ident).constitution.retenue == earlier
    with pytest.raises(FieldError, match="pourquoi la date calculée") as caught:
        office.impayes.set_constitution(ident, date(2026, 3, 15), None, TODAY)
    assert caught.value.field == "motif"
    office.impayes.set_constitution(ident, date(2026, 3, 15), "Courrier du bailleur", TODAY)
    office.impayes.add_movement(ident, MouvementSaisie("releve", date(2026, 2, 20), 70_000), TODAY)
    found = office.vue(ident).constitution
    assert (found.retenue, found.motif, found.calculee) == (
        date(2026, 3, 15), "Courrier du bailleur", date(2026, 2, 20),
    )  # fmt: skip
    office.impayes.set_constitution(ident, None, None, TODAY)
    found = office.vue(ident).constitution
    assert (found.retenue, found.motif) == (date(2026, 2, 20), None)
    moved = office.saisie(date_signalement=date(2026, 2, 19))
    office.impayes.edit(ident, moved, TODAY)
    assert office.vue(ident).constitution.retenue == date(2026, 2, 19), "a report moved before it"


# --- Debt and facts ---


def test_a_debt_is_followed_corrected_and_undone(office: ImpayeStore) -> None:
    ident = office.report()
    paid = pay(office, ident, date(2026, 6, 3), 28_400)
    office.impayes.add_movement(ident, MouvementSaisie("terme", date(2026, 6, 5), 34_000), TODAY)
    assert [(one.type, one.dette) for one in office.vue(ident).mouvements] == [
        ("releve", 128_400), ("paiement", 100_000), ("terme", 134_000),
    ]  # fmt: skip
    assert office.vue(ident, date(2026, 6, 4)).dette == 100_000
    office.impayes.edit_movement(paid, MouvementSaisie("paiement", date(2026, 6, 3), 128_400, "FSL"), TODAY)
    assert office.vue(ident).dette == 34_000
    with pytest.raises(FieldError, match="plus que la dette"):
        office.impayes.edit_movement(paid, MouvementSaisie("paiement", date(2026, 6, 3), 128_401), TODAY)
    office.impayes.remove_movement(paid, TODAY)
    assert office.vue(ident).dette == 162_400
    assert office.historique.undo().libelle == "Mouvement de dette retiré"
    assert office.vue(ident).dette == 34_000
    with pytest.raises(InputError, match="plus dans la base"):
        office.impayes.remove_movement(99, TODAY)


def test_the_first_contact_is_the_earliest_one_noted(office: ImpayeStore) -> None:
    ident = office.report()
    second = office.impayes.add_fact(ident, FaitSaisie("contact", date(2026, 6, 9), "Appel"), TODAY)
    first = office.impayes.add_fact(ident, FaitSaisie("contact", date(2026, 6, 2)), TODAY)
    office.impayes.add_fact(ident, FaitSaisie("audience", date(2027, 1, 12)), TODAY)
    vue = office.vue(ident)
    assert vue.saisie.date_premier_contact == date(2026, 6, 2)
    assert [one.nature for one in vue.faits] == ["audience", "contact", "contact"]
    assert {one.agent for one in vue.faits} == {"Durand"}
    office.impayes.edit_fact(first, FaitSaisie("contact", date(2026, 6, 20)), TODAY)
    assert office.vue(ident).saisie.date_premier_contact == date(2026, 6, 9)
    office.impayes.remove_fact(second)
    assert office.vue(ident).saisie.date_premier_contact == date(2026, 6, 20)
    assert len(office.records(FaitImpaye)) == 2


# --- Plans ---


def test_a_plan_is_followed_broken_renegotiated_and_settled(office: ImpayeStore) -> None:
    ident = office.report()
    office.impayes.plan(ident, PLAN, TODAY)
    vue = office.vue(ident)
    assert (vue.etat, vue.procedure, vue.plan.suivi.plan.montant) == (
        "Plan en cours depuis le 01/07/2026", "Plan négocié", 128_400,
    )  # fmt: skip
    assert len(vue.plan.suivi.manquees) == 4
    pay(office, ident, date(2026, 8, 5), 10_700)
    pay(office, ident, date(2026, 9, 7), 5_000)
    lines = office.vue(ident, date(2026, 9, 10)).plan.suivi.lignes
    assert [(one.etat, one.reste) for one in lines[:3]] == [
        (EtatEcheance.REGLEE, 0), (EtatEcheance.EN_RETARD, 5_700), (EtatEcheance.A_VENIR, 10_700),
    ]  # fmt: skip
    with pytest.raises(InputError, match="Un plan est déjà en cours"):
        office.impayes.plan(ident, PLAN, TODAY)
    office.impayes.break_plan(ident, date(2026, 10, 6), "Deux mensualités manquées", TODAY)
    vue = office.vue(ident)
    assert vue.plan is None
    assert vue.etat == "En cours depuis le 06/10/2026"
    assert [(one.libelle, one.debut, one.fin) for one in vue.etats] == [
        ("Plan en cours", SIGNED, date(2026, 10, 6))
    ]
    second = PlanSaisie("fsl", date(2026, 10, 12), Mode.MENSUALITE, 20_000, date(2026, 11, 5))
    office.impayes.plan(ident, second, TODAY)
    assert office.vue(ident).plan.suivi.plan.montant == 112_700, "what is then owed"
    signed = date(2026, 11, 10)
    office.impayes.renegotiate(
        ident, PlanSaisie("plan_negocie", signed, Mode.NOMBRE, 2, signed), "Nouvel emploi", TODAY
    )
    vue = office.vue(ident)
    assert (vue.plan.suivi.plan.montant, vue.etat) == (112_700, "Plan en cours depuis le 12/10/2026")
    assert [one.motif_rupture for one in vue.plans] == [None, "Nouvel emploi", "Deux mensualités manquées"]
    pay(office, ident, date(2026, 11, 15), 112_700)
    vue = office.vue(ident)
    assert vue.propose_resolu
    assert {one.etat for one in vue.plan.suivi.lignes} == {EtatEcheance.REGLEE}
    office.impayes.set_issue(ident, "resolu", date(2026, 11, 15), "maintien", TODAY)
    vue = office.vue(ident)
    assert (vue.etat, vue.libelle_suite) == ("Résolu depuis le 15/11/2026", "Maintien dans le logement")
    with pytest.raises(InputError, match="rouvrez-le"):
        office.impayes.plan(ident, PLAN, TODAY)
    with pytest.raises(InputError, match="rouvrez-le"):
        office.impayes.break_plan(ident, TODAY, "Perte d'emploi", TODAY)
    office.impayes.reopen(ident, date(2026, 11, 18), TODAY)
    vue = office.vue(ident)
    assert (vue.etat, vue.libelle_suite) == ("En cours depuis le 18/11/2026", "")
    assert [one.libelle for one in vue.etats] == ["Résolu", "Plan en cours", "En cours", "Plan en cours"]
    with pytest.raises(InputError, match="déjà ouvert"):
        office.impayes.reopen(ident, TODAY, TODAY)


def test_what_is_paid_on_the_day_a_plan_is_signed_counts_once(office: ImpayeStore) -> None:
    ident = office.report()
    pay(office, ident, SIGNED, 8_400)
    office.impayes.plan(ident, PLAN, TODAY)
    plan = office.vue(ident).plan.suivi
    assert (plan.plan.montant, plan.paye, plan.reste) == (128_400, 8_400, 120_000)
    again = date(2026, 9, 1)
    pay(office, ident, again, 20_000)
    assert office.vue(ident).montant_du_plan(again) == 120_000
    office.impayes.renegotiate(ident, PlanSaisie("fsl", again, Mode.NOMBRE, 2, again), "Baisse", TODAY)
    plan = office.vue(ident).plan.suivi
    assert (plan.plan.montant, plan.reste, office.vue(ident).dette) == (120_000, 100_000, 100_000)


def test_a_renegotiation_that_is_refused_leaves_the_plan_as_it_was(office: ImpayeStore) -> None:
    ident = office.report()
    office.impayes.plan(ident, PLAN, TODAY)
    before = office.vue(ident)
    for saisie, motif, field in (
        (PlanSaisie("fsl", TODAY, Mode.NOMBRE, 37, date(2026, 12, 5)), "Baisse", "nombre"),
        (PlanSaisie("fsl", TODAY, Mode.NOMBRE, 10, date(2026, 12, 5)), None, "motif"),
        (PlanSaisie("fsl", date(2026, 6, 1), Mode.NOMBRE, 10, date(2026, 12, 5)), "Baisse", "date_plan"),
    ):
        with pytest.raises(FieldError) as caught:
            office.impayes.renegotiate(ident, saisie, motif, TODAY)
        assert caught.value.field == field
    assert office.vue(ident) == before


def test_a_plan_typed_by_mistake_goes_with_the_issue_it_gave(office: ImpayeStore) -> None:
    ident = office.report()
    before = office.vue(ident)
    plan = office.impayes.plan(ident, PLAN, TODAY)
    office.impayes.remove_plan(ident, plan)
    assert office.vue(ident) == before
    assert office.records(MensualitePlan) == []
    office.impayes.set_issue(ident, "sans_solution", date(2026, 6, 1), None, TODAY)
    office.impayes.reopen(ident, date(2026, 6, 20), TODAY)
    plan = office.impayes.plan(ident, PLAN, TODAY)
    office.impayes.remove_plan(ident, plan)
    assert office.vue(ident).etat == "En cours depuis le 20/06/2026"
    assert [one.issue for one in office.records(EtatImpaye)] == ["sans_solution"]


def test_a_renegotiation_typed_by_mistake_gives_the_plan_it_replaced_back(office: ImpayeStore) -> None:
    """Of a plan renegotiated twice on one day, then of one signed on the day the former was broken."""
    ident = office.report()
    office.impayes.plan(ident, PLAN, TODAY)
    day = date(2026, 9, 1)
    seen = []
    for months in (10, 9):
        seen.append(office.vue(ident))
        again = PlanSaisie("fsl", day, Mode.NOMBRE, months, day)
        office.impayes.renegotiate(ident, again, "Baisse de revenus", TODAY)
    for before in reversed(seen):
        office.impayes.remove_plan(ident, office.vue(ident).plan.id)
        assert office.vue(ident) == before
    office.impayes.break_plan(ident, day, "Perte d'emploi", TODAY)
    broken = office.vue(ident)
    plan = office.impayes.plan(ident, PlanSaisie("fsl", day, Mode.NOMBRE, 10, day), TODAY)
    office.impayes.remove_plan(ident, plan)
    assert office.vue(ident) == broken


def test_a_plan_beside_an_issue_typed_by_hand_leaves_it_as_it_was_typed(office: ImpayeStore) -> None:
    ident = office.report()
    office.impayes.plan(ident, PLAN, TODAY)
    office.impayes.set_issue(ident, "en_cours", date(2026, 8, 1), None, TODAY)
    before = office.vue(ident)
    again = PlanSaisie("fsl", date(2026, 9, 1), Mode.NOMBRE, 10, date(2026, 9, 5))
    renewed = office.impayes.renegotiate(ident, again, "Baisse de revenus", TODAY)
    office.impayes.remove_plan(ident, renewed)
    assert office.vue(ident) == before
    office.impayes.break_plan(ident, date(2026, 9, 1), "Perte d'emploi", TODAY)
    after = office.vue(ident)
    assert (after.etat, after.etats) == (before.etat, before.etats)


def test_a_small_debt_may_follow_the_simplified_procedure(office: ImpayeStore) -> None:
    ident = office.report(dette=8_800, loyer=4_000, charges=None, montant_aide=0)
    asked = PlanSaisie(
        "simplifiee", SIGNED, Mode.SAISIE, mensualites=((date(2026, 7, 5), 4_400), (date(2026, 8, 5), 4_400))
    )
    office.impayes.plan(ident, asked, TODAY)
    assert [one.montant for one in office.records(MensualitePlan)] == [4_400, 4_400]


def test_what_if_says_what_changes_and_writes_nothing(office: ImpayeStore) -> None:
    ident = office.report()
    before = office.vue(ident)
    changed = {one.libelle: one for one in office.impayes.simuler_plan(ident, date(2026, 12, 1), TODAY)}
    assert changed["Plan d'apurement"].apres is None
    assert changed["Plan à vérifier"].apres == date(2027, 6, 1)
    paid = office.impayes.simuler_paiement(before, 3_000, date(2026, 12, 5))
    assert (paid.mois, paid.permis) == (43, False)
    assert office.vue(ident) == before


# --- Supports ---


def test_both_supports_are_opened_then_linked(office: ImpayeStore) -> None:
    ident = office.report()
    new = Soutien(suivi=True, nouveau=True)
    day = date(2026, 6, 9)
    office.impayes.support(ident, SoutienSaisie(new, new, day), TODAY)
    made = office.records(Intervention)
    assert [(one.nature, one.motif, one.date_ouverture) for one in made] == [
        ("information_conseil", "impaye_loyer", day), ("accompagnement_social", "impaye_loyer", day),
    ]  # fmt: skip
    vue = office.vue(ident)
    assert vue.intervention(vue.social) == "Accompagnement social du 09/06/2026, impayé de loyer"
    office.impayes.support(ident, SoutienSaisie(Soutien(), vue.social), TODAY)
    vue = office.vue(ident)
    assert (vue.administratif, vue.social.intervention_id) == (Soutien(), made[1].id)
    other = office.report(famille_id=office.familles[1], secteur="accession", loyer=60_000)
    with pytest.raises(FieldError, match="pas celle de la famille") as caught:
        office.impayes.support(other, SoutienSaisie(Soutien(), vue.social), TODAY)
    assert caught.value.field == "social"
    with pytest.raises(FieldError, match="quand elle s'ouvre"):
        office.impayes.support(other, SoutienSaisie(new, Soutien()), TODAY)
    office.impayes.support(other, SoutienSaisie(new, Soutien(suivi=True), day), TODAY)
    assert office.records(Intervention)[-1].motif == "impaye_accession"
    vue = office.vue(other)
    assert vue.intervention(vue.social) == "oui"


def test_each_act_is_one_step_without_a_name(office: ImpayeStore) -> None:
    ident = office.report()
    pay(office, ident, date(2026, 6, 3), 100)
    office.impayes.add_fact(ident, FaitSaisie("saisine_fsl", date(2026, 6, 3)), TODAY)
    office.impayes.plan(ident, PLAN, TODAY)
    office.impayes.break_plan(ident, TODAY, "Perte d'emploi", TODAY)
    labels = [office.historique.undo().libelle for _ in range(5)]
    assert labels == [
        "Rupture du plan enregistrée", "Plan d'apurement enregistré", "Fait ajouté au dossier d'impayé",
        "Mouvement de dette ajouté", "Impayé signalé",
    ]  # fmt: skip
    assert office.records(Impaye) == office.records(MouvementDette) == []


def test_landlords_known_are_proposed_the_most_frequent_first(office: ImpayeStore) -> None:
    for name in ("XL Habitat", "Habitat Sud", "Habitat Sud", "Mme Etcheverry"):
        office.report(bailleur=name)
    assert office.impayes.bailleurs("habi") == ("Habitat Sud", "XL Habitat")
    assert office.impayes.bailleurs("hab xl") == ("XL Habitat",)
    assert len(office.impayes.bailleurs("")) == 3


def test_a_report_begins_with_what_is_known_of_the_family(office: ImpayeStore) -> None:
    famille = office.familles[0]
    assert office.impayes.proposition(famille, TODAY) == Proposition()
    ident = office.report()
    known = office.impayes.proposition(famille, TODAY)
    assert (known.ouvert_le, known.bailleur, known.loyer) == (REPORTED, "XL Habitat", 51_200)
    office.impayes.set_issue(ident, "resolu", TODAY, None, TODAY)
    assert office.impayes.proposition(famille, TODAY).ouvert_le is None
    with office.store.write(AUTEUR) as session:
        logement = Logement(reference="L1", adresse="3 rue des Pins", bailleur="Habitat Sud")
        session.add_all([
            logement, Situation(famille_id=famille, date_effet=date(2026, 10, 1), aide_logement="apl"),
        ])  # fmt: skip
        session.flush()
        session.add(Occupation(logement_id=logement.id, famille_id=famille))
    known = office.impayes.proposition(famille, TODAY)
    assert (known.aide_logement, known.bailleur, known.loyer) == ("apl", "Habitat Sud", None), "moved since"
