"""The deadlines of files: late the day after, seen, put off with a reason, done, and undone."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from profiles import PHRASE, open_workspace, profile_at
from sqlalchemy import select
from stores import NOW

from caseapp.domain.jeu_de_regles import Domaine
from caseapp.domain.labels import plain
from caseapp.errors import FieldError, InputError
from caseapp.exchange.calendrier import render_calendar
from caseapp.models import (
    Agent,
    ContratRsa,
    EtatImpaye,
    FaitImpaye,
    Famille,
    Impaye,
    Logement,
    LogementSignale,
    MensualitePlan,
    PlanApurement,
    ReexamenRsa,
    SuiteEcheance,
    SuiviRsa,
)
from caseapp.services.dossiers_rows import FAITE, REPORTEE, VUE, EcheanceSuivie
from caseapp.services.echeances_suites import SuiteSaisie
from caseapp.services.workspace import Workspace

REPORTED = date(2026, 5, 17)
ONE_DAY = timedelta(days=1)
PLAN = "plan"


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """Two agents; the first follows an arrear and an RSA lone parent, nobody follows a dwelling."""
    profil = profile_at(tmp_path / "profil")
    profil.create(PHRASE).store.close()
    workspace = open_workspace(profil)
    with workspace._opening.store.write("tests") as session:
        agents = [Agent(code=code, nom=code, metier="cesf") for code in ("TS01", "TS02")]
        emma, mael = (
            Famille(reference="F1", nom="Nguyễn", prenom="Emma"),
            Famille(reference="F2", nom="O'Brien"),
        )
        session.add_all([*agents, emma, mael])
        session.flush()
        session.add_all([
            Impaye(
                reference="I1", famille_id=emma.id, agent_id=agents[0].id, aide_logement="apl",
                secteur="locatif", tiers_payant=True, loyer=51_200, charges=3_800, montant_aide=21_000,
                dette=128_400, date_constitution=date(2026, 4, 1), date_signalement=REPORTED,
            ),
            Impaye(
                reference="I2", famille_id=mael.id, agent_id=agents[0].id, aide_logement="apl",
                date_constitution=date(2025, 4, 1), date_signalement=date(2025, 5, 17), issue="resolu",
                date_issue=date(2026, 1, 5),
            ),
            LogementSignale(
                reference="L1", famille_id=mael.id, origine="direct", date_signalement=date(2026, 9, 1)
            ),
            SuiviRsa(
                reference="S1", famille_id=emma.id, agent_id=agents[1].id, date_designation=date(2026, 10, 1)
            ),
        ])  # fmt: skip
    workspace.agents.set_me(workspace.agents.list_rows()[0].id)
    yield workspace
    workspace.close()


def plan_of(workspace: Workspace, today: date) -> EcheanceSuivie:
    found = workspace.echeances.suivies(today, domaines=[Domaine.IMPAYES])
    return next(one for one in found if one.echeance.regle.code == PLAN)


def due(workspace: Workspace) -> date:
    """Return the last day of the plan expected."""
    return plan_of(workspace, REPORTED).jour


def mark(
    workspace: Workspace, today: date, etat: str, put_off: date | None = None, why: str | None = None
) -> None:
    cle = plan_of(workspace, today).cle
    workspace.echeances.marquer(cle, SuiteSaisie(etat, today, put_off, why))


def listed(workspace: Workspace, today: date) -> list[str]:
    """Return what Accueil says of the plan."""
    return [
        one.fondement for one in workspace.accueil.journee(today).echeances if one.objet == "Plan d'apurement"
    ]


def test_a_deadline_is_late_the_day_after_and_not_before(workspace: Workspace) -> None:
    last = due(workspace)
    assert not plan_of(workspace, last).est_en_retard(last)
    before = workspace.echeances.retards(last)[Domaine.IMPAYES]
    assert plan_of(workspace, last + ONE_DAY).est_en_retard(last + ONE_DAY)
    assert workspace.echeances.retards(last + ONE_DAY)[Domaine.IMPAYES] == before + 1


def test_closed_files_wait_for_nothing_and_each_agent_has_its_own(workspace: Workspace) -> None:
    today = due(workspace)
    found = workspace.echeances.suivies(today)
    assert {(one.dossier.domaine, one.famille) for one in found} == {
        (Domaine.IMPAYES, "Nguyễn Emma"), (Domaine.INDECENCE, "O'Brien"), (Domaine.RSA, "Nguyễn Emma"),
    }  # fmt: skip
    assert [one.jour for one in found] == sorted(one.jour for one in found)
    first, second = (row.id for row in workspace.agents.list_rows())
    assert {one.dossier.domaine for one in workspace.echeances.suivies(today, first)} == {Domaine.IMPAYES}
    assert {one.dossier.domaine for one in workspace.echeances.suivies(today, second)} == {Domaine.RSA}


def test_what_is_put_off_comes_back_on_its_day_and_is_late_the_day_after(workspace: Workspace) -> None:
    today = due(workspace) + 4 * ONE_DAY
    assert listed(workspace, today)
    until = today + 10 * ONE_DAY
    mark(workspace, today, REPORTEE, until, "le bailleur a demandé dix jours")
    assert plan_of(workspace, today).jour == until
    assert not plan_of(workspace, today).est_en_retard(today)
    assert not listed(workspace, today)
    assert not listed(workspace, until - ONE_DAY)
    assert listed(workspace, until)
    assert not plan_of(workspace, until).est_en_retard(until)
    assert plan_of(workspace, until + ONE_DAY).est_en_retard(until + ONE_DAY)
    suite = plan_of(workspace, today).suite
    assert suite is not None
    assert (suite.motif, suite.agent) == ("le bailleur a demandé dix jours", "TS01")


def test_to_see_a_deadline_ends_neither_it_nor_its_report(workspace: Workspace) -> None:
    today = due(workspace) + ONE_DAY
    mark(workspace, today, VUE)
    assert plan_of(workspace, today).est_en_retard(today)
    assert [
        one.vue for one in workspace.accueil.journee(today).echeances if one.objet == "Plan d'apurement"
    ] == [True]
    mark(workspace, today, REPORTEE, today + 5 * ONE_DAY, "réponse promise")
    mark(workspace, today, VUE)
    assert plan_of(workspace, today).jour == today + 5 * ONE_DAY


@pytest.mark.parametrize(
    ("put_off", "why", "field"),
    [(None, "parce que", "reportee_au"), (0, "parce que", "reportee_au"), (-1, "parce que", "reportee_au"),
     (1, None, "motif"), (1, "   ", "motif"), (1, "\u202e", "motif")],
)  # fmt: skip
def test_a_report_needs_a_day_to_come_and_a_reason(
    workspace: Workspace, put_off: int | None, why: str | None, field: str
) -> None:
    today = due(workspace)
    until = None if put_off is None else today + put_off * ONE_DAY
    with pytest.raises(FieldError) as refused:
        mark(workspace, today, REPORTEE, until, why)
    assert refused.value.field == field
    assert plan_of(workspace, today).suite is None


def test_what_is_done_waits_no_more_and_each_mark_is_undone(workspace: Workspace) -> None:
    today = due(workspace) + ONE_DAY
    late = workspace.echeances.retards(today)[Domaine.IMPAYES]
    mark(workspace, today, FAITE)
    file_id = 1
    found = workspace.echeances.du_dossier(Domaine.IMPAYES, file_id, today)
    done = next(one for one in found if one.echeance.regle.code == PLAN)
    assert done.fait_le == today
    assert done.echeance.fait_le is None
    assert workspace.echeances.retards(today)[Domaine.IMPAYES] == late - 1
    assert not listed(workspace, today)
    assert [one.fait_le is not None for one in found] == sorted(one.fait_le is not None for one in found)
    assert workspace.historique.undo()
    assert workspace.echeances.retards(today)[Domaine.IMPAYES] == late
    assert plan_of(workspace, today).suite is None
    assert workspace.historique.redo()
    assert workspace.echeances.retards(today)[Domaine.IMPAYES] == late - 1
    workspace.echeances.marquer(done.cle, SuiteSaisie(VUE, today))
    assert plan_of(workspace, today).est_en_retard(today)


def test_a_deadline_that_starts_again_is_a_new_one(workspace: Workspace) -> None:
    today = due(workspace)
    mark(workspace, today, FAITE)
    asked = REPORTED + 30 * ONE_DAY
    with workspace._opening.store.write("tests") as session:
        session.add(FaitImpaye(impaye_id=1, nature="demande_plan", date=asked))
    again = plan_of(workspace, today)
    assert again.suite is None
    assert again.echeance.depuis == asked
    assert again.jour > today


def test_a_fact_meets_a_deadline_and_a_mark_on_what_is_no_more_is_refused(workspace: Workspace) -> None:
    today = due(workspace)
    known = plan_of(workspace, today).cle
    with pytest.raises(InputError, match="n'est plus celle du dossier"):
        workspace.echeances.marquer(known._replace(depuis=REPORTED - ONE_DAY), SuiteSaisie(FAITE, today))
    with pytest.raises(InputError, match="n'est plus dans la base"):
        workspace.echeances.marquer(known._replace(dossier_id=99), SuiteSaisie(FAITE, today))
    with pytest.raises(FieldError):
        workspace.echeances.marquer(known, SuiteSaisie("oubliee", today))
    with workspace._opening.store.read() as session:
        assert session.scalars(select(SuiteEcheance)).all() == []


def test_files_that_nobody_follows_are_one_line_that_opens_their_page(workspace: Workspace) -> None:
    today = date(2026, 12, 1)
    lines = [one for one in workspace.accueil.journee(today).echeances if one.cle == "logements"]
    assert len(lines) == 1
    assert "que personne ne suit" in lines[0].objet
    opened = [one for one in workspace.accueil.journee(today).echeances if one.objet == "Plan d'apurement"]
    assert [(one.ouvre, one.ouvre_id, one.famille) for one in opened] == [("impaye", 1, "Nguyễn Emma")]


def test_accueil_lists_the_most_urgent_and_counts_the_others(workspace: Workspace) -> None:
    with workspace._opening.store.write("tests") as session:
        session.add_all(
            Impaye(
                reference=f"N{n}", famille_id=1, agent_id=1, aide_logement="apl", date_constitution=REPORTED,
                date_signalement=REPORTED,
            )
            for n in range(120)
        )  # fmt: skip
    today = date(2026, 12, 31)
    mine = [
        one
        for one in workspace.echeances.suivies(today, 1, [Domaine.IMPAYES])
        if one.jour <= today + 15 * ONE_DAY
    ]
    assert len(mine) > 201
    journee = workspace.accueil.journee(today)
    [others] = [one for one in journee.echeances if one.cle == "impayes"]
    assert others.objet == f"{len(mine) - 200} autres échéances"
    assert others.jour == mine[200].jour
    files = [one for one in journee.echeances if one.ouvre == "impaye" or one is others]
    assert sum(one.nombre for one in files if one.jour < today) == sum(
        one.est_en_retard(today) for one in mine
    )


def test_the_calendar_taken_out_says_what_is_due_but_neither_of_whom_nor_how_much(
    workspace: Workspace,
) -> None:
    last = due(workspace)
    entries = workspace.echeances.calendrier((last, last), last)
    written = render_calendar(entries, NOW).decode()
    assert "Échéance : Plan d'apurement (impayé)" in written
    assert f"{last:%Y%m%d}" in written
    for secret in ("Nguy", "Emma", "XL Habitat", "1284", "1 284", "I1", "APL"):
        assert secret not in written
    again = workspace.echeances.calendrier((last, last), last)
    assert [one.uid for one in again] == [one.uid for one in entries]
    assert workspace.echeances.calendrier((last + ONE_DAY, last + ONE_DAY), last) == ()


def test_the_head_of_a_family_tells_what_is_late_or_near_and_its_files(workspace: Workspace) -> None:
    last = due(workspace)

    def told(today: date) -> list[tuple[str, bool]]:
        found = workspace.echeances.alertes(1, today)
        return [(one.etat, one.en_retard) for one in found if "plan d'apurement avec" in one.phrase]

    assert told(last - 8 * ONE_DAY) == []
    assert told(last - 7 * ONE_DAY) == [("Dans 7 jours", False)]
    assert told(last) == [("Aujourd'hui", False)]
    assert told(last + ONE_DAY) == [("En retard de 1 jour", True)]
    mark(workspace, last, REPORTEE, last + 5 * ONE_DAY, "réponse promise")
    assert told(last + ONE_DAY) == []
    files = workspace.echeances.de_la_famille(1, last)
    assert [(one.titre, one.etat) for one in files] == [
        ("Suivi RSA", "en cours"),
        ("Impayé, APL", "en cours"),
    ]
    (closed, _) = sorted(workspace.echeances.de_la_famille(2, last), key=lambda one: one.domaine)
    assert (closed.etat, closed.prochaine) == ("résolu", None)


def test_files_are_found_by_landlord_address_and_family_but_not_those_that_tell_where_one_hides(
    workspace: Workspace,
) -> None:
    with workspace._opening.store.write("tests") as session:
        hidden = Famille(reference="F3", nom="Picard", protection=True)
        home = Logement(reference="D1", adresse="12 rue du Château, les Halles")
        session.add_all([hidden, home])
        session.flush()
        session.get_one(Impaye, 1).bailleur = "XL Habitat Océan"
        session.get_one(LogementSignale, 1).logement_id = home.id
        session.add_all([
            Impaye(
                reference="I3", famille_id=hidden.id, aide_logement="apl", bailleur="XL Habitat Océan",
                date_signalement=REPORTED,
            ),
            LogementSignale(
                reference="L3", famille_id=hidden.id, origine="caf", date_signalement=REPORTED,
                logement_id=home.id,
            ),
        ])  # fmt: skip

    def found(text: str) -> list[tuple[str, str, object]]:
        files = [one for one in workspace.recherche.search(text) if one.dossier is not None]
        return [(one.kind.value, one.titre, one.dossier) for one in files]

    assert found("habitat xl") == [("Impayé", "Nguyễn Emma", (Domaine.IMPAYES, 1))]
    assert found("ocean") == found("OCÉAN xl") == found("habitat xl")
    assert found("chateau") == found("CHÂTEAU, 12") == found("halles 12")
    assert found("halles 12") == [("Logement", "O'Brien", (Domaine.INDECENCE, 1))]
    assert found("nguyen") == [
        ("Impayé", "Nguyễn Emma", (Domaine.IMPAYES, 1)), ("Suivi RSA", "Nguyễn Emma", (Domaine.RSA, 1)),
    ]  # fmt: skip
    assert [one[:2] for one in found("I3")] == [("Impayé", "Picard")]
    shown = [one.detail for one in workspace.recherche.search("Picard")]
    assert not any("Halles" in one or "Habitat" in one for one in shown)


def test_the_timeline_tells_the_life_of_the_files_and_opens_them(workspace: Workspace) -> None:
    day = REPORTED + 10 * ONE_DAY
    with workspace._opening.store.write("tests") as session:
        plan = PlanApurement(
            impaye_id=1,
            procedure="plan_negocie",
            date_plan=day,
            date_effet=day,
            montant=300,
            date_rupture=day + 60 * ONE_DAY,
            motif_rupture="deux mensualités manquées",
        )
        session.add(plan)
        session.flush()
        session.add_all([
            *(MensualitePlan(plan_id=plan.id, numero=n, date_echeance=day + 30 * n * ONE_DAY, montant=100)
              for n in (1, 2, 3)),
            FaitImpaye(impaye_id=1, nature="saisine_ccapex", date=day + 70 * ONE_DAY, commentaire="complet"),
            EtatImpaye(impaye_id=1, issue="resolu", date_debut=day, date_fin=day + 60 * ONE_DAY),
            ContratRsa(suivi_id=1, type="contrat_engagement", date_signature=date(2026, 10, 20)),
            ReexamenRsa(suivi_id=1, date=date(2026, 11, 2), conclusion="parcours confirmé"),
        ])  # fmt: skip
    fil = workspace.familles.open_fiche(1, day).fil
    told = [plain(f"{fait.date:%d/%m} {fait.titre}: {fait.detail}") for fait in fil]
    assert told == [
        "02/11 Suivi RSA : réexamen: parcours confirmé",
        "20/10 Suivi RSA : contrat d'engagement signé: ",
        "01/10 Suivi RSA : désignation du référent unique: ",
        "05/08 Avis demandé à la Ccapex: complet",
        "26/07 Plan d'apurement rompu: deux mensualités manquées",
        "27/05 Impayé : résolu: ",
        "27/05 Plan d'apurement: plan négocié, 3,00 € en 3 mensualités",
        "17/05 Impayé signalé: APL, dette 1 284,00 €",
    ]
    assert {(fait.objet, fait.objet_id) for fait in fil} == {("impayes", 1), ("suivis_rsa", 1)}
