"""What no arrears file accepts: each bad input says why under its field, and nothing is written."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from impayes_store import TODAY, ImpayeStore

from caseapp.errors import FieldError
from caseapp.services.impayes_rows import FaitSaisie, Mode, MouvementSaisie, PlanSaisie
from caseapp.store.journal import head

SIGNED = date(2026, 7, 1)
PLAN = PlanSaisie("plan_negocie", SIGNED, Mode.NOMBRE, 12, date(2026, 8, 5))


@pytest.fixture(scope="module")
def unchanged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ImpayeStore]:
    """Give one store to what is refused and writes nothing."""
    office = ImpayeStore(tmp_path_factory.mktemp("refus"))
    ident = office.report()
    office.impayes.plan(ident, PLAN, TODAY)
    office.report(famille_id=office.familles[1])
    yield office
    office.store.close()


def written(office: ImpayeStore) -> object:
    """Return the last entry of the journal: nothing is written without one."""
    with office.store.read() as session:
        return head(session.connection())


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"famille_id": None}, "famille", "Choisissez la famille"),
        ({"famille_id": 99}, "famille", "plus dans la base"),
        ({"aide_logement": None}, "aide_logement", "quelle aide"),
        ({"aide_logement": "rsa"}, "aide_logement", "dans la liste"),
        ({"secteur": "hlm"}, "secteur", "dans la liste"),
        ({"loyer": -1}, "loyer", "négatif"),
        ({"charges": -1}, "charges", "négatif"),
        ({"montant_aide": -1}, "montant_aide", "négatif"),
        ({"dette": -1}, "dette", "négatif"),
        ({"dette": 100_000_001}, "dette", "trop grand"),
        ({"bailleur": "XL\x07Habitat"}, "bailleur", "caractères invisibles"),
        ({"bailleur": "\u202eXL"}, "bailleur", "caractères invisibles"),
        ({"reference_bailleur": "x" * 61}, "reference_bailleur", "60 lettres"),
        ({"date_signalement": None}, "date_signalement", "quand l'impayé"),
        ({"date_signalement": date(2026, 11, 22)}, "date_signalement", "pas encore passée"),
        ({"premier_impaye": date(2026, 5, 18)}, "date_signalement", "avant le premier terme impayé"),
        ({"date_premier_contact": date(2026, 5, 16)}, "date_premier_contact", "avant le signalement"),
        ({"agent_id": 77}, "agent", "plus dans la base"),
    ],
)
def test_a_report_that_cannot_be_says_why_under_its_field(
    unchanged: ImpayeStore, changes: dict[str, object], field: str, said: str
) -> None:
    before = written(unchanged)
    with pytest.raises(FieldError, match=said) as caught:
        unchanged.report(**changes)
    assert caught.value.field == field
    assert written(unchanged) == before


# --- What is refused of a file ---

Act = Callable[[ImpayeStore, int], object]
_LATE, _BEFORE = date(2026, 11, 22), date(2026, 1, 4)


def _movement(kind: str | None, jour: date | None, montant: int | None) -> Act:
    return lambda o, ident: o.impayes.add_movement(ident, MouvementSaisie(kind, jour, montant), TODAY)


def _fact(nature: str | None, jour: date | None, words: str | None = None) -> Act:
    return lambda o, ident: o.impayes.add_fact(ident, FaitSaisie(nature, jour, words), TODAY)


def _saisie(**changes: object) -> PlanSaisie:
    values = {"procedure": "plan_negocie", "date_plan": SIGNED, "mode": Mode.NOMBRE, "valeur": 12,
              "premiere": date(2026, 8, 5), **changes}  # fmt: skip
    return PlanSaisie(**values)


def _made(saisie: PlanSaisie) -> Act:
    return lambda o, ident: o.impayes.plan(ident, saisie, TODAY)


def _corrected(saisie: PlanSaisie) -> Act:
    return lambda o, ident: o.impayes.edit_plan(ident - 1, 1, saisie, TODAY)


def _typed(*mensualites: tuple[date, int]) -> PlanSaisie:
    return _saisie(mode=Mode.SAISIE, valeur=None, mensualites=mensualites, montant=20_000)


def _issue(issue: str | None, jour: date | None, suite: str | None = None) -> Act:
    return lambda o, ident: o.impayes.set_issue(ident, issue, jour, suite, TODAY)


def _constitution(jour: date) -> Act:
    return lambda o, ident: o.impayes.set_constitution(ident, jour, "Courrier", TODAY)


def _break(jour: date | None, motif: str | None) -> Act:
    return lambda o, ident: o.impayes.break_plan(ident - 1, jour, motif, TODAY)


PLANS: list[tuple[PlanSaisie, str, str]] = [
    (_saisie(procedure=None), "procedure", "quelle procédure"),
    (_saisie(valeur=37), "nombre", "durerait 37 mois : 36 au plus"),
    (_saisie(mode=Mode.MENSUALITE, valeur=3_500), "mensualite", "durerait 37 mois : 36 au plus"),
    (_saisie(mode=Mode.MENSUALITE, valeur=None), "mensualite", "Écrivez la mensualité"),
    (_saisie(valeur=None), "nombre", "nombre de mois"),
    (_saisie(premiere=None), "premiere", "première mensualité"),
    (_saisie(premiere=date(2026, 6, 30)), "premiere", "avant l'entrée en vigueur du plan"),
    (_saisie(date_plan=None), "date_plan", "de quel jour"),
    (_saisie(date_plan=_LATE), "date_plan", "pas encore passée"),
    (_saisie(date_plan=_BEFORE), "date_plan", "avant le premier terme impayé"),
    (_saisie(date_effet=date(2026, 6, 30)), "date_effet", "avant la signature du plan"),
    (_saisie(procedure="simplifiee"), "procedure", "jusqu'à 100,00"),
    (_saisie(montant=128_401), "montant", "plus que la dette au 01/07/2026"),
    (_saisie(montant=-1), "montant", "négatif"),
    (_typed((SIGNED, 10_000), (SIGNED, 10_000)), "mensualites", "se suivent"),
    (_typed((SIGNED, 10_000), (TODAY, 9_999)), "mensualites", "font 199,99"),
    (_typed((SIGNED, 10_000), (date(2029, 8, 1), 10_000)), "mensualites", "36 au plus"),
    (_typed(), "mensualites", "au moins une"),
]
REFUSED: list[tuple[Act, str, str]] = [
    (_movement(None, TODAY, 1), "type", "ce qui a changé"),
    (_movement("cadeau", TODAY, 1), "type", "dans la liste"),
    (_movement("paiement", None, 1), "jour", "de quel jour"),
    (_movement("paiement", _LATE, 1), "jour", "pas encore passée"),
    (_movement("paiement", _BEFORE, 1), "jour", "avant le premier terme impayé"),
    (_movement("paiement", TODAY, None), "montant", "Écrivez le montant"),
    (_movement("terme", TODAY, -5), "montant", "négatif"),
    (_movement("terme", TODAY, 0), "montant", "dépasser zéro"),
    (_movement("paiement", TODAY, 128_401), "montant", "plus que la dette au 21/11/2026 : 1.284,00"),
    (_movement("remise", TODAY, 128_401), "montant", "plus que la dette"),
    (_movement("paiement", date(2026, 5, 16), 1), "montant", "n'est pas connue : ajoutez d'abord un relevé"),
    (_fact(None, TODAY), "nature", "ce qui s'est passé"),
    (_fact("danse", TODAY), "nature", "dans la liste"),
    (_fact("assignation", None), "jour", "de quel jour"),
    (_fact("assignation", _LATE), "jour", "pas encore passée"),
    (_fact("assignation", _BEFORE), "jour", "avant le premier terme impayé"),
    (_fact("contact", date(2026, 5, 16)), "jour", "avant le signalement"),
    (_fact("assignation", TODAY, "a\x00b"), "commentaire", "caractères invisibles"),
    *((act(saisie), field, said) for saisie, field, said in PLANS for act in (_made, _corrected)),
    (_issue(None, TODAY), "issue", "comment se termine"),
    (_issue("resolu", None), "date_issue", "depuis quel jour"),
    (_issue("resolu", _LATE), "date_issue", "pas encore passée"),
    (_issue("resolu", date(2026, 5, 16)), "date_issue", "signalé le 17/05/2026"),
    (_issue("resolu", TODAY, "lune"), "suite_logement", "dans la liste"),
    (_constitution(date(2026, 1, 4)), "date_constitution", "avant le premier terme impayé"),
    (_constitution(date(2026, 5, 18)), "date_constitution", "après le signalement"),
    (_constitution(_LATE), "date_constitution", "pas encore passée"),
    (_break(None, "x"), "date_rupture", "depuis quel jour"),
    (_break(TODAY, " "), "motif_rupture", "pourquoi"),
    (_break(date(2026, 6, 30), "x"), "date_rupture", "avant la signature"),
    (_break(_LATE, "x"), "date_rupture", "pas encore passée"),
]


@pytest.mark.parametrize(
    ("act", "field", "said"), REFUSED, ids=[f"{n}-{r[1]}" for n, r in enumerate(REFUSED)]
)
def test_what_cannot_be_is_said_under_its_field_and_nothing_is_written(
    unchanged: ImpayeStore, act: Act, field: str, said: str
) -> None:
    before = written(unchanged)
    with pytest.raises(FieldError, match=said) as caught:
        act(unchanged, 2)
    assert caught.value.field == field
    assert written(unchanged) == before
