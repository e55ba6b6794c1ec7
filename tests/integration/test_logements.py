"""Reported dwellings on a real store: from the report to the release, and who lives where."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest
from logements_store import (
    EMMA,
    LILAS,
    MAEL,
    PAUL,
    PINS,
    QUAI,
    TODAY,
    ZOE,
    LogementStores,
    famille,
    intervention,
    logement,
    reported,
    stays,
    withheld,
)
from sqlalchemy import event

from caseapp.domain.faits_dossier import est_clos
from caseapp.domain.jeu_de_regles import Domaine
from caseapp.domain.labels import plain
from caseapp.errors import FieldError, InputError
from caseapp.services.logements import ConstatSaisie
from caseapp.services.logements_faits import read_calcules
from caseapp.services.logements_rows import (
    Etape,
    Filtre,
    LogementSaisie,
    OccupationSaisie,
    SignalementSaisie,
)
from caseapp.services.workspace import Workspace

OPEN = Filtre()
TOMORROW = TODAY + timedelta(days=1)
UNFIT = ConstatSaisie(date(2025, 2, 10), "non_decent", "Soliha", "Humidité dans les deux chambres")


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> LogementStores:
    return LogementStores(tmp_path_factory.mktemp("logements"))


@pytest.fixture
def workspace(stores: LogementStores, tmp_path: Path) -> Iterator[Workspace]:
    workspace = stores.open(tmp_path)
    yield workspace
    workspace.close()


def facts(workspace: Workspace, ident: int, today: date = TODAY) -> dict[str, tuple[date, ...]]:
    jeux = workspace.regles.en_vigueur().jeux
    with workspace._opening.store.read() as session:
        [found] = read_calcules(session, jeux, today, [ident])
    return dict(found.dossier.faits)


def listed(workspace: Workspace, filtre: Filtre = OPEN, today: date = TODAY) -> list[int]:
    suivies = workspace.echeances.suivies(today, domaines=(Domaine.INDECENCE,))
    return [one.id for one in workspace.logements.read_list(filtre, today, suivies).rows]


# --- The life of a report ---


def test_a_dwelling_goes_from_its_report_to_its_release(workspace: Workspace) -> None:
    ident = reported(workspace)
    service, today = workspace.logements, TODAY
    seen = [service.open_vue(ident, today).row.etape]
    service.prevoir_visite(ident, date(2025, 2, 3), "Soliha", today)
    service.constater(ident, UNFIT, today)
    seen.append(service.open_vue(ident, today).row.etape)
    service.diagnostiquer(ident, date(2025, 3, 1), assistance=True, today=today)
    seen.append(service.open_vue(ident, today).row.etape)
    service.conserver(ident, date(2025, 5, 31), 21_050, today)
    seen.append(service.open_vue(ident, today).row.etape)
    service.noter_travaux(ident, date(2025, 9, 1), date(2026, 12, 20), today)
    service.prolonger(ident, date(2026, 11, 2), "travaux_en_cours", None, today)
    assert facts(workspace, ident) == {
        "signalement": (date(2025, 1, 15),), "visite_prevue": (date(2025, 2, 3),),
        "constat": (date(2025, 2, 10),), "diagnostic": (date(2025, 3, 1),),
        "conservation": (date(2025, 5, 31),), "prolongation": (date(2026, 11, 2),),
        "fin_conservation": (date(2027, 5, 31),), "debut_travaux": (date(2025, 9, 1),),
        "fin_travaux": (date(2026, 12, 20),),
    }  # fmt: skip
    vue = service.open_vue(ident, today)
    assert (vue.conservation.duree, vue.conservation.total(today)) == (24, 17 * 21_050)
    assert (vue.operateur, vue.assistance, vue.agent) == ("Soliha", True, "Inès Lacoste")
    assert [(one.motif, one.mois) for one in vue.prolongations] == [
        ("travaux engagés, pas encore achevés", 6)
    ]
    service.lever(ident, TODAY, travaux=True, today=today)
    seen.append(service.open_vue(ident, today).row.etape)
    assert seen == [Etape.A_VISITER, Etape.VISITE, Etape.TRAVAUX, Etape.CONSERVEE, Etape.CLOS]
    assert [one.libelle for one in service.open_vue(ident, today).historique] == [
        "Conservation levée", "Conservation prolongée", "Travaux notés", "Aide conservée", "Diagnostic noté",
        "Constat noté", "Visite prévue", "Logement signalé",
    ]  # fmt: skip
    workspace.historique.undo()
    assert service.open_vue(ident, today).row.etape is Etape.CONSERVEE


@pytest.mark.parametrize(
    ("debut", "fins"),
    [
        (date(2025, 5, 15), (date(2026, 11, 15), date(2027, 5, 15), date(2027, 11, 15))),
        (date(2025, 8, 31), (date(2027, 2, 28), date(2027, 8, 31), date(2028, 2, 29))),
        (date(2024, 2, 29), (date(2025, 8, 29), date(2026, 2, 28), date(2026, 8, 29))),
    ],
)
def test_eighteen_months_then_two_extensions_then_no_other(
    workspace: Workspace, debut: date, fins: tuple[date, ...]
) -> None:
    ident = withheld(workspace, debut)
    prolonger = partial(workspace.logements.prolonger, ident)
    ends = [facts(workspace, ident)["fin_conservation"]]
    for end, motif in zip(fins[:2], ("travaux_en_cours", "relogement_en_cours"), strict=True):
        decided = min(end, TODAY)
        prolonger(decided, motif, 6, TODAY)
        ends.append(facts(workspace, ident)["fin_conservation"])
    assert ends == [(end,) for end in fins]
    with pytest.raises(FieldError, match="Deux prolongations ont déjà été accordées") as refused:
        prolonger(TODAY, "travaux_en_cours", 6, fins[2])
    assert (refused.value.field, "R843-6" in str(refused.value)) == ("mois", True)
    last = workspace.logements.open_vue(ident, TODAY).prolongations[-1]
    workspace.logements.retirer_prolongation(last.id)
    assert facts(workspace, ident)["fin_conservation"] == (fins[1],)


def test_a_visit_made_sooner_than_planned_is_awaited_no_more(workspace: Workspace) -> None:
    service = workspace.logements
    ident = reported(workspace)
    service.prevoir_visite(ident, TODAY + timedelta(days=9), None, TODAY)
    assert "visite_prevue" in facts(workspace, ident)
    service.constater(ident, ConstatSaisie(TODAY, "non_decent"), TODAY)
    assert "visite_prevue" not in facts(workspace, ident)
    workspace.historique.undo()
    assert "visite_prevue" in facts(workspace, ident)


def test_a_lost_aid_closes_the_file_and_it_can_be_opened_again(workspace: Workspace) -> None:
    ident = withheld(workspace, date(2024, 12, 2))
    workspace.logements.perdre(ident, date(2026, 6, 3), TODAY)
    assert (listed(workspace), listed(workspace, Filtre(Etape.CLOS))) == ([], [ident])
    assert "perte" not in facts(workspace, ident, date(2026, 6, 2))
    with pytest.raises(InputError, match="L'aide est perdue pour le bailleur depuis le 03/06/2026"):
        workspace.logements.lever(ident, TODAY, travaux=True, today=TODAY)
    workspace.logements.rouvrir(ident)
    assert listed(workspace) == [ident]
    with pytest.raises(InputError, match="ni levé ni perdu"):
        workspace.logements.rouvrir(ident)


def test_a_decent_dwelling_is_closed_and_waits_for_nothing(workspace: Workspace) -> None:
    ident = reported(workspace)
    workspace.logements.constater(ident, ConstatSaisie(date(2025, 2, 10), "decent"), TODAY)
    assert (listed(workspace), listed(workspace, Filtre(Etape.CLOS))) == ([], [ident])
    with pytest.raises(InputError, match="après un constat de non-décence"):
        workspace.logements.conserver(ident, TODAY, None, TODAY)


def test_works_done_close_a_file_whose_aid_was_never_withheld(workspace: Workspace) -> None:
    ident = reported(workspace, MAEL, QUAI)
    workspace.logements.constater(ident, UNFIT, TODAY)
    workspace.logements.lever(ident, date(2025, 9, 1), travaux=True, today=TODAY)
    vue = workspace.logements.open_vue(ident, TODAY)
    assert (vue.row.etape, vue.historique[0].libelle) == (Etape.CLOS, "Signalement clos")
    with pytest.raises(InputError, match="Ce signalement est clos depuis le"):
        workspace.logements.conserver(ident, TODAY, None, TODAY)


# --- Who lives where ---


def test_several_families_in_one_dwelling_and_several_dwellings_for_one(workspace: Workspace) -> None:
    pins = logement(workspace, PINS)
    first = reported(workspace)
    second = reported(workspace, PAUL, PINS, TODAY)
    [stay] = workspace.occupations.list_famille(famille(workspace, PAUL))
    assert (stay.adresse, stay.date_entree) == ("12 rue des Pins, Dax", None)
    workspace.occupations.edit(
        stay.id, OccupationSaisie(famille(workspace, PAUL), pins, date(2026, 3, 1), TODAY, "heberge")
    )
    vue = workspace.logements.open_vue(first, TODAY)
    assert [(one.famille, one.statut) for one in vue.occupants] == [
        ("D'Artigues Paul", "hébergé"), ("Nguyễn Emma", "locataire"),
    ]  # fmt: skip
    tomorrow = workspace.logements.open_vue(first, TOMORROW)
    assert [one.famille for one in tomorrow.occupants] == ["Nguyễn Emma", "D'Artigues Paul"]
    assert [(one.adresse, one.date_sortie) for one in vue.ailleurs] == [
        ("3 rue des Lilas, Mont-de-Marsan", date(2023, 4, 30))
    ]
    assert [(one.id, one.famille) for one in vue.autres] == [(second, "D'Artigues Paul")]
    workspace.occupations.remove(stay.id)
    assert stays(workspace, PAUL) == []


def test_a_report_adds_no_stay_that_is_known(workspace: Workspace) -> None:
    before = stays(workspace, EMMA)
    reported(workspace)
    assert stays(workspace, EMMA) == before
    reported(workspace, EMMA, LILAS)
    assert stays(workspace, EMMA) == before
    reported(workspace, EMMA, QUAI)
    assert stays(workspace, EMMA) == [*before, (logement(workspace, QUAI), None, None)]


def test_a_family_may_come_back_to_a_dwelling(workspace: Workspace) -> None:
    saisie = OccupationSaisie(famille(workspace, EMMA), logement(workspace, LILAS), date(2023, 4, 30), None)
    workspace.occupations.add(saisie)
    assert len(stays(workspace, EMMA)) == 3


def test_the_same_address_is_told_and_never_merged(workspace: Workspace) -> None:
    [known] = workspace.occupations.semblables("12, RUE DES PINS", "40088")
    assert plain(known) == "12 rue des Pins, Dax · XL Habitat · 64 m²"
    assert workspace.occupations.semblables("12 rue des Pins", "40192") == ()
    assert workspace.occupations.semblables("  ", None) == ()
    saisie = SignalementSaisie(
        famille(workspace, ZOE), "caf", TODAY,
        logement=LogementSaisie("12 rue des Pins", "2e étage", "40088"),
    )  # fmt: skip
    workspace.logements.signaler(saisie, TODAY)
    assert len(workspace.occupations.semblables("12 rue des Pins", "40088")) == 2


def test_known_dwellings_are_found_by_their_words_the_family_own_first(workspace: Workspace) -> None:
    emma, paul = famille(workspace, EMMA), famille(workspace, PAUL)
    assert [one.label.split(",")[0] for one in workspace.occupations.search("rue", emma)] == [
        "12 rue des Pins", "3 rue des Lilas",
    ]  # fmt: skip
    assert [one.key for one in workspace.occupations.search("dax habitat", paul)] == [
        str(logement(workspace, PINS))
    ]
    assert workspace.occupations.famille(emma, TODAY).actuel[0] == logement(workspace, PINS)


# --- A protected family ---


def test_the_dwelling_of_a_protected_family_is_masked_until_it_is_asked(workspace: Workspace) -> None:
    ident = reported(workspace, MAEL, QUAI)
    vue = workspace.logements.open_vue(ident, TODAY)
    assert (vue.row.adresse, vue.logement.adresse, vue.logement_saisie) == ("masqué", "masqué", None)
    assert listed(workspace, Filtre(texte="adour")) == []
    assert listed(workspace, Filtre(texte="obrien")) == [ident]
    assert "Adour" not in str(workspace.occupations.famille(famille(workspace, MAEL), TODAY))
    other = workspace.logements.open_vue(reported(workspace, ZOE, QUAI), TODAY)
    told = {(one.famille, one.masquee) for one in (*other.occupants, *other.autres)}
    assert told == {("Une famille protégée", True), ("Œuvrard Zoé", False)}
    own = workspace.logements.open_vue(ident, TODAY)
    assert ([one.famille for one in own.occupants], own.autres, own.ailleurs) == (["O'Brien Maël"], (), ())
    assert workspace.logements.reveal_adresse(ident) == "1 quai de l'Adour, Dax"


def test_the_history_of_a_protected_family_masks_its_dwelling(workspace: Workspace) -> None:
    mael = famille(workspace, MAEL)
    typed = LogementSaisie("7 impasse du Moulin", "porte 2", "40192")
    workspace.logements.signaler(SignalementSaisie(mael, "caf", TODAY, logement=typed), TODAY)
    told = str(workspace.lecture_historique.read(mael))
    assert "Logement signalé" in told
    assert not any(word in told for word in ("Moulin", "porte 2", "Mont-de-Marsan"))


def test_the_aid_of_the_family_is_warned_of_and_never_decides(workspace: Workspace) -> None:
    ident = withheld(workspace, date(2025, 5, 15), who=MAEL, where=QUAI)
    [said] = workspace.logements.open_vue(ident, TODAY).avertissements
    assert said.startswith("Cette famille reçoit l'APL : la conservation ne vise que l'ALF et l'ALS (CCH")
    [said] = workspace.logements.open_vue(reported(workspace, ZOE), TODAY).avertissements
    assert said.startswith("Son aide au logement n'est pas connue")
    assert workspace.logements.open_vue(reported(workspace), TODAY).avertissements == ()


# --- The list ---


def test_the_list_is_filtered_counted_and_ordered_by_the_next_deadline(workspace: Workspace) -> None:
    old = reported(workspace, jour=date(2025, 1, 15))
    aid = withheld(workspace, date(2026, 10, 15), who=PAUL, where=LILAS)
    fresh = reported(workspace, ZOE, PINS, date(2026, 11, 20))
    suivies = workspace.echeances.suivies(TODAY, domaines=(Domaine.INDECENCE,))
    whole = workspace.logements.read_list(Filtre(), TODAY, suivies)
    assert whole.rows[0].id == old
    assert whole.comptes == {Etape.A_VISITER: 2, Etape.CONSERVEE: 1}
    assert (whole.en_retard, whole.ouverts) == (1, 3)
    assert listed(workspace, Filtre(Etape.CONSERVEE)) == [aid]
    assert listed(workspace, Filtre(en_retard=True)) == [old]
    assert set(listed(workspace, Filtre(texte="PINS"))) == {old, fresh}
    assert listed(workspace, Filtre(texte="artigues")) == [aid]
    assert listed(workspace, Filtre(resultat="non_decent")) == [aid]
    assert listed(workspace, Filtre(origine="caf")) == []
    me = workspace.agents.me()
    assert len(listed(workspace, Filtre(agent_id=me.id))) == 3


def test_a_file_is_followed_by_the_agent_of_its_intervention_when_it_has_none(workspace: Workspace) -> None:
    ident, pins = reported(workspace), logement(workspace, PINS)
    other = next(one.id for one in workspace.agents.list_rows() if one.code == "TS02")
    saisie = SignalementSaisie(
        famille(workspace, EMMA), "caf", date(2025, 1, 15), pins,
        intervention_id=intervention(workspace, "I1"),
    )  # fmt: skip
    workspace.logements.modifier(ident, saisie, TODAY)
    assert listed(workspace, Filtre(agent_id=other)) == [ident]
    assert workspace.logements.open_vue(ident, TODAY).agent == "Paul Roux"


def test_the_list_the_reader_and_the_engine_agree_on_what_is_open(workspace: Workspace) -> None:
    service = workspace.logements
    fresh, aid = reported(workspace), withheld(workspace, date(2026, 10, 15), who=PAUL)
    decent, works, done, lost = (reported(workspace, ZOE, PINS, date(2025, 1, 15)) for _ in range(4))
    service.constater(decent, ConstatSaisie(date(2025, 2, 10), "decent"), TODAY)
    for ident in (works, done, lost):
        service.constater(ident, UNFIT, TODAY)
    service.noter_travaux(works, date(2025, 9, 1), None, TODAY)
    service.lever(done, TODAY, travaux=False, today=TODAY)
    service.conserver(lost, date(2025, 3, 1), None, TODAY)
    service.perdre(lost, TODAY, TODAY)
    jeux, statements = workspace.regles.en_vigueur().jeux, []
    with workspace._opening.store.read() as session:
        event.listen(session.connection(), "before_cursor_execute", lambda *said: statements.append(said[2]))
        opened = read_calcules(session, jeux, TODAY)
        assert len(statements) == 2
        everything = read_calcules(session, jeux, TODAY, [fresh, aid, decent, works, done, lost])
    assert [one.id for one in opened] == sorted(listed(workspace)) == sorted([fresh, aid, works])
    alive = [one.id for one in everything if not est_clos(one.dossier.faits, one.dossier.attributs)]
    assert alive == [one.id for one in opened]
    pending = {one.id for one in everything if any(due.fait_le is None for due in one.echeances)}
    assert pending == set(alive), "an open file always waits for something, a closed one for nothing"
