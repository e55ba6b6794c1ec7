"""What is corrected in files of arrears and dwellings: statements of a day, aid withheld by mistake."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from impayes_store import TODAY, ImpayeStore
from logements_store import EMMA, PINS, ZOE, LogementStores, famille, logement, withheld
from stores import AUTEUR

from caseapp.domain.jeu_de_regles import Domaine
from caseapp.errors import FieldError, InputError
from caseapp.models import FaitImpaye, Famille, MouvementDette
from caseapp.services.extraction_impayes import Apercu, Etat, ExtractionImpayesService
from caseapp.services.impayes_faits import read_calcules
from caseapp.services.impayes_rows import FaitSaisie, Mode, MouvementSaisie, PlanSaisie
from caseapp.services.logements import ConstatSaisie
from caseapp.services.logements_rows import OccupationSaisie
from caseapp.services.workspace import Workspace

JUNE = date(2026, 6, 30)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[ImpayeStore]:
    found = ImpayeStore(tmp_path / "base")
    yield found
    found.store.close()


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    stores = tmp_path / "modèle"
    stores.mkdir()
    found = LogementStores(stores).open(tmp_path)
    yield found
    found.close()


def preview(
    office: ImpayeStore, folder: Path, dette: str, jour: date
) -> tuple[ExtractionImpayesService, Apercu]:
    """Read an extraction of one line: the first family's, or another's when its number is not known."""
    with office.store.write(AUTEUR) as session:
        session.get_one(Famille, office.familles[0]).matricule = "0412345"
    path = folder / "extraction.csv"
    number = "0412345" if dette else "0499999"
    path.write_text(
        f"N° allocataire;Bailleur;Aide au logement;Dette\r\n{number};XL Habitat;ALF;{dette or '10'}\r\n",
        encoding="utf-8",
    )
    service = ExtractionImpayesService(office.store, AUTEUR, office.regles)
    return service, service.preview(path, jour)


def test_a_day_has_one_statement(office: ImpayeStore) -> None:
    """Of two, the debt would be the highest, whichever was typed last."""
    ident = office.report()
    office.impayes.add_movement(ident, MouvementSaisie("releve", JUNE, 200_000), TODAY)
    with pytest.raises(FieldError, match="Un relevé est déjà noté ce jour-là : corrigez-le") as refused:
        office.impayes.add_movement(ident, MouvementSaisie("releve", JUNE, 90_000), TODAY)
    assert refused.value.field == "jour"
    [kept] = office.records(MouvementDette)
    office.impayes.edit_movement(kept.id, MouvementSaisie("releve", JUNE, 90_000), TODAY)
    assert office.vue(ident).dette == 90_000


def test_an_extraction_read_again_corrects_the_statement_of_its_day(
    office: ImpayeStore, tmp_path: Path
) -> None:
    ident = office.report()
    for typed, cents in (("1500", 150_000), ("1300", 130_000)):
        service, apercu = preview(office, tmp_path, typed, JUNE)
        assert service.importer(apercu, apercu.proposed).releves == 1
        assert office.vue(ident).dette == cents
    assert [one.montant for one in office.records(MouvementDette)] == [130_000]
    office.historique.undo()
    assert office.vue(ident).dette == 150_000


def test_a_file_whose_issue_is_later_than_an_old_extraction_is_not_settled_by_it(
    office: ImpayeStore, tmp_path: Path
) -> None:
    """It would refuse the whole import, naming nobody."""
    ident = office.report()
    plan = PlanSaisie("plan_negocie", date(2026, 11, 10), Mode.NOMBRE, 10, date(2026, 12, 5))
    office.impayes.plan(ident, plan, TODAY)
    _, apercu = preview(office, tmp_path, "", date(2026, 10, 31))
    left = apercu.lignes[-1]
    assert (left.etat, left.impaye_id, left.apres) == (Etat.INCHANGEE, ident, left.avant)
    assert left.explication == "son issue, du 10/11/2026, est plus récente que l'extraction"


def test_a_plan_is_signed_once_the_one_before_has_ended(office: ImpayeStore) -> None:
    """Signed before, it would not be the last one made, and nothing of it would be awaited."""
    ident = office.report()
    plan = PlanSaisie("plan_negocie", date(2026, 7, 1), Mode.NOMBRE, 10, date(2026, 12, 5))
    office.impayes.plan(ident, plan, TODAY)
    office.impayes.break_plan(ident, date(2026, 9, 1), "Perte d'emploi", TODAY)
    office.impayes.set_issue(ident, "en_cours", date(2026, 7, 1), None, TODAY)
    with pytest.raises(FieldError, match="C'est avant la rupture du plan d'avant, le 01/09/2026") as refused:
        office.impayes.plan(ident, replace(plan, date_plan=date(2026, 8, 1)), TODAY)
    assert refused.value.field == "date_plan"
    office.impayes.plan(ident, replace(plan, date_plan=date(2026, 9, 1)), TODAY)


def test_the_issue_of_a_plan_signed_before_the_report_follows_it(office: ImpayeStore) -> None:
    """It is dated of the report, which may have been typed wrong."""
    ident = office.report()
    signed = date(2026, 3, 2)
    plan = PlanSaisie("plan_negocie", signed, Mode.NOMBRE, 10, date(2026, 4, 5), montant=50_000)
    made = office.impayes.plan(ident, plan, TODAY)
    for reported, issue in ((date(2026, 5, 27), date(2026, 5, 27)), (date(2026, 2, 20), signed)):
        office.impayes.edit(ident, office.saisie(date_signalement=reported), TODAY)
        assert office.vue(ident).date_issue == issue
    office.impayes.remove_plan(ident, made)
    assert (office.vue(ident).issue, office.vue(ident).date_issue) == ("en_cours", None)


def test_the_first_contact_of_a_report_counts_beside_those_noted_later(office: ImpayeStore) -> None:
    ident = office.report(date_premier_contact=date(2026, 5, 20))
    office.impayes.add_fact(ident, FaitSaisie("contact", JUNE), TODAY)
    with office.store.read() as session:
        (calcule,) = read_calcules(session, office.regles.en_vigueur().jeux, TODAY, [ident])
    assert calcule.dossier.faits["contact"] == (date(2026, 5, 20), JUNE)
    assert len(office.records(FaitImpaye)) == 1


def test_aid_noted_as_withheld_by_mistake_is_taken_back_and_undone(workspace: Workspace) -> None:
    logements, today = workspace.logements, date(2026, 11, 21)
    ident = withheld(workspace, date(2026, 5, 4))
    extension = logements.prolonger(ident, date(2026, 6, 1), "travaux_en_cours", None, today)
    with pytest.raises(InputError, match="retirez d'abord ses prolongations"):
        logements.retirer_conservation(ident)
    logements.retirer_prolongation(extension)

    logements.retirer_conservation(ident)
    vue = logements.open_vue(ident, today)
    assert (vue.conservation, vue.montant_conserve) == (None, None)
    with pytest.raises(InputError, match="rien à retirer"):
        logements.retirer_conservation(ident)
    logements.constater(ident, ConstatSaisie(date(2026, 5, 4), "decent"), today)
    workspace.historique.undo()
    assert workspace.historique.undo().libelle == "Aide conservée retirée"
    assert logements.open_vue(ident, today).montant_conserve == 21_000


def test_the_stays_of_merged_families_may_be_corrected_beside_one_another(workspace: Workspace) -> None:
    """Both lived in one dwelling: what is not the days of a stay can still be said."""
    emma, zoe = famille(workspace, EMMA), famille(workspace, ZOE)
    pins = logement(workspace, PINS)
    stay = workspace.occupations.add(OccupationSaisie(zoe, pins, date(2024, 1, 1)))
    workspace.fusion.merge(emma, zoe)
    corrected = OccupationSaisie(emma, pins, date(2024, 1, 1), statut="locataire")
    workspace.occupations.edit(stay, corrected)
    assert corrected in [one.saisie for one in workspace.occupations.list_famille(emma)]
    with pytest.raises(FieldError, match="occupe déjà ce logement depuis le 01/05/2023"):
        workspace.occupations.edit(stay, replace(corrected, date_entree=date(2024, 2, 1)))


def test_an_extension_is_awaited_until_the_withholding_has_ended(workspace: Workspace) -> None:
    ident = withheld(workspace, date(2025, 5, 4))
    end = date(2026, 11, 4)
    pending = {
        day: {
            one.echeance.regle.code for one in workspace.echeances.du_dossier(Domaine.INDECENCE, ident, day)
        }
        for day in (end, end + timedelta(days=1))
    }
    assert pending[end] - pending[end + timedelta(days=1)] == {"prolongation"}
    assert "fin_conservation" in pending[end + timedelta(days=1)], "its end stays late"
