"""Offers of contact worked on a real store: order, path, notices, answers, figures, undoing."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from offres_store import OFFERED, OffreStore
from sqlalchemy import func, select
from stores import AUTEUR

from caseapp.domain.parcours import CANAUX, RESULTATS, OffreFacts, Tentative, locate
from caseapp.domain.periods import year_period
from caseapp.errors import FieldError, InputError
from caseapp.models import Agent, Intervention, OffreContact, RendezVous, TentativeContact
from caseapp.paths import resource
from caseapp.services.familles import MASKED
from caseapp.services.historique import HistoriqueService
from caseapp.services.offres import Filtre, NouveauRendezVous
from caseapp.services.offres_liste import Echeances
from caseapp.services.offres_parcours import APPELS, ECRITS, Etat, ParcoursCatalogue
from caseapp.services.statistiques import StatistiquesService

CATALOGUE = ParcoursCatalogue(resource("parcours"))
MEETING = NouveauRendezVous(date(2026, 11, 27), time(9, 30), 45, "entretien", "physique", None)


def day(number: int, month: int = 11) -> date:
    return date(2026, month, number)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[OffreStore]:
    office = OffreStore(tmp_path)
    yield office
    office.store.close()


def call(
    office: OffreStore, offre: int, jour: date, resultat: str = "infructueux", by: str = "telephone"
) -> int:
    return office.offres.record_attempt(offre, by, resultat, jour, jour)


def todo(office: OffreStore, offre: int, today: date) -> str | None:
    (row,) = office.offres.list_rows([offre], today)
    return row.position.action


# --- The list ---


def test_the_list_begins_with_what_is_latest_and_counts_it(office: OffreStore) -> None:
    soon = office.offer("F1", jour=day(20))
    late = office.offer("F2", jour=day(2))
    later = office.offer("F4", jour=day(10))
    unknown = office.offer("F1", "violences_conjugales", jour=day(19))
    found = office.offres.call_list(day(21))
    assert found.ids == (late, later, soon, unknown)
    assert (found.ouvertes, found.en_retard) == (4, 2)
    assert office.offres.late_count(day(21)) == 2
    rows = office.offres.list_rows(found.ids, day(21))
    assert [row.position.retard for row in rows] == [16, 8, 0, 0]
    assert [row.famille for row in rows] == ["O'Brien Maël", "Œuvrard", "Nguyễn Emma", "Nguyễn Emma"]
    assert rows[-1].position.action == "À voir : aucun parcours pour ce motif"
    assert office.offres.call_list(day(21), Filtre(en_retard=True)).ids == (late, later)


def test_an_answered_offer_leaves_the_list(office: OffreStore) -> None:
    accepted, refused, closed, waiting = (office.offer(name) for name in ("F1", "F2", "F3", "F4"))
    office.offres.accept(accepted, MEETING, day(5), day(5))
    office.offres.refuse(refused, day(5), day(5))
    office.offres.close_unanswered(closed, day(5), day(5))
    with office.store.write(AUTEUR) as session:
        offre = session.get(OffreContact, waiting)
        assert offre is not None
        offre.reponse = "en_attente"
    assert office.offres.call_list(day(21)).ids == (waiting,)


def test_filters_by_campaign_and_by_who_tried_or_follows(office: OffreStore) -> None:
    mine, other, followed = (office.offer(name, campagne=f"Essai {name}") for name in ("F1", "F2", "F4"))
    call(office, mine, day(3))
    call(office, other, day(3))
    with office.store.write(AUTEUR) as session:
        paul = session.scalars(select(Agent.id).where(Agent.code == "TS2")).one()
        session.add(TentativeContact(offre_id=other, date=day(4), canal="sms", rang=1, agent_id=paul))
        session.add(
            Intervention(
                reference="I1", famille_id=office.famille("F4"), motif="energie", agent_id=office.me.id,
                nature="information_conseil", date_ouverture=day(1),
            )
        )  # fmt: skip
    assert set(office.offres.call_list(day(21), Filtre(agent_id=office.me.id)).ids) == {mine, followed}
    assert office.offres.call_list(day(21), Filtre(campagne="Essai F2")).ids == (other,)
    assert [one.key for one in office.offres.campagnes()] == ["Essai F1", "Essai F2", "Essai F4"]


ATTEMPTS = st.lists(
    st.tuples(st.integers(0, 40), st.sampled_from(CANAUX), st.sampled_from([None, *RESULTATS])), max_size=6
)
MOTIFS = st.sampled_from(["separation", "impaye_loyer", "grossesse", "deces_enfant", "energie"])
FORBIDDEN = st.sampled_from([frozenset[str](), APPELS, ECRITS, APPELS | ECRITS])


@given(ATTEMPTS, MOTIFS, FORBIDDEN, st.dates(date(2020, 1, 1), date(2026, 12, 31)))
def test_the_due_date_of_the_list_is_that_of_the_path(attempts, motif, forbidden, offered) -> None:
    tentatives = tuple(
        Tentative(offered + timedelta(days=n), *rest) for n, *rest in sorted(attempts, key=lambda one: one[0])
    )
    expected = locate(
        CATALOGUE.find(None, motif, forbidden), OffreFacts(offered, tentatives=tentatives), offered
    )
    echeances = Echeances(CATALOGUE)
    for _ in range(2):
        assert echeances.find(None, motif, forbidden, offered, tentatives) == expected.echeance


# --- The path ---


def test_a_separation_without_answer_is_worked_to_its_end(office: OffreStore) -> None:
    offre = office.offer()
    seen = []
    today = OFFERED
    for by in ("telephone", "telephone", "telephone", "courriel", None):
        (row,) = office.offres.list_rows([offre], today)
        assert row.position.echeance is not None
        today = row.position.echeance
        seen.append((row.position.action, today))
        if by:
            call(office, offre, today, "message" if by == "courriel" else "infructueux", by)
    assert seen == [
        ("Appeler la famille", day(5)),
        ("Rappeler (relance 1)", day(10)),
        ("Rappeler (relance 2)", day(17)),
        ("Envoyer la présentation", day(19)),
        ("Clore l'offre sans réponse", day(4, 12)),
    ]
    office.offres.close_unanswered(offre, today, today)
    vue = office.offres.open_vue(offre, today)
    assert (vue.position.terminee, vue.position.libelle) == (True, "Offre close sans réponse")
    assert [one.libelle for one in vue.chemin if one.etat is Etat.FAITE][:2] == ["Premier appel", "Relance 1"]


def test_a_family_that_must_not_be_called_is_written_to(office: OffreStore) -> None:
    offre = office.offer("F3")
    vue = office.offres.open_vue(offre, OFFERED)
    assert vue.position.action == "Envoyer la présentation"
    assert (vue.canaux, vue.script, vue.ne_pas_appeler) == (("courriel", "courrier"), (), True)
    assert [(one.libelle, one.etat) for one in vue.chemin] == [
        ("Premier appel", Etat.NON_PERMISE), ("Relance 1", Etat.NON_PERMISE), ("Relance 2", Etat.NON_PERMISE),
        ("Présentation par écrit", Etat.COURANTE), ("Offre à clore", Etat.A_VENIR),
    ]  # fmt: skip
    call(office, offre, day(4), "message", "courriel")
    assert todo(office, offre, day(4)) == "Clore l'offre sans réponse"


def test_a_notice_given_on_the_way_changes_what_is_next(office: OffreStore) -> None:
    offre = office.offer("F4")
    call(office, offre, day(4))
    assert todo(office, offre, day(4)) == "Rappeler (relance 1)"
    call(office, offre, day(9))
    call(office, offre, day(16))
    assert todo(office, offre, day(16)) == "Clore l'offre sans réponse"  # neither letter nor e-mail


def test_a_family_that_wants_nothing_is_to_be_seen_by_a_person(office: OffreStore) -> None:
    offre = office.offer("F5")
    vue = office.offres.open_vue(offre, day(6))
    assert vue.position.action == "À voir : la famille ne veut ni appel ni courrier"
    assert (vue.position.echeance, vue.position.retard, vue.canaux) == (day(5), 1, ())


def test_a_letter_comes_first_for_arrears_and_a_call_when_writing_is_refused(office: OffreStore) -> None:
    assert todo(office, office.offer("F1", "impaye_loyer"), OFFERED) == "Écrire à la famille"
    called = office.offres.open_vue(office.offer("F4", "impaye_loyer"), OFFERED)
    assert called.canaux == ("telephone",)
    assert called.script


@given(st.sampled_from(sorted(CATALOGUE.by_key)), FORBIDDEN, ATTEMPTS)
def test_no_step_of_an_allowed_path_asks_for_a_forbidden_canal(cle, forbidden, attempts) -> None:
    parcours = CATALOGUE.find(cle, "", forbidden)
    tentatives = tuple(Tentative(OFFERED, *rest) for _, *rest in attempts)
    found = parcours.etapes[locate(parcours, OffreFacts(OFFERED, tentatives=tentatives), OFFERED).etape]
    assert not forbidden & set(found.canaux)
    declared = CATALOGUE.by_key[cle].etapes.get(found.cle)
    assert declared is None or not declared.canaux or found.canaux


def test_the_contact_of_a_protected_family_is_masked(office: OffreStore) -> None:
    vue = office.offres.open_vue(office.offer("F2"), OFFERED)
    assert (vue.telephone, vue.courriel, vue.protection) == (MASKED, None, True)
    assert "0698765432" not in repr(vue)


# --- Writing ---


def test_attempts_of_one_day_are_numbered_and_signed(office: OffreStore) -> None:
    offre = office.offer()
    for _ in range(3):
        call(office, offre, day(5))
    with office.store.read() as session:
        rows = session.scalars(select(TentativeContact).order_by(TentativeContact.id)).all()
    assert [(one.rang, one.agent_id) for one in rows] == [(n, office.me.id) for n in (1, 2, 3)]
    essais = office.offres.open_vue(offre, day(5)).essais
    assert {(one.canal, one.resultat, one.agent) for one in essais} == {
        ("Téléphone", "Infructueux", "Inès Lacoste")
    }


def test_accepting_gives_an_appointment_and_an_intervention(office: OffreStore) -> None:
    offre = office.offer()
    call(office, offre, day(5), "joint")
    meeting = office.offres.accept(offre, replace(MEETING, nature="accompagnement_social"), day(6), day(6))
    record = office.record(offre)
    assert (record.reponse, record.date_reponse, record.rendez_vous_id) == ("acceptee", day(6), meeting)
    with office.store.read() as session:
        found = session.get(RendezVous, meeting)
        intervention = session.get(Intervention, record.intervention_id)
        assert found is not None
        assert intervention is not None
        assert (found.statut, found.date, found.heure, found.duree) == ("propose", day(27), time(9, 30), 45)
        assert (found.famille_id, found.agent_id, found.date_demande) == (
            record.famille_id,
            office.me.id,
            day(6),
        )
        assert found.intervention_id == intervention.id
        assert (intervention.origine, intervention.motif, intervention.date_ouverture) == (
            "offre_caf", "separation", day(6),
        )  # fmt: skip
    vue = office.offres.open_vue(offre, day(7))
    assert vue.position.libelle == "Offre acceptée, rendez-vous fixé"


def test_each_act_is_a_step_that_goes_back_whole(office: OffreStore) -> None:
    offre = office.offer(campagne="Essai")
    call(office, offre, day(5))
    office.offres.accept(offre, replace(MEETING, nature="information_conseil"), day(6), day(6))
    historique = HistoriqueService(office.store, AUTEUR)
    assert historique.undo().libelle == "Offre acceptée, rendez-vous ajouté"
    record = office.record(offre)
    assert (record.reponse, record.rendez_vous_id, record.intervention_id) == (None, None, None)
    with office.store.read() as session:
        assert session.scalar(select(func.count()).select_from(RendezVous)) == 0
        assert session.scalar(select(func.count()).select_from(Intervention)) == 0
    assert historique.undo().libelle == "Appel noté : pas de réponse"
    assert todo(office, offre, day(5)) == "Appeler la famille"
    assert historique.undo().libelle == "Offre de contact créée"
    assert office.offres.call_list(day(21)).ids == ()
    for _ in range(3):
        historique.redo()
    assert office.record(offre).reponse == "acceptee"


def test_dates_are_kept_in_order(office: OffreStore) -> None:
    offre = office.offer()
    with pytest.raises(FieldError, match="dans le futur"):
        office.offres.record_attempt(offre, "telephone", "joint", day(6), day(5))
    with pytest.raises(FieldError, match="avant le 02/11/2026"):
        office.offres.record_attempt(offre, "telephone", "joint", day(1), day(5))
    call(office, offre, day(9))
    with pytest.raises(FieldError, match="avant le 09/11/2026"):
        office.offres.refuse(offre, day(8), day(10))
    with pytest.raises(FieldError, match="avant la réponse"):
        office.offres.accept(offre, replace(MEETING, jour=day(9)), day(10), day(10))
    office.offres.refuse(offre, day(9), day(10))
    with pytest.raises(InputError, match="déjà sa réponse"):
        office.offres.record_attempt(offre, "telephone", "joint", day(10), day(10))
    with pytest.raises(InputError, match="n'est plus dans la base"):
        office.offres.refuse(offre + 1, day(9), day(10))


def test_a_refused_acceptance_leaves_nothing(office: OffreStore) -> None:
    offre = office.offer()
    for wrong in ({"type": "inconnu"}, {"mode": "pigeon"}, {"lieu_id": 99}, {"nature": "autre"},
                  {"duree": 1441}, {"jour": date(2200, 1, 1)}):  # fmt: skip
        with pytest.raises(FieldError):
            office.offres.accept(offre, replace(MEETING, **wrong), day(6), day(6))
    stranger = office.service("quelqu'un")
    with pytest.raises(InputError, match="qui vous êtes"):
        stranger.accept(offre, MEETING, day(6), day(6))
    assert office.record(offre).reponse is None
    with office.store.read() as session:
        assert session.scalar(select(func.count()).select_from(Intervention)) == 0


def test_an_offer_is_made_once_in_a_campaign(office: OffreStore) -> None:
    office.offer(campagne="Séparations 2026")
    with pytest.raises(FieldError, match="déjà une offre"):
        office.offer(campagne=" Séparations  2026 ")
    with pytest.raises(FieldError, match="pas possible"):
        office.offer(jour=date(1899, 12, 31))
    office.offer(campagne="Autre")
    office.offer()
    for motif, campagne, jour in (("inconnu", "", OFFERED), ("separation", "x" * 201, OFFERED)):
        with pytest.raises(FieldError):
            office.offer(motif=motif, campagne=campagne, jour=jour)


# --- Figures ---


def test_the_figures_of_offers_follow_the_work(office: OffreStore) -> None:
    one, two, three = (office.offer(name, campagne="Séparations") for name in ("F1", "F2", "F3"))
    office.offer("F4", "impaye_loyer")
    office.offres.accept(one, MEETING, day(6), day(6))
    office.offres.refuse(two, day(6), day(6))
    statistics = StatistiquesService(office.store)

    def figure(name: str) -> object:
        return statistics.figures(year_period(2026)).values[name].value

    assert figure("offres.campagne.separations.envoyees") == 3
    assert figure("offres.campagne.separations.acceptees") == 1
    assert figure("offres.motif.separation.envoyees") == 3
    assert figure("offres.motif.separation.acceptees") == 1
    assert figure("offres.motif.impaye_loyer.envoyees") == 1
    before = figure("offres.campagne.separations.taux")
    office.offres.accept(three, MEETING, day(7), day(7))
    assert figure("offres.campagne.separations.acceptees") == 2
    assert figure("offres.campagne.separations.taux") == 2 * before
    resume = office.offres.resume(2026)
    assert (resume.envoyees, resume.acceptees) == (4, 2)
    assert office.offres.resume(2026, "Séparations").envoyees == 3
    HistoriqueService(office.store, AUTEUR).undo()
    assert figure("offres.campagne.separations.taux") == before
