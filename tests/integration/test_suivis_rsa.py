"""RSA follow-ups on a real encrypted store: begun, contracted, reviewed, ended, and what is refused."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from suivis_rsa_store import RsaStore

from caseapp.errors import FieldError, InputError
from caseapp.models import Demarche, Intervention, Partenaire
from caseapp.services.suivis_rsa import (
    ContratSaisie,
    Filtre,
    FreinSaisie,
    PartageSaisie,
    Statut,
    SuiviRow,
    SuiviSaisie,
)

TODAY = date(2026, 11, 21)
BEGUN = date(2026, 3, 10)


@pytest.fixture
def rsa(tmp_path: Path) -> Iterator[RsaStore]:
    made = RsaStore(tmp_path / "profil")
    yield made
    made.store.close()


def _saisie(rsa: RsaStore, famille: int = 0, **more: object) -> SuiviSaisie:
    values = {"date_designation": BEGUN, **more}
    return SuiviSaisie(rsa.familles[famille], **values)  # type: ignore[arg-type]


def _begin(rsa: RsaStore, famille: int = 0, **more: object) -> int:
    return rsa.suivis.designate(_saisie(rsa, famille, **more), TODAY)


def _row(rsa: RsaStore, ident: int, today: date = TODAY) -> SuiviRow:
    (row,) = rsa.suivis.list_rows([ident], today)
    return row


# --- Designation ---


def test_a_follow_up_begins_with_an_intervention_opened_for_it(rsa: RsaStore) -> None:
    agent = rsa.agent("TS01")
    ident = _begin(rsa, date_orientation=date(2026, 3, 2), agent_id=agent, ouvrir=True)
    vue = rsa.suivis.open_suivi(ident, TODAY)
    assert vue.date_orientation == date(2026, 3, 2)
    assert vue.intervention == "RSA, parent isolé · accompagnement social du 10/03/2026"
    assert vue.regles == "Suivi RSA commencé depuis le 1er janvier 2025 (contrat d'engagement)"
    with rsa.store.read() as session:
        assert session.get_one(Intervention, vue.intervention_id).agent_id == agent
    assert rsa.historique.undo() is not None
    assert rsa.suivis.list_ids(today=TODAY) == ()
    with rsa.store.read() as session:
        assert session.query(Intervention).count() == 0


def test_a_family_is_followed_once_at_a_time(rsa: RsaStore) -> None:
    first = _begin(rsa)
    with pytest.raises(FieldError, match="déjà un suivi RSA, ouvert depuis le 10/03/2026") as refused:
        _begin(rsa)
    assert refused.value.field == "famille"
    rsa.suivis.end(first, date(2026, 9, 30), "emploi", TODAY)
    with pytest.raises(FieldError, match="va du 10/03/2026 au 30/09/2026"):
        _begin(rsa, date_designation=date(2026, 9, 29))
    _begin(rsa, date_designation=date(2026, 9, 30))
    with pytest.raises(InputError, match="ouvert depuis le 30/09/2026"):
        rsa.suivis.reopen(first)
    assert _row(rsa, first).date_fin == date(2026, 9, 30)


def test_two_follow_ups_of_a_merged_family_are_corrected_and_the_one_too_many_ended(rsa: RsaStore) -> None:
    first, other = rsa.suivi(BEGUN), rsa.suivi(date(2026, 5, 4))
    agent = rsa.agent("TS01")
    rsa.suivis.edit(first, _saisie(rsa, agent_id=agent), TODAY)
    rsa.suivis.end(other, date(2026, 9, 30), "autre", TODAY)
    rsa.suivis.edit(first, _saisie(rsa, date_orientation=BEGUN, agent_id=agent), TODAY)
    vue = rsa.suivis.open_suivi(first, TODAY)
    assert (vue.agent_id, vue.date_orientation) == (agent, BEGUN)
    with pytest.raises(FieldError, match="ils se chevaucheraient"):
        rsa.suivis.edit(first, _saisie(rsa, date_designation=date(2026, 3, 11)), TODAY)


@pytest.mark.parametrize(
    ("values", "field", "sentence"),
    [
        ({"date_designation": None}, "date_designation", "Dites quel jour la Caf a été désignée."),
        ({"date_designation": date(2026, 11, 22)}, "date_designation", "n'est pas encore passée"),
        ({"date_orientation": date(2026, 3, 11)}, "date_designation",
         "avant la notification d'orientation, le 11/03/2026"),
        ({"date_orientation": date(2026, 11, 22)}, "date_orientation", "n'est pas encore passée"),
        ({"agent_id": 999}, "agent", "Cet agent n'est plus dans la base."),
        ({"intervention_id": 999}, "intervention", "n'est pas celle de la famille"),
    ],
    ids=["sans jour", "à venir", "orientation après", "orientation à venir", "agent", "intervention"],
)  # fmt: skip
def test_a_designation_that_cannot_be_is_refused_in_place(
    rsa: RsaStore, values: dict[str, object], field: str, sentence: str
) -> None:
    with pytest.raises(FieldError, match=sentence) as refused:
        _begin(rsa, **values)
    assert refused.value.field == field
    assert rsa.suivis.list_ids(Filtre(Statut.TOUS), today=TODAY) == ()


def test_an_unknown_family_and_another_s_intervention_are_refused(rsa: RsaStore) -> None:
    for famille in (None, 999):
        with pytest.raises(FieldError) as refused:
            rsa.suivis.designate(SuiviSaisie(famille, BEGUN), TODAY)
        assert refused.value.field == "famille"
    other = rsa.suivis.open_suivi(_begin(rsa, 1, ouvrir=True), TODAY).intervention_id
    with pytest.raises(FieldError, match="n'est pas celle de la famille"):
        _begin(rsa, intervention_id=other)


def test_a_designation_is_corrected_but_stays_before_what_followed(rsa: RsaStore) -> None:
    ident = _begin(rsa)
    rsa.suivis.contrats.add(ident, ContratSaisie("contrat_engagement", date(2026, 4, 2)), TODAY)
    with pytest.raises(FieldError, match="C'est après la signature d'un contrat, le 02/04/2026"):
        rsa.suivis.edit(ident, _saisie(rsa, date_designation=date(2026, 4, 3)), TODAY)
    rsa.suivis.edit(ident, _saisie(rsa, date_designation=date(2026, 4, 2)), TODAY)
    assert _row(rsa, ident).date_designation == date(2026, 4, 2)


# --- The people it is meant for ---


def test_the_target_is_said_from_the_situation_of_the_day(rsa: RsaStore) -> None:
    rsa.situation(
        date(2025, 1, 1), composition="monoparentale", naissance_dernier_enfant=date(2020, 2, 29),
        minima_sociaux=True,
    )  # fmt: skip
    rsa.situation(date(2026, 6, 1), composition="couple_avec_enfants", minima_sociaux=False)

    def said(day: date) -> list[tuple[bool | None, str]]:
        return [(one.tenu, one.phrase) for one in rsa.suivis.public(rsa.familles[0], day).criteres]

    assert said(date(2026, 2, 27)) == [
        (True, "Parent isolé : famille monoparentale (situation du 01/01/2025)."),
        (True, "Enfant de moins de 6 ans : 5 ans, né le 29/02/2020."),
        (True, "Perçoit un minimum social."),
    ]
    assert said(date(2026, 2, 28))[1] == (
        False, "Pas d'enfant de moins de 6 ans : le plus jeune, né le 29/02/2020, a eu 6 ans le 28/02/2026.",
    )  # fmt: skip
    assert [tenu for tenu, _ in said(date(2026, 6, 1))] == [False, None, False]
    assert said(date(2024, 12, 31)) == [(None, "Aucune situation n'est connue au 31/12/2024 : à vérifier.")]


def test_a_lone_person_expecting_is_meant_too_and_nothing_is_decided(rsa: RsaStore) -> None:
    rsa.situation(date(2026, 1, 1), composition="personne_seule", grossesse=True)
    rsa.situation(date(2026, 1, 1), 1, composition="couple_avec_enfants", minima_sociaux=False)
    expecting = rsa.suivis.public(rsa.familles[0], BEGUN)
    assert [one.tenu for one in expecting.criteres] == [True, True, None]
    outside = _begin(rsa, 1)
    assert _row(rsa, outside).est_ouvert


# --- Contracts and reviews ---


@pytest.mark.parametrize(
    ("kind", "signed", "sentence"),
    [
        ("cer", date(2025, 1, 1), "Depuis le 01/01/2025, c'est un contrat d'engagement"),
        ("contrat_engagement", date(2024, 12, 31), "Jusqu'au 31/12/2024, c'est un contrat d'engagements"),
    ],
)
def test_the_rule_sets_say_which_contract_is_signed(
    rsa: RsaStore, kind: str, signed: date, sentence: str
) -> None:
    ident = rsa.suivi(date(2024, 10, 1))
    with pytest.raises(FieldError, match=sentence) as refused:
        rsa.suivis.contrats.add(ident, ContratSaisie(kind, signed), TODAY)
    assert refused.value.field == "type"
    other = "cer" if kind == "contrat_engagement" else "contrat_engagement"
    rsa.suivis.contrats.add(ident, ContratSaisie(other, signed), TODAY)
    assert _row(rsa, ident).date_contrat == signed


def test_the_day_of_the_new_contract_comes_from_the_rules_brought_in(rsa: RsaStore, tmp_path: Path) -> None:
    for code, day, to in (("rsa-cer", "au = 2024-12-31", "au = 2025-06-30"),
                          ("rsa-2025", "du = 2025-01-01", "du = 2025-07-01")):  # fmt: skip
        path = tmp_path / f"{code}.toml"
        rsa.regles.exporter(code, path)
        text = path.read_text(encoding="utf-8").replace(day, to)
        path.write_text(text.replace('version = "', 'version = "essai '), encoding="utf-8")
    rsa.regles.importer([tmp_path / "rsa-cer.toml", tmp_path / "rsa-2025.toml"])
    ident = rsa.suivi(date(2024, 10, 1))
    rsa.suivis.contrats.add(ident, ContratSaisie("cer", date(2025, 6, 30)), TODAY)
    with pytest.raises(FieldError, match="Depuis le 01/07/2025"):
        rsa.suivis.contrats.add(ident, ContratSaisie("cer", date(2025, 7, 1)), TODAY)


@pytest.mark.parametrize(
    ("saisie", "field", "sentence"),
    [
        (ContratSaisie(None, date(2026, 4, 1)), "type", "Dites quel contrat"),
        (ContratSaisie("contrat_engagement", None), "date_signature", "Dites quel jour"),
        (ContratSaisie("contrat_engagement", date(2026, 3, 9)), "date_signature",
         "avant la désignation, le 10/03/2026"),
        (ContratSaisie("contrat_engagement", date(2026, 11, 22)), "date_signature", "pas encore passée"),
        (ContratSaisie("contrat_engagement", date(2026, 4, 1), date(2026, 3, 31)), "date_fin",
         "avant la signature, le 01/04/2026"),
        (ContratSaisie("contrat_engagement", date(2026, 4, 1), None, "a\u202eb"), "objectifs", "invisibles"),
        (ContratSaisie("inconnu", date(2026, 4, 1)), "type", "dans la liste"),
    ],
    ids=["sans type", "sans jour", "avant", "à venir", "fin avant", "caractères", "inconnu"],
)  # fmt: skip
def test_a_contract_that_cannot_be_is_refused_in_place(
    rsa: RsaStore, saisie: ContratSaisie, field: str, sentence: str
) -> None:
    ident = _begin(rsa)
    with pytest.raises(FieldError, match=sentence) as refused:
        rsa.suivis.contrats.add(ident, saisie, TODAY)
    assert refused.value.field == field
    assert rsa.suivis.open_suivi(ident, TODAY).contrats == ()


def test_contracts_and_reviews_are_noted_corrected_and_removed(rsa: RsaStore) -> None:
    ident, contrats = _begin(rsa, date_orientation=date(2026, 3, 2)), rsa.suivis.contrats
    signed = contrats.add(ident, ContratSaisie("contrat_engagement", date(2026, 4, 1)), TODAY)
    contrats.edit(
        signed, ContratSaisie("contrat_engagement", date(2026, 4, 2), date(2027, 4, 1), "Permis"), TODAY
    )
    with pytest.raises(FieldError, match="Un contrat est déjà noté ce jour-là") as twice:
        contrats.add(ident, ContratSaisie("contrat_engagement", date(2026, 4, 2)), TODAY)
    assert twice.value.field == "date_signature"
    reviewed = contrats.add_reexamen(ident, date(2026, 9, 30), "Formation trouvée", TODAY)
    with pytest.raises(FieldError, match="déjà noté ce jour-là"):
        contrats.add_reexamen(ident, date(2026, 9, 30), None, TODAY)
    with pytest.raises(FieldError, match="avant la désignation"):
        contrats.edit_reexamen(reviewed, date(2026, 3, 9), None, TODAY)
    contrats.edit_reexamen(reviewed, date(2026, 10, 1), "Formation commencée", TODAY)
    vue = rsa.suivis.open_suivi(ident, TODAY)
    (contrat,), (reexamen,) = vue.contrats, vue.reexamens
    assert (contrat.libelle, contrat.date_fin, contrat.objectifs) == (
        "Contrat d'engagement", date(2027, 4, 1), "Permis",
    )  # fmt: skip
    assert (reexamen.date, reexamen.conclusion) == (date(2026, 10, 1), "Formation commencée")
    contrats.remove_reexamen(reviewed)
    contrats.remove(signed)
    vue = rsa.suivis.open_suivi(ident, TODAY)
    assert (vue.contrats, vue.reexamens, vue.type_attendu) == ((), (), "contrat_engagement")


# --- Obstacles, steps, co-support ---


def test_an_obstacle_is_found_worked_on_and_lifted(rsa: RsaStore) -> None:
    ident, freins = _begin(rsa, ouvrir=True), rsa.suivis.freins
    garde = freins.add(ident, FreinSaisie("garde_enfant", date(2026, 3, 20)), TODAY)
    step = freins.add_demarche(garde, "Demander une place en crèche", date(2026, 12, 1), None, TODAY)
    with pytest.raises(FieldError, match="déjà noté et n'est pas levé"):
        freins.add(ident, FreinSaisie("garde_enfant", date(2026, 5, 1)), TODAY)
    with pytest.raises(FieldError, match="avant le repérage, le 20/03/2026"):
        freins.lift(garde, date(2026, 3, 19), TODAY)
    freins.lift(garde, date(2026, 9, 1), TODAY)
    again = freins.add(ident, FreinSaisie("garde_enfant", date(2026, 10, 1)), TODAY)
    with pytest.raises(FieldError, match="déjà noté"):
        freins.lift(garde, None, TODAY)
    found = rsa.suivis.open_suivi(ident, TODAY).freins
    assert [(one.id, one.date_levee) for one in found] == [(again, None), (garde, date(2026, 9, 1))]
    assert [one.libelle for one in found[1].demarches] == ["Demander une place en crèche"]
    freins.remove(garde)
    with rsa.store.read() as session:
        kept = session.get_one(Demarche, step)
        assert (kept.frein_id, kept.libelle) == (None, "Demander une place en crèche")


def test_a_step_needs_an_intervention(rsa: RsaStore) -> None:
    frein = rsa.suivis.freins.add(_begin(rsa), FreinSaisie("mobilite", date(2026, 3, 20)), TODAY)
    with pytest.raises(InputError, match="Reliez d'abord ce suivi à une intervention"):
        rsa.suivis.freins.add_demarche(frein, "Passer le permis", None, None, TODAY)


def test_a_co_support_adds_a_partner_once(rsa: RsaStore) -> None:
    ident, partages = _begin(rsa), rsa.suivis.partages
    rsa.add(Partenaire(code="FT", nom="France Travail"))
    started = PartageSaisie(
        "accompagnement_global", date(2026, 5, 4), nouveau_partenaire="FRANCE TRAVAIL", conseiller="M. Roux"
    )
    shared = partages.add(ident, started, TODAY)
    with pytest.raises(FieldError, match="avant le début, le 04/05/2026"):
        partages.edit(
            shared,
            PartageSaisie("accompagnement_global", date(2026, 5, 4), nouveau_partenaire="France Travail",
                          date_fin=date(2026, 5, 3)),
            TODAY,
        )  # fmt: skip
    with pytest.raises(FieldError, match="Choisissez le partenaire"):
        partages.add(ident, PartageSaisie("autre", date(2026, 5, 4)), TODAY)
    (row,) = rsa.suivis.open_suivi(ident, TODAY).partages
    assert (row.libelle, row.partenaire, row.conseiller) == (
        "Accompagnement global avec France Travail", "France Travail", "M. Roux",
    )  # fmt: skip
    with rsa.store.read() as session:
        assert session.query(Partenaire).count() == 1
    partages.remove(shared)
    assert rsa.suivis.open_suivi(ident, TODAY).partages == ()


# --- End ---


def test_an_end_is_after_what_happened_and_can_be_taken_back(rsa: RsaStore) -> None:
    ident, end = _begin(rsa), rsa.suivis.end
    rsa.suivis.contrats.add_reexamen(ident, date(2026, 9, 30), None, TODAY)
    wrong: list[tuple[Callable[[], None], str]] = [
        (partial(end, ident, date(2026, 9, 29), "emploi", TODAY), "avant un réexamen, le 30/09/2026"),
        (partial(end, ident, date(2026, 3, 9), "emploi", TODAY), "avant la désignation, le 10/03/2026"),
        (partial(end, ident, date(2026, 11, 22), "emploi", TODAY), "pas encore passée"),
        (partial(end, ident, None, "emploi", TODAY), "Dites quel jour"),
        (partial(end, ident, TODAY, None, TODAY), "Dites pourquoi"),
        (partial(end, ident, TODAY, "inconnu", TODAY), "dans la liste"),
    ]
    for act, sentence in wrong:
        with pytest.raises(FieldError, match=sentence):
            act()
    end(ident, TODAY, "emploi", TODAY)
    row = _row(rsa, ident)
    assert (row.date_fin, row.motif_fin, row.prochaine) == (TODAY, "Emploi", None)
    for act in (
        partial(end, ident, TODAY, "emploi", TODAY),
        partial(rsa.suivis.freins.add, ident, FreinSaisie("sante", TODAY), TODAY),
        partial(rsa.suivis.contrats.add_reexamen, ident, TODAY, None, TODAY),
    ):
        with pytest.raises(InputError, match="rouvrez-le d'abord"):
            act()
    rsa.suivis.reopen(ident)
    assert _row(rsa, ident).est_ouvert
    with pytest.raises(InputError, match="déjà ouvert"):
        rsa.suivis.reopen(ident)


def test_what_is_gone_is_said(rsa: RsaStore) -> None:
    for act in (
        partial(rsa.suivis.open_suivi, 999, TODAY), partial(rsa.suivis.reopen, 999),
        partial(rsa.suivis.contrats.remove, 999), partial(rsa.suivis.freins.remove, 999),
        partial(rsa.suivis.partages.remove, 999),
    ):  # fmt: skip
        with pytest.raises(InputError, match="n'est plus dans la base"):
            act()
    assert rsa.suivis.list_rows([999], TODAY) == ()
