"""The facts of arrears as they are read for the engine, against files worked out by hand."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from impayes_store import REPORTED, TODAY, ImpayeStore
from stores import AUTEUR

from caseapp.domain.echeancier import Echeance
from caseapp.domain.plan_apurement import PlanDette, suivre
from caseapp.models import (
    FaitImpaye,
    Impaye,
    MensualitePlan,
    MouvementDette,
    PlanApurement,
    Situation,
    SuiviRsa,
)
from caseapp.services.impayes_faits import ImpayeCalcule, read_calcules


class Files(ImpayeStore):
    """Writes rows as an import would, and reads them for the engine."""

    def add(self, *records: object) -> None:
        with self.store.write(AUTEUR) as session:
            session.add_all(records)

    def plan(self, impaye: int, made: date, *amounts: int, broken: date | None = None) -> int:
        plan = PlanApurement(
            impaye_id=impaye, procedure="plan_negocie", date_plan=made, date_effet=made, montant=sum(amounts),
            date_rupture=broken,
        )  # fmt: skip
        with self.store.write(AUTEUR) as session:
            session.add(plan)
            session.flush()
            session.add_all([
                MensualitePlan(
                    plan_id=plan.id, numero=n, date_echeance=date(2026, 6 + n, 5), montant=amount
                )
                for n, amount in enumerate(amounts, 1)
            ])  # fmt: skip
            return plan.id

    def read(self, ident: int, today: date = TODAY) -> ImpayeCalcule:
        with self.store.read() as session:
            (found,) = read_calcules(session, self.regles.en_vigueur_dans(session).jeux, today, [ident])
        return found

    def open_ids(self, today: date = TODAY) -> list[int]:
        with self.store.read() as session:
            return [one.id for one in read_calcules(session, self.regles.en_vigueur().jeux, today)]


@pytest.fixture
def files(tmp_path: Path) -> Iterator[Files]:
    found = Files(tmp_path)
    found.regles.appliquer("impayes-landes", actif=True)
    yield found
    found.store.close()


def paid(impaye: int, day: date, amount: int, kind: str = "paiement") -> MouvementDette:
    return MouvementDette(impaye_id=impaye, type=kind, date=day, montant=amount)


def test_facts_of_a_file_followed_to_its_plan(files: Files) -> None:
    ident = files.report()  # 1 284,00 € on 17 May for 2 × 340,00 €, first unpaid term on 5 January
    files.add(
        FaitImpaye(impaye_id=ident, nature="contact", date=date(2026, 6, 9)),
        FaitImpaye(impaye_id=ident, nature="contact", date=date(2026, 6, 2)),
        paid(ident, date(2026, 6, 1), 10_000),
    )
    files.plan(ident, date(2026, 7, 1), 40_000, 40_000, 38_400)
    files.add(paid(ident, date(2026, 7, 3), 40_000), paid(ident, date(2026, 8, 20), 10_000))

    read = files.read(ident)
    assert read.dossier.faits == {
        "premier_impaye": (date(2026, 1, 5),),
        "constitution": (REPORTED,),
        "signalement": (REPORTED,),
        "contact": (date(2026, 6, 2), date(2026, 6, 9)),
        "plan": (date(2026, 7, 1),),
        "plan_debut": (date(2026, 7, 1),),
        "plan_fin": (date(2026, 9, 5),),
        "mensualite": (date(2026, 8, 5),),
        "mensualite_manquee": (date(2026, 8, 5),),
    }
    assert read.dette == 128_400 - 60_000
    assert read.plan is not None
    assert (read.plan.nombre, read.plan.mensualite, read.plan.prochaine) == (3, 40_000, 2)
    assert [one.code for one in read.jeux] == ["impayes-2016", "impayes-landes"]


def test_the_next_instalment_is_that_of_the_schedule(files: Files) -> None:
    """Found by division when instalments are alike, read one by one when they are not."""
    made = date(2026, 7, 1)
    for amounts in ((100, 100, 100, 97), (100, 100, 40, 150), (30, 100, 100), (100,)):
        ident = files.report(dette=sum(amounts))
        files.plan(ident, made, *amounts)
        months = tuple(Echeance(n, date(2026, 6 + n, 5), amount) for n, amount in enumerate(amounts, 1))
        total = 0
        for more in (0, 99, 1, 1, 139, 110, 47, 103):
            total += more
            if more:
                files.add(paid(ident, made, more))
            expected = suivre(PlanDette(made, made, months), [(made, total)], TODAY).prochaine
            plan = files.read(ident).plan
            found = None if plan is None else (plan.prochaine, plan.prochaine_le)
            wanted = (None, None) if expected is None else (expected.echeance.numero, expected.echeance.date)
            assert found == wanted, (amounts, total)


def test_what_was_paid_before_the_plan_settles_no_instalment(files: Files) -> None:
    ident = files.report()
    files.add(paid(ident, date(2026, 6, 30), 50_000))
    files.plan(ident, date(2026, 7, 1), 40_000, 38_400)
    assert files.read(ident).dossier.faits["mensualite"] == (date(2026, 7, 5),)


def test_a_broken_plan_waits_for_no_instalment(files: Files) -> None:
    ident = files.report()
    files.plan(ident, date(2026, 7, 1), 40_000, 40_000, broken=date(2026, 9, 1))
    before, after = files.read(ident, date(2026, 8, 31)), files.read(ident, date(2026, 9, 1))
    assert "mensualite_manquee" in before.dossier.faits
    assert after.plan is None
    assert after.dossier.faits["plan_rompu"] == (date(2026, 9, 1),)
    assert not after.dossier.faits.keys() & {"mensualite", "mensualite_manquee", "plan_fin"}


def test_a_plan_renegotiated_on_the_day_of_its_breach_is_still_checked(files: Files) -> None:
    ident = files.report()
    files.plan(ident, date(2026, 7, 1), 40_000, 40_000, broken=date(2026, 8, 31))
    files.plan(ident, date(2026, 8, 31), 30_000, 30_000)
    read = files.read(ident, date(2026, 8, 31))
    checks = [(one.jour, one.fait_le) for one in read.echeances if one.regle.code == "verification_plan"]
    assert checks == [(date(2027, 2, 28), None)]


def test_a_plan_signed_before_the_report_is_not_asked_for_again(files: Files) -> None:
    """Unless it was broken by then; what follows a plan still counts from the day it was signed."""
    early, broken = files.report(), files.report()
    files.plan(early, date(2026, 4, 1), 64_200, 64_200)
    files.plan(broken, date(2026, 4, 1), 64_200, 64_200, broken=REPORTED)
    codes = [{one.regle.code: one for one in files.read(one).echeances} for one in (early, broken)]
    assert ["plan" in found for found in codes] == [False, True]
    assert codes[0]["verification_plan"].depuis == date(2026, 4, 1)


def test_a_settled_debt_is_dated_and_opens_again_with_a_new_statement(files: Files) -> None:
    ident = files.report()
    files.add(paid(ident, date(2026, 8, 1), 128_400))
    assert files.read(ident).dossier.faits["solde"] == (date(2026, 8, 1),)
    files.add(paid(ident, date(2026, 9, 1), 30_000, "releve"))
    again = files.read(ident)
    assert "solde" not in again.dossier.faits
    assert again.dette == 30_000


def test_an_imported_file_without_constitution_is_computed_or_follows_its_report(files: Files) -> None:
    known = {"famille_id": files.familles[0], "aide_logement": "apl", "date_signalement": REPORTED}
    files.add(
        Impaye(reference="X1", loyer=51_200, charges=3_800, montant_aide=21_000, tiers_payant=True,
               secteur="locatif", dette=128_400, **known),
        Impaye(reference="X2", **known),
    )  # fmt: skip
    computed, bare = files.read(1), files.read(2)
    assert computed.dossier.faits["constitution"] == (REPORTED,)
    assert "2 × (512,00 + 38,00 − 210,00)" in computed.sommes["constitution"]
    assert "constitution" not in bare.dossier.faits
    assert bare.dette is None
    for year in (2026, 2027, 2030):  # a file keeps the rules of its report, whatever the day it is read
        assert files.read(2, date(year, 11, 21)).jeux[0].code == "impayes-2016"


def test_rules_follow_the_day_of_constitution_over_the_change_of_2027(files: Files) -> None:
    known = {"famille_id": files.familles[0], "aide_logement": "apl", "date_signalement": date(2027, 2, 1)}
    files.add(
        Impaye(reference="X1", date_constitution=date(2026, 12, 31), **known),
        Impaye(reference="X2", date_constitution=date(2027, 1, 1), **known),
    )
    today = date(2027, 3, 1)
    assert [files.read(n, today).jeux[0].code for n in (1, 2)] == ["impayes-2016", "impayes-2027"]


def test_closed_files_are_read_only_when_asked(files: Files) -> None:
    first, second = files.report(), files.report(famille_id=files.familles[1])
    with files.store.write(AUTEUR) as session:
        impaye = session.get(Impaye, first)
        impaye.issue, impaye.date_issue = "resolu", date(2026, 11, 1)
    assert files.open_ids() == [second]
    assert files.open_ids(date(2026, 10, 31)) == [first, second]
    assert files.read(first).dossier.faits["issue"] == (date(2026, 11, 1),)
    assert all(one.fait_le is not None for one in files.read(first).echeances)


@pytest.mark.parametrize(
    ("composition", "birth", "ended", "target"),
    [
        ("monoparentale", date(2020, 5, 18), None, True),
        ("monoparentale", date(2020, 5, 17), None, False),  # six years old on the day of the report
        ("monoparentale", date(2024, 1, 1), date(2026, 5, 16), False),
        ("couple_avec_enfants", date(2024, 1, 1), None, False),
    ],
)
def test_the_local_target_of_a_lone_parent_followed_for_the_rsa(
    files: Files, composition: str, birth: date, ended: date | None, target: bool
) -> None:
    family = files.familles[0]
    files.add(
        Situation(
            famille_id=family, date_effet=date(2026, 1, 1), composition=composition,
            naissance_dernier_enfant=birth,
        ),
        SuiviRsa(reference="S1", famille_id=family, date_designation=date(2025, 6, 1), date_fin=ended),
        Impaye(reference="X1", famille_id=family, aide_logement="apl", date_signalement=REPORTED),
    )  # fmt: skip
    read = files.read(1)
    assert read.dossier.attributs["cible_locale"] == ("oui" if target else "non")
    assert any(one.regle.code == "offre_contact" for one in read.echeances) is target


def test_what_a_person_said_of_the_local_target_counts(files: Files) -> None:
    known = {"famille_id": files.familles[0], "date_signalement": REPORTED}
    files.add(
        Impaye(reference="X1", aide_logement="alf", cible_locale=False, **known),
        Impaye(reference="X2", aide_logement="als", cible_locale=True, **known),
    )
    offered = [any(one.regle.code == "offre_contact" for one in files.read(n).echeances) for n in (1, 2)]
    assert offered == [False, True]


def test_what_an_import_says_of_an_arrear_counts_as_facts(files: Files) -> None:
    ident = files.report()
    with files.store.write(AUTEUR) as session:
        impaye = session.get_one(Impaye, ident)
        impaye.issue, impaye.date_issue = "plan_en_cours", date(2026, 6, 2)
        impaye.date_premier_contact, impaye.accompagnement_social = date(2026, 5, 20), True
    found = files.read(ident)
    assert found.dossier.faits["plan"] == (date(2026, 6, 2),)
    assert found.dossier.faits["contact"] == (date(2026, 5, 20),)
    assert found.dossier.attributs["accompagnement"] == "oui"
    assert "plan" not in {one.regle.code for one in found.echeances if one.fait_le is None}
    assert "plan" not in files.read(ident, date(2026, 6, 1)).dossier.faits
