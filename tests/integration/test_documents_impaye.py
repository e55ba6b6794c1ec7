"""Preparation sheets of arrears on a real store: the words of the PDF against the facts recorded."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from documents_store import exports
from impayes_store import TODAY, ImpayeStore
from pypdf import PdfReader
from stores import AUTEUR

from caseapp.domain.communes import CommuneDirectory
from caseapp.domain.labels import plain
from caseapp.errors import Cancelled, InputError, OutputError
from caseapp.models import Famille, Logement, Occupation, Situation
from caseapp.paths import resource
from caseapp.reports.impaye import Reunion
from caseapp.services.documents_impaye import MOST, NOT_OF_THIS, DocumentImpayeService, FicheSaisie
from caseapp.services.impayes_rows import (
    FaitSaisie,
    Mode,
    MouvementSaisie,
    PlanSaisie,
    Soutien,
    SoutienSaisie,
)
from caseapp.services.jeux_de_regles import JeuxDeReglesService

MEETING = date(2026, 11, 24)
FREE = ("CANARI", "Canari")
"""What people typed freely: no sheet holds it."""
HIDDEN = ("Perrin", "Adam", "Capbreton", "SECRET", "B-99", "Lilas")
"""What names or places the protected family."""


class Sheets:
    """Two files of a family, one of a protected family, and the service that writes them."""

    def __init__(self, folder: Path) -> None:
        made = self.made = ImpayeStore(folder)
        self._people()
        self.first, self.planned = made.report(), made.report(reference_bailleur="B-14", dette=363_430)
        self.protected = made.report(
            famille_id=made.familles[1], bailleur="SECRET Habitat", reference_bailleur="B-99", dette=220_000
        )
        impayes = made.impayes
        impayes.add_fact(self.first, FaitSaisie("contact", date(2026, 6, 2), "CANARI au téléphone"), TODAY)
        impayes.add_fact(self.first, FaitSaisie("contact", date(2026, 7, 9)), TODAY)
        impayes.add_fact(self.first, FaitSaisie("saisine_ccapex", date(2026, 7, 1)), TODAY)
        paid = MouvementSaisie("paiement", date(2026, 6, 10), 10_000, "Mme Canari")
        impayes.add_movement(self.first, paid, TODAY)
        support = SoutienSaisie(Soutien(), Soutien(True, None, True), date(2026, 6, 2))
        impayes.support(self.first, support, TODAY)
        plan = PlanSaisie("plan_par_defaut", date(2026, 6, 10), Mode.NOMBRE, 36, date(2026, 7, 5))
        impayes.plan(self.planned, plan, TODAY)
        for month, cents in ((7, 10_090), (8, 10_090), (9, 5_000)):
            impayes.add_movement(
                self.planned, MouvementSaisie("paiement", date(2026, month, 4), cents), TODAY
            )
        communes = CommuneDirectory.load(resource("communes.tsv.gz"))
        regles = JeuxDeReglesService(made.store, AUTEUR, resource("regles"))
        self.service = DocumentImpayeService(made.store, AUTEUR, communes, regles)

    def _people(self) -> None:
        emma, adam = self.made.familles
        with self.made.store.write(AUTEUR) as session:
            for ident, number, first_name in ((emma, "1004233", "Emma"), (adam, "7700123", "Adam")):
                famille = session.get_one(Famille, ident)
                famille.matricule, famille.prenom, famille.code_commune = number, first_name, "40065"
                famille.protection, famille.consigne = ident == adam, "CANARI"
                commune = "40088" if ident == emma else "40065"
                home = Logement(
                    reference=number, adresse="3 rue des Lilas", code_commune=commune, type="appartement",
                    surface=62,
                )  # fmt: skip
                session.add(home)
                session.flush()
                session.add(
                    Occupation(
                        logement_id=home.id,
                        famille_id=ident,
                        date_entree=date(2021, 3, 1),
                        statut="locataire",
                    )
                )
            for day, cents in ((date(2026, 10, 1), 41_250), (date(2026, 12, 1), 99_900)):
                session.add(
                    Situation(
                        famille_id=emma, date_effet=day, composition="monoparentale", nombre_enfants=3,
                        quotient_familial=cents,
                    )
                )  # fmt: skip

    def write(
        self, path: Path, *ids: int, genre: Reunion = Reunion.TERRITORIALE, **more: object
    ) -> list[str]:
        """Write the sheets of files, and return the words of each page."""
        saisie = FicheSaisie(ids, genre, MEETING, **more)  # type: ignore[arg-type]
        assert self.service.write(saisie, path, TODAY) == len(ids)
        return [plain(" ".join(page.extract_text().split())) for page in PdfReader(path).pages]


@pytest.fixture(scope="module")
def sheets(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sheets]:
    made = Sheets(tmp_path_factory.mktemp("fiches"))
    yield made
    made.made.store.close()


def test_one_file_says_its_facts_and_the_sums_on_one_page(sheets: Sheets, tmp_path: Path) -> None:
    (page,) = sheets.write(tmp_path / "un.pdf", sheets.first)
    for words in (
        "Fiche de préparation – réunion territoriale des impayés du 24 novembre 2026",
        "Confidentiel · 21 novembre 2026",
        "Nguyễn Emma, n° 1004233",
        "1 184,00 €",
        "Famille monoparentale, 3 enfants",
        "412,50 au 01/10/2026",
        "Appartement, 62 m²",
        "Locataire depuis le 01/03/2021",
        "Dax",
        "XL Habitat",
        "dette 1 284,00 € ≥ 2 × (512,00 + 38,00 - 210,00) = 680,00 €",
        "soit 170,00 € par mois au moins",
        "10/06/2026 Paiement 100,00 1 184,00",
        "09/07/2026 Contact avec la famille (2 fois depuis le 02/06/2026)",
        "01/07/2026 Avis demandé à la Ccapex",
        "Accompagnement social du 02/06/2026, impayé de loyer",
        "17/11/2026 Plan d'apurement (en retard, à vérifier) le bailleur CCH, art. R824-7, 1°",
        "À vérifier – Plan d'apurement : les 6 mois courent du renvoi",
        "Avis de la réunion / Proposition",
    ):
        assert words in page, words
    assert [word for word in (*FREE, "rue des Lilas", "Capbreton", "999,00") if word in page] == []


def test_the_plan_is_told_month_by_month_and_to_the_cent(sheets: Sheets, tmp_path: Path) -> None:
    """3 634,30 € = 35 × 100,95 + 101,05; 251,80 € paid settle two instalments and 49,90 € of the third."""
    (page,) = sheets.write(tmp_path / "plan.pdf", sheets.planned, genre=Reunion.CCAPEX)
    assert "36 mensualités de 100,95 € du 05/07/2026 au 05/06/2029, la dernière de 101,05 €" in page
    assert "Payé 251,80 €, reste 3 382,50 € ; en retard 252,95 € sur 3 mensualités." in page
    states = re.findall(r"05/\d\d/\d\d (payée|retard|à venir|reste 51,05)", page)
    assert states == ["payée", "payée", "reste 51,05", "retard", "retard", *["à venir"] * 31]
    assert "3 rue des Lilas, Dax" in page, "the Ccapex is told where"


def test_several_files_begin_with_their_list_by_landlord(sheets: Sheets, tmp_path: Path) -> None:
    first, *rest = sheets.write(tmp_path / "tous.pdf", sheets.protected, sheets.planned, sheets.first)
    assert len(rest) == 3
    assert "7 766,50 €" not in first
    assert "6 766,50 €" in first, "1 184,00 + 3 382,50 + 2 200,00"
    assert first.index("3 382,50 €") < first.index("2 200,00 €"), "a landlord that is not told comes last"
    assert "Famille protégée n° 7700123" in first
    assert [word for word in (*FREE, *HIDDEN) if word in " ".join((first, *rest))] == []
    assert "ni nom, ni commune, ni adresse, ni bailleur" in rest[-1]
    assert "Avis de la réunion" in rest[-1]


def test_a_protected_family_is_named_only_when_ticked_and_never_placed(
    sheets: Sheets, tmp_path: Path
) -> None:
    path, adam = tmp_path / "nommee.pdf", sheets.made.familles[1]
    listed = sheets.service.open_files([sheets.protected, sheets.first])
    assert [(one.id, one.protegee and one.protegee.id) for one in listed] == [
        (sheets.first, None), (sheets.protected, adam),
    ]  # fmt: skip
    (page,) = sheets.write(path, sheets.protected, genre=Reunion.CCAPEX, nommees=frozenset({adam}))
    assert "Perrin Adam, n° 7700123" in page
    assert "SECRET Habitat" in page
    assert [word for word in ("Lilas", "Capbreton", *FREE) if word in page] == []
    assert exports(sheets.made.store)[-2:] == [("impayes", "fiche_preparation"), ("familles", "")]


def test_a_name_ticked_that_is_not_of_the_files_is_refused(sheets: Sheets, tmp_path: Path) -> None:
    before, path = exports(sheets.made.store), tmp_path / "non.pdf"
    saisie = FicheSaisie((sheets.protected,), Reunion.CCAPEX, None, frozenset({sheets.made.familles[0]}))
    with pytest.raises(InputError, match=NOT_OF_THIS):
        sheets.service.write(saisie, path, TODAY)
    assert not path.exists()
    assert exports(sheets.made.store) == before


@pytest.mark.parametrize(
    ("ids", "reason"),
    [
        ((), "Aucun dossier"),
        (tuple(range(1, MOST + 2)), "101 dossiers : 100 au plus"),
        ((9_999,), "plus dans la base"),
    ],
    ids=["none", "too_many", "gone"],
)  # fmt: skip
def test_files_that_cannot_be_written_say_why(
    sheets: Sheets, tmp_path: Path, ids: tuple[int, ...], reason: str
) -> None:
    path = tmp_path / "non.pdf"
    with pytest.raises(InputError, match=reason):
        sheets.service.write(FicheSaisie(ids, Reunion.CCAPEX), path, TODAY)
    assert not path.exists()


def test_a_path_that_cannot_be_written_and_a_stop_leave_nothing(sheets: Sheets, tmp_path: Path) -> None:
    saisie = FicheSaisie((sheets.first,), Reunion.CCAPEX)
    with pytest.raises(OutputError):
        sheets.service.write(saisie, tmp_path / "absent" / "fiche.pdf", TODAY)
    before, path = exports(sheets.made.store), tmp_path / "arret.pdf"
    with pytest.raises(Cancelled):
        sheets.service.write(saisie, path, TODAY, cancelled=lambda: True)
    assert not path.exists()
    assert exports(sheets.made.store) == before


def test_what_is_read_then_laid_out_is_told(sheets: Sheets, tmp_path: Path) -> None:
    steps: list[tuple[int, int]] = []
    saisie = FicheSaisie((sheets.first, sheets.planned), Reunion.CCAPEX)
    sheets.service.write(
        saisie, tmp_path / "fiches.pdf", TODAY, lambda done, total, _phrase: steps.append((done, total))
    )
    assert steps == [(1, 4), (2, 4), (3, 4), (4, 4)]
