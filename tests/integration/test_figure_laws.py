"""Laws that hold for every figure whatever the records, and a class for each address so that none escapes."""

import re
from collections.abc import Callable, Iterator
from datetime import date

import pytest
from figure_portfolios import PERIODS, FigureCase, figure_cases
from figure_store import disable_codes, fill
from hypothesis import given, settings
from oracle import (
    AIDES_LOGEMENT,
    DEMANDEURS,
    DOMAINES,
    MODES,
    MOTIFS,
    NATURES,
    ORIGINES,
    ORIGINES_SIGNALEMENT,
    STATUTS,
    TYPES_ACTION,
)
from portfolios import DISABLED
from stores import new_store

from caseapp.domain.filters import Filters
from caseapp.domain.periods import year_period
from caseapp.domain.units import Unit
from caseapp.services.statistiques import StatistiquesService
from caseapp.statistics.declarations import FIGURES
from caseapp.statistics.referentiel import Referentiel
from caseapp.statistics.results import FigureSet
from caseapp.store import Store

EXAMPLES = settings().max_examples
ADDITIVE = re.compile(
    r"interventions\.(ouvertes|closes)|rendez_vous(_droits)?\..*|droits\..*|offres\..*\.envoyees"
    r"|plateforme\.(appels_recus|contacts_traites|rendez_vous_programmes)"
    r"|aides\.(demandees|refusees|decidees(_en_30_jours)?|urgentes|.*\.(nombre|prets|subventions|montant))"
    r"|paiements\.(verses|retournes|annules)\..*|prets\.(accordes\..*|rembourses\.montant|remis\.montant)"
    r"|commission\..*\.(seances|montant|demandes|accords|refus|ajournements)"
    r"|impayes\.(signales|procedure)\..*|impayes\.(clos|suites_connues|maintiens|expulsions)"
    r"|impayes\.plans\.(?!taux).*|indecence\.(?!taux|logements_visites|conservations_en_cours).*"
    r"|rsa_monoparents\.(contrats_signes|reexamens|freins.*)"
    r"|actions_collectives\.seances|permanences\..*"
)
"""Events: the months add up to the whole."""
RUNNING = re.compile(
    r"(cibles|motifs|origines)\..*|familles\.(?!nouvelles).*|aides\..*\.familles|aides\.ajournees|commission\..*\.menages"
    r"|impayes\.cible_locale\.(familles|accompagnement_.*)"
    r"|indecence\.logements_visites|rsa_monoparents\.(?!presents|sans_contrat|duree).*"
    r"|actions_collectives\.(nombre|participants|co_animees|type\..*|theme\..*)"
)
"""Counted in each month where it holds: the whole is between the greatest month and the sum of the months."""
GROWING = re.compile(
    r"interventions\.entretiens|offres\..*\.acceptees|impayes\.contactes"
    r"|aides\.statut\.(accord|accord_partiel|refus|sans_suite)"
)
"""Looked at as it stands at the end: the whole is at least the greatest month."""
DESCRIBED = re.compile(
    r"familles\.nouvelles|aides\.statut\.(en_attente|ajournement)|paiements\.a_verser\..*|prets\.encours\..*"
    r"|commission\..*\.(monoparentales|qf_inferieur_500|minima_sociaux)"
    r"|impayes\.(cible_locale\.resolus_ou_plan|ouverts(_avec_plan)?)|indecence\.conservations_en_cours"
    r"|rsa_monoparents\.(presents|sans_contrat)"
)
"""Depends on the first or the last day of the period, or on the first event in it: no law from the months."""
RATIO = re.compile(
    r".*\.part|.*\.taux(_.*)?|impayes\.taux\..*|interventions\.(duree_mediane|entretiens_par_accompagnement)"
    r"|aides\.delai_median(_urgentes)?|impayes\.delai_premier_contact|rsa_monoparents\.duree_mediane"
)
"""Shares, rates, medians and means: nothing adds up, and nothing is known without a base."""
CLASSES = (RATIO, ADDITIVE, RUNNING, GROWING, DESCRIBED)

EXACT = (
    ("cibles.{}.information_conseil", "cibles.total.information_conseil"),
    ("cibles.{}.accompagnement_social", "cibles.total.accompagnement_social"),
    ("cibles.{}.total", "cibles.total.total"),
    ("cibles.total.{}", "cibles.total.total"),
    ("cibles.parentalite.{}", "cibles.parentalite.total"),
    ("cibles.logement.{}", "cibles.logement.total"),
    ("cibles.insertion.{}", "cibles.insertion.total"),
    ("motifs.{}.total", "cibles.total.total"),
    ("rendez_vous.statut.{}", "rendez_vous.tous"),
    ("droits.etat.{}", "droits.total"),
    ("droits.droit.{}.obtenus", "droits.etat.obtenu"),
    *((f"aides.{axis}.{{}}.{what}", f"aides.total.{what}")
      for axis in ("domaine", "type") for what in ("nombre", "prets", "subventions", "montant")),
    ("aides.statut.{}", "aides.demandees"),
    *((f"paiements.verses.{axis}.{{}}.{what}", f"paiements.verses.{what}")
      for axis in ("forme", "destinataire") for what in ("nombre", "montant")),
    ("impayes.signales.{}", "impayes.signales.total"),
    ("indecence.signalements.{}", "indecence.signalements.total"),
    ("rsa_monoparents.freins.{}", "rsa_monoparents.freins.total"),
    ("actions_collectives.type.{}", "actions_collectives.nombre"),
    ("permanences.lieu.{}", "permanences.tenues"),
)  # fmt: skip
"""Each record is in one row of the table, and only one: the rows add up to the total."""
CIBLE_TOTALS = {"cibles.parentalite.total", "cibles.logement.total", "cibles.insertion.total"}
"""Totals that are not the base of the shares of their rows, whose base is the column's total."""
PARTIAL = (
    ("origines.{}", "cibles.total.total"),
    ("rendez_vous.mode.{}", "rendez_vous.total"),
    ("rendez_vous.lieu.{}", "rendez_vous.total"),
    ("rendez_vous_droits.{}", "rendez_vous_droits.total"),
    ("impayes.procedure.{}", "impayes.signales.total"),
    *((f"aides.demandeur.{{}}.{what}", f"aides.total.{what}")
      for what in ("nombre", "prets", "subventions", "montant")),
    ("actions_collectives.theme.{}", "actions_collectives.nombre"),
)  # fmt: skip
"""A record is in one row at most, in none when its code is unknown."""
FAMILIES = (
    ("familles.{}", "familles.total"),
    ("aides.domaine.{}.familles", "aides.total.familles"),
    ("aides.type.{}.familles", "aides.total.familles"),
)
"""A family is in one row at least, and counted once in the total."""
EMPTY_KEYS = {"total", "tous", "nouvelles"}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = new_store(tmp_path_factory.mktemp("lois"))
    disable_codes(store, DISABLED, date(2014, 12, 31))
    yield store
    store.close()


@pytest.fixture(scope="module")
def service(store: Store) -> StatistiquesService:
    return StatistiquesService(store)


def rows_of(figures: FigureSet, template: str) -> dict[str, int]:
    """Return the figures of the rows of a table, without its total."""
    pattern = re.compile(re.escape(template).replace(r"\{\}", r"(\w+)"))
    found = {address: pattern.fullmatch(address) for address in figures.values}
    return {
        address: number(figures, address)
        for address, match in found.items()
        if match is not None and match[1] not in EMPTY_KEYS
    }


def number(figures: FigureSet, address: str) -> int:
    value = figures[address].value
    assert isinstance(value, int), f"{address} is {value!r}"
    return value


def counts(figures: FigureSet, kind: re.Pattern[str]) -> list[str]:
    """Return the addresses of a class; an address belongs to the first class that it matches."""
    return [address for address in figures.values if class_of(address) is kind]


def class_of(address: str) -> re.Pattern[str] | None:
    return next((kind for kind in CLASSES if kind.fullmatch(address)), None)


@given(case=figure_cases())
def test_the_rows_of_a_table_agree_with_its_total(
    store: Store, service: StatistiquesService, case: FigureCase
) -> None:
    fill(store, case.portfolio)
    figures = service.figures(case.period)
    for template, total in EXACT:
        rows = rows_of(figures, template)
        assert sum(rows.values()) == number(figures, total), template
    for template, total in PARTIAL:
        assert sum(rows_of(figures, template).values()) <= number(figures, total), template
    for template, total in FAMILIES:
        rows = rows_of(figures, template)
        assert max(rows.values(), default=0) <= number(figures, total) <= sum(rows.values()), template
    for address in counts(figures, ADDITIVE):
        if address.startswith("aides.") and address.endswith(".montant"):
            stem = address.removesuffix(".montant")
            assert number(figures, address) == sum(
                number(figures, f"{stem}.{form}") for form in ("prets", "subventions")
            )


@given(case=figure_cases())
def test_shares_and_rates_are_their_numerator_on_their_base(
    store: Store, service: StatistiquesService, case: FigureCase
) -> None:
    fill(store, case.portfolio)
    figures = service.figures(case.period)
    for address, figure in figures.values.items():
        if figure.unit is Unit.POURCENT:
            assert figure.records_address in figures.values, address
            part = number(figures, figure.records_address or "")
            if figure.value is not None and not address.startswith("impayes.taux."):
                assert figure.base, address
                assert figure.value * figure.base == part * 100, address
    for template, total in (law for law in EXACT if law[1] not in CIBLE_TOTALS):
        shares = [figures.values.get(f"{address}.part") for address in rows_of(figures, template)]
        if number(figures, total) and shares and all(shares):
            assert sum(share.value or 0 for share in shares if share) == 100, template


@pytest.mark.long
@settings(max_examples=EXAMPLES // 5)
@given(case=figure_cases().filter(lambda case: len(case.period.months()) > 1))
def test_months_add_up_where_the_unit_is_an_event(
    store: Store, service: StatistiquesService, case: FigureCase
) -> None:
    fill(store, case.portfolio)
    whole = service.figures(case.period)
    months = [service.figures(month) for month in case.period.months()]
    laws: tuple[tuple[re.Pattern[str], Callable[[int, list[int]], bool]], ...] = (
        (ADDITIVE, lambda total, parts: total == sum(parts)),
        (RUNNING, lambda total, parts: max(parts) <= total <= sum(parts)),
        (GROWING, lambda total, parts: max(parts) <= total),
    )
    for kind, holds in laws:
        for address in counts(whole, kind):
            parts = [number(month, address) for month in months]
            assert holds(number(whole, address), parts), (address, number(whole, address), parts)


@settings(max_examples=EXAMPLES // 4)
@given(case=figure_cases())
def test_the_agents_share_no_more_than_the_total(
    store: Store, service: StatistiquesService, case: FigureCase
) -> None:
    fill(store, case.portfolio)
    figures = service.figures(case.period)
    agents = [service.figures(case.period, Filters(agent=row["code"])) for row in case.portfolio["agents"]]
    for address in counts(figures, ADDITIVE):
        parts = [agent[address].value for agent in agents]
        assert sum(part for part in parts if isinstance(part, int)) <= number(figures, address), address
    for address in counts(figures, RUNNING):
        parts = [agent[address].value for agent in agents]
        assert all(part <= number(figures, address) for part in parts if part is not None), address


@settings(max_examples=EXAMPLES // 4)
@given(case=figure_cases())
def test_the_previous_value_is_that_of_the_year_before(
    store: Store, service: StatistiquesService, case: FigureCase
) -> None:
    fill(store, case.portfolio)
    figures, before = service.figures(case.period), service.figures(case.period.previous())
    assert figures.period == case.period
    assert figures.values.keys() == before.values.keys()
    assert [figure.previous for figure in figures.values.values()] == [
        before[address].value for address in figures.values
    ]


def test_an_empty_store_has_zeros_and_unknown_rates(store: Store, service: StatistiquesService) -> None:
    fill(store, {})
    for period in PERIODS:
        figures = service.figures(period)
        for address, figure in figures.values.items():
            expected = None if class_of(address) is RATIO else 0
            assert (figure.value, figure.previous) == (expected, expected), address
            assert not figure.base, address
    assert len(figures.values) > 250


def test_rows_come_in_the_order_of_the_code_lists(store: Store, service: StatistiquesService) -> None:
    fill(store, {})
    axes = service.figures(year_period(2017)).axes
    orders = {
        "cibles.{cible}.total": tuple(MOTIFS),
        "cibles.total.{nature}": NATURES,
        "motifs.{motif}.total": tuple(motif for group in MOTIFS.values() for motif in group),
        "origines.{origine}": ORIGINES,
        "rendez_vous.mode.{mode}": MODES,
        "rendez_vous.statut.{statut}": STATUTS,
        "aides.domaine.{domaine}.nombre": DOMAINES,
        "aides.demandeur.{demandeur}.montant": DEMANDEURS,
        "impayes.signales.{aide_logement}": AIDES_LOGEMENT,
        "indecence.signalements.{origine}": ORIGINES_SIGNALEMENT,
        "actions_collectives.type.{type}": TYPES_ACTION,
    }
    assert {name: tuple(row.key for row in axes[name]) for name in orders} == orders
    assert [row.cible for row in axes["motifs.{motif}.total"]] == [
        cible for cible, group in MOTIFS.items() for _ in group
    ]


def test_an_empty_store_has_empty_lists(store: Store, service: StatistiquesService) -> None:
    fill(store, {})
    period = year_period(2017)
    for address in list(service.figures(period).values)[::5]:
        assert service.records(address, period).records == (), address


@settings(max_examples=max(EXAMPLES // 20, 2))
@given(case=figure_cases())
def test_every_figure_says_what_it_counts(
    store: Store, service: StatistiquesService, case: FigureCase
) -> None:
    fill(store, case.portfolio)
    figures = service.figures(case.period)
    assert [address for address in figures.values if class_of(address) is None] == []
    for address, figure in figures.values.items():
        assert figure.address == address
        assert re.fullmatch(r"[a-z0-9_]+(\.[a-z0-9_]+)+", address)
        assert figure.label.strip()
        assert figure.adds_up is (None if class_of(address) is RATIO else class_of(address) is ADDITIVE), (
            address
        )
        assert re.fullmatch(r"(Unité|Part) : \S.*\.", figure.sentence), address
        if figure.sentence.startswith("Part"):
            assert figure.unit is Unit.POURCENT
        else:
            assert figure.sentence.startswith(f"Unité : {figure.unit}."), address


@settings(max_examples=EXAMPLES // 3)
@given(case=figure_cases())
def test_only_an_axis_that_says_so_gathers_several_values_under_a_key(store: Store, case: FigureCase) -> None:
    """The engine lets the store count the families of the others."""
    fill(store, case.portfolio)
    with store.read() as session:
        referentiel = Referentiel(session)
        for axis in {axis for figures in FIGURES for axis in figures.axes}:
            keys = list(referentiel.table(axis).key_of.values())
            assert axis.gathers or len(set(keys)) == len(keys), axis.name
