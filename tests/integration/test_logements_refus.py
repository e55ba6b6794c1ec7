"""What reported dwellings refuse, each in its place and in one sentence."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from logements_store import (
    EMMA,
    LILAS,
    PAUL,
    PINS,
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

from caseapp.domain.labels import plain
from caseapp.errors import FieldError, InputError
from caseapp.services.logements import ConstatSaisie
from caseapp.services.logements_rows import LogementSaisie, OccupationSaisie, SignalementSaisie
from caseapp.services.workspace import Workspace

UNFIT = ConstatSaisie(date(2025, 2, 10), "non_decent", "Soliha")
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> LogementStores:
    return LogementStores(tmp_path_factory.mktemp("logements-refus"))


@pytest.fixture(scope="module")
def unchanged(stores: LogementStores, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """Give one store to what is refused and writes nothing."""
    workspace = stores.open(tmp_path_factory.mktemp("refus"))
    yield workspace
    workspace.close()


@pytest.fixture(scope="module")
def aided(unchanged: Workspace) -> int:
    return withheld(unchanged, date(2025, 5, 15), who=EMMA)


@pytest.fixture(scope="module")
def visited(unchanged: Workspace) -> int:
    ident = reported(unchanged, PAUL, LILAS)
    unchanged.logements.constater(ident, UNFIT, TODAY)
    return ident


Refusal = Callable[[Workspace, int, int], object]
REFUSED: dict[str, tuple[Refusal, str, str]] = {
    "aid before the visit": (
        lambda w, _, v: w.logements.conserver(v, date(2025, 2, 9), None, TODAY),
        "date_conservation", "C'est avant le constat, le 10/02/2025.",
    ),
    "aid without a day": (
        lambda w, _, v: w.logements.conserver(v, None, None, TODAY), "date_conservation",
        "Dites depuis quel jour.",
    ),
    "aid of nothing": (
        lambda w, _, v: w.logements.conserver(v, TODAY, 0, TODAY), "montant_conserve",
        "Le montant doit dépasser zéro.",
    ),
    "aid beyond belief": (
        lambda w, _, v: w.logements.conserver(v, TODAY, 1_000_001, TODAY), "montant_conserve",
        "Ce montant est trop grand : 10 000,00 € par mois au plus.",
    ),
    "visit before the report": (
        lambda w, _, v: w.logements.constater(v, ConstatSaisie(date(2025, 1, 14), "decent"), TODAY),
        "date_constat", "C'est avant le signalement, le 15/01/2025.",
    ),
    "visit after the aid": (
        lambda w, a, _: w.logements.constater(a, ConstatSaisie(date(2025, 5, 16), "insalubre"), TODAY),
        "date_constat", "C'est après le début de la conservation, le 15/05/2025.",
    ),
    "visit to come": (
        lambda w, _, v: w.logements.constater(v, ConstatSaisie(TOMORROW, "decent"), TODAY),
        "date_constat", "Cette date n'est pas encore passée.",
    ),
    "result of nothing": (
        lambda w, _, v: w.logements.constater(v, ConstatSaisie(TODAY, None), TODAY), "resultat",
        "Dites ce que la visite a constaté.",
    ),
    "unknown result": (
        lambda w, _, v: w.logements.constater(v, ConstatSaisie(TODAY, "moyen"), TODAY), "resultat",
        "Choisissez dans la liste.",
    ),
    "decent while withheld": (
        lambda w, a, _: w.logements.constater(a, ConstatSaisie(date(2025, 5, 15), "decent"), TODAY),
        "resultat", "L'aide est conservée depuis le 15/05/2025 : levez-la ou retirez-la d'abord.",
    ),
    "operator with an invisible character": (
        lambda w, _, v: w.logements.prevoir_visite(v, TODAY, "Sol\u0000iha", TODAY), "operateur",
        "Ce texte contient des caractères invisibles : retirez-les.",
    ),
    "planned visit before the report": (
        lambda w, _, v: w.logements.prevoir_visite(v, date(2025, 1, 1), None, TODAY), "date_visite",
        "C'est avant le signalement, le 15/01/2025.",
    ),
    "diagnosis before the visit": (
        lambda w, _, v: w.logements.diagnostiquer(v, date(2025, 2, 1), assistance=None, today=TODAY),
        "date_diagnostic", "C'est avant le constat, le 10/02/2025.",
    ),
    "works that end first": (
        lambda w, _, v: w.logements.noter_travaux(v, date(2025, 9, 2), date(2025, 9, 1), TODAY),
        "date_fin_travaux", "C'est avant le début des travaux, le 02/09/2025.",
    ),
    "extension without its case": (
        lambda w, a, _: w.logements.prolonger(a, TODAY, None, 6, TODAY), "motif",
        "Dites dans quel cas la conservation est prolongée.",
    ),
    "extension before the aid": (
        lambda w, a, _: w.logements.prolonger(a, date(2025, 5, 14), "travaux_en_cours", 6, TODAY), "date",
        "C'est avant le début de la conservation, le 15/05/2025.",
    ),
    "extension once it has ended": (
        lambda w, a, _: w.logements.prolonger(a, date(2026, 11, 16), "travaux_en_cours", 6, TODAY), "date",
        "La conservation était terminée le 15/11/2026.",
    ),
    "extension too long": (
        lambda w, a, _: w.logements.prolonger(a, date(2026, 11, 2), "travaux_en_cours", 12, TODAY), "mois",
        "Une prolongation dure de 1 à 6 mois. (CCH, art. L843-1, L843-3, R843-2 et R843-6)",
    ),
    "release before the aid": (
        lambda w, a, _: w.logements.lever(a, date(2025, 5, 14), travaux=True, today=TODAY), "date_levee",
        "C'est avant le constat, le 15/05/2025.",
    ),
    "release without a word on works": (
        lambda w, a, _: w.logements.lever(a, TODAY, travaux=None, today=TODAY), "travaux",
        "Dites si des travaux ont été faits.",
    ),
    "loss before the aid": (
        lambda w, a, _: w.logements.perdre(a, date(2025, 5, 14), TODAY), "date_perte",
        "C'est avant le début de la conservation, le 15/05/2025.",
    ),
    "nothing to extend": (
        lambda w, _, v: w.logements.prolonger(v, TODAY, "travaux_en_cours", 6, TODAY), "",
        "L'aide n'est pas conservée : il n'y a rien à prolonger.",
    ),
    "nothing to lose": (
        lambda w, _, v: w.logements.perdre(v, TODAY, TODAY), "",
        "L'aide n'est pas conservée : il n'y a rien à perdre.",
    ),
    "a report that is gone": (
        lambda w, *_: w.logements.rouvrir(999_999), "", "Ce logement signalé n'est plus dans la base.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_what_cannot_be_is_refused_under_its_field(
    unchanged: Workspace, aided: int, visited: int, name: str
) -> None:
    act, field, said = REFUSED[name]
    before = [unchanged.logements.open_vue(one, TODAY) for one in (aided, visited)]
    with pytest.raises(InputError) as refused:
        act(unchanged, aided, visited)
    assert (getattr(refused.value, "field", ""), plain(str(refused.value))) == (field, plain(said))
    assert [unchanged.logements.open_vue(one, TODAY) for one in (aided, visited)] == before


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"famille_id": None}, "famille", "Choisissez la famille."),
        ({"famille_id": 999_999}, "famille", "Cette famille n'est plus dans la base."),
        ({"origine": None}, "origine", "Dites d'où vient le signalement."),
        ({"date_signalement": None}, "date_signalement", "Dites de quel jour est le signalement."),
        ({"date_signalement": TOMORROW}, "date_signalement", "Cette date n'est pas encore passée."),
        ({"date_visite": date(2026, 10, 31)}, "date_visite", "C'est avant le signalement, le 01/11/2026."),
        ({"logement_id": 999_999}, "logement", "Ce logement n'est plus dans la base."),
        ({}, "adresse", "Choisissez un logement connu, ou écrivez l'adresse d'un nouveau."),
        ({"logement": LogementSaisie(bailleur="XL")}, "adresse", "Écrivez l'adresse du logement."),
        ({"logement": LogementSaisie("1 rue", bailleur="X\u0001L")}, "bailleur",
         "Ce texte contient des caractères invisibles : retirez-les."),
        ({"logement": LogementSaisie("1 rue", surface=0)}, "surface", "Une surface va de 1 à 10 000 m²."),
        ({"logement": LogementSaisie("1 rue", type="yourte")}, "type", "Choisissez dans la liste."),
    ],
)  # fmt: skip
def test_a_report_says_what_it_lacks(
    unchanged: Workspace, changes: dict[str, object], field: str, said: str
) -> None:
    values: dict[str, object] = {
        "famille_id": famille(unchanged, ZOE), "origine": "caf", "date_signalement": date(2026, 11, 1),
        **changes,
    }  # fmt: skip
    with pytest.raises(FieldError) as refused:
        unchanged.logements.signaler(SignalementSaisie(**values), TODAY)  # type: ignore[arg-type]
    assert (refused.value.field, str(refused.value)) == (field, said)
    assert stays(unchanged, ZOE) == []


def test_an_intervention_of_another_family_is_refused(unchanged: Workspace) -> None:
    saisie = SignalementSaisie(
        famille(unchanged, ZOE), "caf", TODAY, logement(unchanged, PINS),
        intervention_id=intervention(unchanged, "I1"),
    )  # fmt: skip
    with pytest.raises(FieldError, match="Cette intervention n'est pas celle de la famille choisie"):
        unchanged.logements.signaler(saisie, TODAY)


@pytest.mark.parametrize(
    ("entree", "sortie", "field", "said"),
    [
        (date(2024, 1, 2), date(2024, 1, 1), "date_sortie", "C'est avant l'entrée, le 02/01/2024."),
        (
            date(2024, 1, 1),
            None,
            "date_entree",
            "Cette famille occupe déjà ce logement depuis le 01/05/2023.",
        ),
        (None, None, "date_entree", "Cette famille occupe déjà ce logement depuis le 01/05/2023."),
    ],
)
def test_a_stay_that_cannot_be_is_refused(
    unchanged: Workspace, entree: date | None, sortie: date | None, field: str, said: str
) -> None:
    saisie = OccupationSaisie(famille(unchanged, EMMA), logement(unchanged, PINS), entree, sortie)
    with pytest.raises(FieldError) as refused:
        unchanged.occupations.add(saisie)
    assert (refused.value.field, str(refused.value)) == (field, said)
