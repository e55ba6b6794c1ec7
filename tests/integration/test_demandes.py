"""Requests for an aid on a real store: made, completed, corrected, given up; what they carry and refuse."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from demandes_store import (
    ALONE,
    EMMA,
    MAEL,
    TODAY,
    DemandeStores,
    aide_id,
    famille_id,
    funders_of,
    made,
    pieces_of,
    type_id,
)
from sqlalchemy import select

from caseapp.errors import FieldError, InputError
from caseapp.models import Aide, Intervention, RendezVous
from caseapp.services.commission_rows import DecisionSaisie
from caseapp.services.demandes_lignes import DemandeSaisie, Filtre, FinanceurSaisie, Statut
from caseapp.services.workspace import Workspace


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> DemandeStores:
    return DemandeStores(tmp_path_factory.mktemp("demandes"))


@pytest.fixture
def workspace(stores: DemandeStores, tmp_path: Path) -> Iterator[Workspace]:
    workspace = stores.open(tmp_path)
    yield workspace
    workspace.close()


def demande(
    workspace: Workspace, reference: str = EMMA, code: str = "equipement", **more: Any
) -> DemandeSaisie:
    saisie = DemandeSaisie(
        famille_id(workspace, reference), type_id(workspace, code), TODAY, montant_demande=48000,
        demandeur="travailleur_social",
    )  # fmt: skip
    return replace(saisie, **more)


# --- Made ---


def test_a_request_keeps_everything_and_its_documents_and_is_undone_whole(workspace: Workspace) -> None:
    intervention, meeting = _link(workspace, Intervention, "I1"), _link(workspace, RendezVous, "R1")
    saisie = demande(
        workspace, motif="perte_emploi", quotient_familial=41200, mois_qf=date(2026, 10, 12), quantite=2,
        objet="Lave-linge", cout=90000, reste_a_charge=32000, date_projet=date(2026, 12, 1),
        intervention_id=intervention, rendez_vous_id=meeting, expose="Séparée depuis mars.",
        financeurs=(FinanceurSaisie("CCAS de Dax", 10000, "accorde"),),
        pieces_recues=frozenset({"Devis"}),
    )  # fmt: skip
    ident = workspace.demandes.create(saisie, TODAY)
    [aide] = made(workspace)
    assert (aide.id, aide.decision, aide.date_decision) == (ident, "en_attente", None)
    assert (aide.mois_qf, aide.agent_id) == (date(2026, 10, 1), workspace.agents.me().id)
    assert (aide.cout, aide.reste_a_charge, aide.quantite) == (90000, 32000, 2)
    assert pieces_of(workspace, ident) == {
        "Devis": TODAY, "Relevé d'identité bancaire": None, "Courrier de la famille": None,
    }  # fmt: skip
    assert funders_of(workspace, ident) == [("CCAS de Dax", 10000, "accorde")]
    workspace.historique.undo()
    assert made(workspace) == []
    assert pieces_of(workspace, ident) == {}


def test_a_partner_who_is_not_listed_is_added_with_the_request(workspace: Workspace) -> None:
    saisie = demande(workspace, demandeur="partenaire", nouveau_partenaire="Ccas de Tarnos")
    vue = workspace.demandes.open_demande(workspace.demandes.create(saisie, TODAY))
    assert (vue.demandeur, vue.partenaire) == ("partenaire", "Ccas de Tarnos")
    again = workspace.demandes.create(replace(saisie, nouveau_partenaire="CCAS de Tarnos"), TODAY)
    assert workspace.demandes.open_demande(again).saisie.partenaire_id == vue.saisie.partenaire_id
    other = demande(workspace, demandeur="allocataire", partenaire_id=vue.saisie.partenaire_id)
    alone = workspace.demandes.create(other, TODAY)
    assert workspace.demandes.open_demande(alone).partenaire == "", "only a partner who asks is kept"


def test_a_year_without_any_reglement_accepts_every_known_aid_and_says_so(workspace: Workspace) -> None:
    before = date(2025, 5, 4)
    ident = workspace.demandes.create(demande(workspace, code="ancienne", date_demande=before), TODAY)
    vue = workspace.demandes.open_demande(ident)
    assert vue.pieces == ()
    assert any("2025" in one.phrase for one in vue.constats)
    offered = workspace.demandes.offertes(2025)
    assert not offered.reglement
    assert {one.libelle for one in offered.aides} >= {"Ancienne aide", "Équipement ménager"}


# --- Refused ---


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("montant_demande", {"montant_demande": -1}),
        ("montant_demande", {"montant_demande": 0}),
        ("montant_demande", {"montant_demande": 100_000_001}),
        ("cout", {"cout": -500}),
        ("reste_a_charge", {"reste_a_charge": 10**12}),
        ("quotient_familial", {"quotient_familial": -1, "mois_qf": TODAY}),
        ("quotient_familial", {"mois_qf": TODAY}),
        ("mois_qf", {"quotient_familial": 41200}),
        ("mois_qf", {"quotient_familial": 41200, "mois_qf": date(2026, 12, 1)}),
        ("date_demande", {"date_demande": date(2026, 11, 21)}),
        ("date_demande", {"date_demande": date(1899, 12, 31)}),
        ("date_demande", {"date_demande": None}),
        ("date_projet", {"date_projet": date(2200, 1, 1)}),
        ("quantite", {"quantite": 0}),
        ("quantite", {"quantite": 1001}),
        ("partenaire", {"demandeur": "partenaire"}),
        ("demandeur", {"demandeur": "voisin"}),
        ("motif", {"motif": "envie"}),
        ("famille", {"famille_id": None}),
        ("famille", {"famille_id": 10**6}),
        ("aide", {"type_aide_id": None}),
        ("intervention", {"intervention_id": 10**6}),
        ("objet", {"objet": "x" * 401}),
        ("expose", {"expose": "x" * 20_001}),
        ("financeur_1", {"financeurs": (FinanceurSaisie(" ", 100),)}),
        ("montant_1", {"financeurs": (FinanceurSaisie("CCAS", None),)}),
        ("montant_2", {"financeurs": (FinanceurSaisie("CCAS", 100), FinanceurSaisie("Région", -100))}),
    ],
    ids=lambda value: value if isinstance(value, str) else "-".join(value),
)
def test_what_no_request_can_have_is_refused_under_its_field(
    workspace: Workspace, field: str, change: dict[str, Any]
) -> None:
    with pytest.raises(FieldError) as refusal:
        workspace.demandes.create(demande(workspace, **change), TODAY)
    assert refusal.value.field == field
    assert made(workspace) == []


def test_an_aid_that_the_reglement_of_the_year_does_not_have_is_refused(workspace: Workspace) -> None:
    with pytest.raises(FieldError, match="n'est pas au règlement de 2026") as refusal:
        workspace.demandes.create(demande(workspace, code="ancienne"), TODAY)
    assert refusal.value.field == "aide"
    assert [one.libelle for one in workspace.demandes.offertes(2026).aides] == [
        "Aide sur projet", "Vacances (AVS)", "Équipement ménager",
    ]  # fmt: skip


def test_the_intervention_of_another_family_is_refused(workspace: Workspace) -> None:
    other = _link(workspace, Intervention, "I3")
    with pytest.raises(FieldError, match="n'est pas celle de la famille") as refusal:
        workspace.demandes.create(demande(workspace, intervention_id=other), TODAY)
    assert refusal.value.field == "intervention"


# --- What is proposed ---


def test_the_family_comes_with_its_situation_in_force_and_what_it_received(workspace: Workspace) -> None:
    about = workspace.demandes.about(famille_id(workspace, EMMA), TODAY)
    assert about.foyer is not None
    assert (about.foyer.composition, about.foyer.quotient_familial) == ("Famille monoparentale", 41200)
    assert about.foyer.mois_qf == date(2026, 10, 1)
    assert [(one.libelle, one.montant) for one in about.aides_recues] == [("Aide sur projet", 20000)], (
        "the one granted on 19/11/2025 is more than a year old"
    )
    assert about.interventions[0].label.endswith("contrat de projet du 02/06/2026")
    assert about.proposee == about.interventions[0].key
    assert [one.label for one in about.rendez_vous] == ["Du 12/10/2026"]
    earlier = workspace.demandes.about(famille_id(workspace, EMMA), date(2026, 10, 11))
    assert earlier.foyer is not None
    assert earlier.foyer.quotient_familial == 87150
    assert len(earlier.aides_recues) == 2


def test_the_aids_before_a_session_are_the_same_on_its_page_and_on_that_of_the_request(
    workspace: Workspace,
) -> None:
    """What is granted between the request and the session counts; what the session itself grants does not."""
    first = aide_id(workspace, "A4")
    between, together = (
        workspace.demandes.create(demande(workspace, MAEL, code), TODAY) for code in ("equipement", "avs")
    )
    commissions, granted = workspace.commissions, DecisionSaisie("accord", subvention=48000)
    commissions.decide_delegated(between, granted, TODAY, TODAY)
    seance_id = commissions.seance_of(first)
    for piece in workspace.demandes.open_demande(together).pieces:
        workspace.demandes.receive(piece.id, TODAY, TODAY)
    commissions.add_to_agenda(seance_id, together)
    commissions.decide(together, granted)
    for decided in (False, True):
        if decided:
            commissions.decide(first, DecisionSaisie("accord", subvention=25000))
        here = workspace.demandes.open_demande(first).aides_recues
        there = commissions.detail(first).anterieures
        assert [(one.date_decision, one.montant) for one in here] == [(TODAY, 48000)], decided
        assert [(one.date, one.montant) for one in there] == [(TODAY, 48000)], decided


def test_a_family_without_number_may_ask_and_has_two_more_days(workspace: Workspace) -> None:
    alone = demande(workspace, ALONE, urgente=True)
    slow = workspace.demandes.open_demande(workspace.demandes.create(alone, TODAY))
    quick = workspace.demandes.open_demande(
        workspace.demandes.create(demande(workspace, urgente=True), TODAY)
    )
    assert (slow.allocataire, slow.row.echeance) == (False, date(2026, 11, 27))
    assert (quick.allocataire, quick.row.echeance) == (True, date(2026, 11, 25))


def test_a_second_request_for_the_same_aid_is_said_not_refused(workspace: Workspace) -> None:
    first = workspace.demandes.create(demande(workspace), TODAY)
    preview = workspace.demandes.apercu(demande(workspace))
    assert len(preview.en_double) == 1
    assert preview.en_double[0].startswith("20/11/2026")
    assert workspace.demandes.apercu(demande(workspace), first).en_double == ()
    assert workspace.demandes.apercu(demande(workspace, code="avs")).en_double == ()
    second = workspace.demandes.open_demande(workspace.demandes.create(demande(workspace), TODAY))
    assert len(second.en_double) == 1
    assert len(made(workspace)) == 2


def test_the_reglement_explains_before_and_after(workspace: Workspace) -> None:
    saisie = demande(workspace, quotient_familial=81200, mois_qf=date(2026, 10, 1))
    before = workspace.demandes.apercu(saisie).constats
    assert any(one.niveau == "exceptionnel" and "812" in one.phrase for one in before)
    ident = workspace.demandes.create(saisie, TODAY)
    assert workspace.demandes.open_demande(ident).constats == before


# --- Completed, corrected, given up ---


def test_the_last_compulsory_document_completes_a_request(workspace: Workspace) -> None:
    ident = workspace.demandes.create(demande(workspace), TODAY)
    vue = workspace.demandes.open_demande(ident)
    assert (vue.row.manquantes, _where(workspace, ident)) == (2, {Statut.EN_ATTENTE, Statut.A_COMPLETER})
    for piece in vue.pieces[:2]:
        workspace.demandes.receive(piece.id, TODAY, TODAY)
    assert _where(workspace, ident) == {Statut.EN_ATTENTE, Statut.COMPLETES}
    workspace.demandes.receive(vue.pieces[0].id, None, TODAY)
    assert _where(workspace, ident) == {Statut.EN_ATTENTE, Statut.A_COMPLETER}
    with pytest.raises(FieldError, match="pas encore passée"):
        workspace.demandes.receive(vue.pieces[0].id, date(2026, 11, 21), TODAY)
    workspace.demandes.add_piece(ident, "Attestation", obligatoire=True)
    assert workspace.demandes.open_demande(ident).row.manquantes == 2
    with pytest.raises(FieldError, match="déjà demandée"):
        workspace.demandes.add_piece(ident, "attestation", obligatoire=False)


def test_another_aid_brings_its_documents_and_keeps_those_received(workspace: Workspace) -> None:
    ident = workspace.demandes.create(
        demande(workspace, pieces_recues=frozenset({"Devis"})), date(2026, 11, 20)
    )
    changed = demande(workspace, code="avs", quantite=2, financeurs=(FinanceurSaisie("CCAS", 5000),))
    workspace.demandes.edit(ident, changed, TODAY)
    workspace.demandes.edit(ident, changed, TODAY)
    assert pieces_of(workspace, ident) == {"Devis": TODAY}
    assert funders_of(workspace, ident) == [("CCAS", 5000, "sollicite")]
    assert workspace.demandes.open_demande(ident).row.aide == "Vacances (AVS)"


def test_a_request_on_an_agenda_is_not_dated_after_its_session(workspace: Workspace) -> None:
    ident, after = aide_id(workspace, "A4"), date(2026, 11, 25)
    saisie = demande(workspace, MAEL, "projet", date_demande=after)
    with pytest.raises(FieldError, match=r"l'ordre du jour du 24/11/2026") as refusal:
        workspace.demandes.edit(ident, saisie, after)
    assert refusal.value.field == "date_demande"
    workspace.demandes.edit(ident, replace(saisie, date_demande=date(2026, 11, 24)), after)
    assert workspace.demandes.open_demande(ident).row.date_demande == date(2026, 11, 24)


def test_a_request_given_up_leaves_its_agenda_and_can_wait_again(workspace: Workspace) -> None:
    ident = aide_id(workspace, "A4")
    assert _where(workspace, ident) == {Statut.EN_ATTENTE, Statut.ORDRE_DU_JOUR}
    for day in (date(2026, 11, 1), date(2026, 11, 21)):
        with pytest.raises(FieldError) as refusal:
            workspace.demandes.withdraw(ident, day, None, TODAY)
        assert refusal.value.field == "jour"
    workspace.demandes.withdraw(ident, TODAY, "La famille a trouvé ailleurs", TODAY)
    vue = workspace.demandes.open_demande(ident)
    assert (vue.row.seance, vue.row.date_decision) == (None, TODAY)
    assert _where(workspace, ident) == {Statut.SANS_SUITE}
    with pytest.raises(InputError, match="rouvrez-la"):
        workspace.demandes.edit(ident, demande(workspace, MAEL, "projet"), TODAY)
    workspace.demandes.reopen(ident)
    assert _where(workspace, ident) == {Statut.EN_ATTENTE, Statut.COMPLETES}
    with pytest.raises(InputError, match="sans suite"):
        workspace.demandes.reopen(ident)


def test_a_decided_request_is_not_changed_any_more(workspace: Workspace) -> None:
    ident = workspace.demandes.create(demande(workspace), TODAY)
    workspace.commissions.decide_delegated(ident, DecisionSaisie("accord", subvention=48000), TODAY, TODAY)
    with pytest.raises(InputError, match="décidée"):
        workspace.demandes.edit(ident, demande(workspace), TODAY)
    with pytest.raises(InputError, match="décidée"):
        workspace.demandes.withdraw(ident, TODAY, None, TODAY)
    vue = workspace.demandes.open_demande(ident)
    assert (vue.decideur, vue.row.subvention, vue.row.decision) == ("délégation", 48000, "accord")


# --- The list ---


def test_the_list_is_filtered_by_year_agent_aid_and_words(workspace: Workspace) -> None:
    listed = workspace.demandes.list_ids
    references = {aide_id(workspace, one): one for one in ("A1", "A2", "A3", "A4")}

    def found(filtre: Filtre) -> list[str]:
        return [references[one] for one in listed(filtre)]

    assert found(Filtre()) == ["A4", "A3", "A1", "A2"]
    assert found(Filtre(annee=2025)) == ["A2"]
    assert found(Filtre(agent_id=workspace.agents.me().id)) == ["A4"]
    assert found(Filtre(type_aide_id=type_id(workspace, "avs"))) == []
    assert found(Filtre(texte="nguyen")) == ["A1", "A2"]
    assert found(Filtre(texte="PROJET", statut=Statut.REFUSEES)) == ["A3"]
    assert found(Filtre(texte="a4")) == ["A4"]
    assert found(Filtre(texte="personne")) == []
    assert found(Filtre(tri="famille", decroissant=True)) == ["A4", "A3", "A2", "A1"]
    assert found(Filtre(tri="montant")) == ["A2", "A4", "A1", "A3"]
    assert workspace.demandes.annees() == (2026, 2025)
    [row] = workspace.demandes.list_rows(listed(Filtre(statut=Statut.ORDRE_DU_JOUR)))
    assert (row.famille, row.protegee, row.seance) == ("O'Brien Maël", True, date(2026, 11, 24))


def _where(workspace: Workspace, ident: int) -> set[Statut]:
    """Return the lists that hold a request."""
    return {one for one in Statut if ident in workspace.demandes.list_ids(Filtre(statut=one))}


def _link(workspace: Workspace, mapped: type[Intervention | RendezVous], reference: str) -> int:
    with workspace._opening.store.read() as session:
        return session.scalars(select(mapped.id).where(mapped.reference == reference)).one()


def test_a_request_that_is_gone_is_said(workspace: Workspace) -> None:
    with pytest.raises(InputError, match="n'est plus dans la base"):
        workspace.demandes.open_demande(10**6)
    with workspace._opening.store.read() as session:
        assert session.get(Aide, 10**6) is None
