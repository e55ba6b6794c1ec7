"""Rule sets of a real store: files brought in, refused with their line, taken back, undone."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select
from stores import AUTEUR, new_store
from zones import local_zone, settable

from caseapp.domain.jeu_de_regles import Domaine
from caseapp.errors import InputError, OutputError
from caseapp.models import Famille, Impaye, JeuRegles
from caseapp.paths import resource
from caseapp.services.historique import HistoriqueService
from caseapp.services.jeux_de_regles import JeuRow, JeuxDeReglesService
from caseapp.store import Store

LIVRES = resource("regles")
DAY = date(2027, 3, 1)
LANDES = (LIVRES / "impayes-landes.toml").read_text(encoding="utf-8")
AVANT = (LIVRES / "impayes-2016.toml").read_text(encoding="utf-8")
APRES = (LIVRES / "impayes-2027.toml").read_text(encoding="utf-8")
LINE = APRES[: APRES.index("severite =")].count("\n") + 1


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = new_store(tmp_path / "base")
    yield store
    store.close()


@pytest.fixture
def service(store: Store) -> JeuxDeReglesService:
    return JeuxDeReglesService(store, AUTEUR, LIVRES)


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def version(service: JeuxDeReglesService) -> str:
    return service.pour(Domaine.IMPAYES, DAY)[0].version


def changed(number: int, text: str = APRES) -> str:
    return text.replace('version = "2026-11-21"', f'version = "caf-{number}"')


def test_what_is_shipped_is_in_force_by_its_dates(service: JeuxDeReglesService) -> None:
    codes = {
        day: [one.code for one in service.pour(Domaine.IMPAYES, day)] for day in (date(2026, 12, 31), DAY)
    }
    assert codes == {date(2026, 12, 31): ["impayes-2016"], DAY: ["impayes-2027"]}
    rows = service.list_rows()
    assert [row.code for row in rows if not row.actif] == ["impayes-landes"], "an example until it is chosen"
    assert [row.code for row in rows] == [
        "impayes-2016", "impayes-2027", "impayes-landes", "indecence", "rsa-cer", "rsa-2025"
    ]  # fmt: skip
    assert all(row.livre and row.ajoute_le is None for row in rows)
    assert [one.code for one in service.en_vigueur().nationaux(Domaine.RSA)] == ["rsa-cer", "rsa-2025"]


def test_a_file_replaces_the_shipped_set_until_it_is_taken_back(
    service: JeuxDeReglesService, tmp_path: Path
) -> None:
    first, second = (write(tmp_path, f"{number}.toml", changed(number)) for number in (1, 2))
    assert service.importer([first]) == ("Impayés constitués à partir du 1er janvier 2027",)
    assert version(service) == "caf-1"
    service.importer([second])
    assert version(service) == "caf-2"
    row = next(one for one in service.list_rows() if one.code == "impayes-2027")
    assert (row.version, row.ajoute_le, row.livre) == ("caf-2", date(2026, 11, 21), True)
    service.importer([first])
    assert version(service) == "caf-1"
    service.retirer("impayes-2027")
    assert version(service) == "2026-11-21"


@settable
def test_the_day_a_file_was_added_is_the_local_one(service: JeuxDeReglesService, tmp_path: Path) -> None:
    """Added on the 21st at 9 in the morning in UTC, when it is the evening of the 20th in Honolulu."""
    service.importer([write(tmp_path, "mon.toml", changed(2))])
    with local_zone("Pacific/Honolulu"):
        days = {row.code: row.ajoute_le for row in service.list_rows()}
    assert days["impayes-2027"] == date(2026, 11, 20)


def test_bringing_in_and_taking_back_can_be_undone(
    service: JeuxDeReglesService, store: Store, tmp_path: Path
) -> None:
    historique = HistoriqueService(store, AUTEUR)
    service.importer([write(tmp_path, "caf.toml", changed(1))])
    historique.undo()
    assert version(service) == "2026-11-21"
    historique.redo()
    assert version(service) == "caf-1"
    service.retirer("impayes-2027")
    historique.undo()
    assert version(service) == "caf-1"


def test_the_dates_of_two_sets_move_together(service: JeuxDeReglesService, tmp_path: Path) -> None:
    """Each alone would leave a day without rules or give it two."""
    avant = write(tmp_path, "avant.toml", changed(1, AVANT).replace("au = 2026-12-31", "au = 2027-03-31"))
    apres = write(tmp_path, "apres.toml", changed(1).replace("du = 2027-01-01", "du = 2027-04-01"))
    for path, reason in (
        (avant, "valent tous deux le 01/01/2027"),
        (apres, "laissent sans règle le 01/01/2027"),
    ):
        with pytest.raises(InputError, match=reason):
            service.importer([path])
    service.importer([avant, apres])
    assert [one.code for one in service.pour(Domaine.IMPAYES, DAY)] == ["impayes-2016"]
    assert set(service.retirer("impayes-2027")) == {"impayes-2016", "impayes-2027"}, "none could go alone"
    assert [one.code for one in service.pour(Domaine.IMPAYES, DAY)] == ["impayes-2027"]


def test_the_last_version_brought_in_is_still_the_one_in_force_after_an_exchange(
    service: JeuxDeReglesService, store: Store, tmp_path: Path
) -> None:
    """Files of the exchange give their rows in the order of versions, in which caf-10 is before caf-9."""
    for number in (9, 10):
        service.importer([write(tmp_path, f"{number}.toml", changed(number))])
    with store.write(AUTEUR) as session:
        rows = session.scalars(select(JeuRegles).order_by(JeuRegles.id)).all()
        values = [(one.code, one.version, one.contenu, one.ajoute_le) for one in rows]
        for one in rows:
            session.delete(one)
        session.flush()
        names = ("code", "version", "contenu", "ajoute_le")
        session.add_all(JeuRegles(**dict(zip(names, one, strict=True))) for one in sorted(values))
    assert version(service) == "caf-10"


ICI = (
    LANDES.removeprefix("actif = false\n")
    .replace('code = "impayes-landes"', 'code = "impayes-ici"')
    .replace('"offre_contact"\nlibelle', '"offre_ici"\nlibelle')
    .replace('"relance_offre"', '"relance_ici"')
)


def test_a_local_set_is_added_and_removed(service: JeuxDeReglesService, store: Store, tmp_path: Path) -> None:
    service.importer([write(tmp_path, "ici.toml", ICI)])
    assert [one.code for one in service.pour(Domaine.IMPAYES, DAY)][-1] == "impayes-ici"
    row = next(one for one in service.list_rows() if one.code == "impayes-ici")
    assert not row.livre
    service.retirer("impayes-ici")
    assert "impayes-ici" not in {one.code for one in service.list_rows()}
    with pytest.raises(InputError, match="vient d'être retiré"):
        service.exporter("impayes-ici", tmp_path / "copie.toml")
    assert HistoriqueService(store, AUTEUR).undo().libelle == "Jeu de règles retiré"


@pytest.mark.parametrize("actif", ["", "actif = true\n", '"actif" = true\n'])
def test_a_set_brought_in_is_set_aside_and_back_at_once_however_it_is_written(
    service: JeuxDeReglesService, store: Store, tmp_path: Path, actif: str
) -> None:
    """Faster than the clock and with the number of the row it replaces: what is in force is read again."""
    historique = HistoriqueService(store, AUTEUR)
    service.importer([write(tmp_path, "ici.toml", actif + ICI)])
    seen = []
    for step in (False, True, False, None, None):
        if step is None:
            historique.undo()
        else:
            service.appliquer("impayes-ici", actif=step)
        seen.append("impayes-ici" in {one.code for one in service.pour(Domaine.IMPAYES, DAY)})
    assert seen == [False, True, False, True, False]


def test_the_example_of_a_local_set_counts_only_once_it_is_chosen(
    service: JeuxDeReglesService, store: Store, tmp_path: Path
) -> None:
    def local() -> list[str]:
        return [one.code for one in service.pour(Domaine.IMPAYES, DAY)][1:]

    def row() -> JeuRow:
        return next(one for one in service.list_rows() if one.code == "impayes-landes")

    assert local() == []
    assert (row().actif, row().periode, row().ajoute_le) == (False, "pas appliqué", None)
    copy = tmp_path / "copie.toml"
    service.exporter("impayes-landes", copy)
    copy.write_text(changed(1, copy.read_text(encoding="utf-8")), encoding="utf-8")
    assert service.importer([copy]) == (), "the copy of an example does not count either"
    HistoriqueService(store, AUTEUR).undo()
    service.appliquer("impayes-landes", actif=True)
    assert local() == ["impayes-landes"]
    assert (row().bascule, row().ajoute_le) == (True, date(2026, 11, 21))
    HistoriqueService(store, AUTEUR).undo()
    assert local() == []
    service.appliquer("impayes-landes", actif=True)
    service.appliquer("impayes-landes", actif=False)
    assert (local(), row().ajoute_le) == ([], None)
    with pytest.raises(InputError, match="Seul un jeu de règles local"):
        service.appliquer("impayes-2027", actif=False)


def test_a_store_that_took_the_example_for_its_own_rules_is_told(
    service: JeuxDeReglesService, store: Store
) -> None:
    """Files once computed to be of the local target, when the example counted by itself."""
    known = {"aide_logement": "alf", "date_signalement": date(2026, 5, 17), "famille_id": 1}
    with store.write(AUTEUR) as session:
        session.add(Famille(reference="F1", nom="Perrin"))
        session.flush()
        for rank, (target, issue) in enumerate([(True, None), (True, "resolu"), (False, None), (None, None)]):
            session.add(Impaye(reference=f"I{rank}", cible_locale=target, issue=issue, **known))
    warned = "1 impayé ouvert est noté dans la cible locale."

    def first() -> str:
        return " ".join(next(one.avertissements for one in service.list_rows() if one.local)[:2])

    assert warned in first()
    service.appliquer("impayes-landes", actif=True)
    assert warned not in first()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        pytest.param(APRES.replace("severite =", "gravite =", 1).encode(),
                     f"« caf.toml », ligne {LINE} : règle « signalement » : clé inconnue « gravite ».",
                     id="unknown key"),
        pytest.param(APRES.encode(), "« caf.toml » : ces règles sont déjà en vigueur.", id="nothing new"),
        pytest.param(APRES.encode("utf-16"), "« caf.toml » n'est pas lisible : enregistrez-le en UTF-8.",
                     id="not UTF-8"),
        pytest.param(b"#" * 800_001, "« caf.toml » est trop gros pour un fichier de règles.", id="too big"),
        pytest.param(b"\x00", "« caf.toml », ce n'est pas un fichier TOML lisible", id="binary"),
    ],
)  # fmt: skip
def test_a_bad_file_is_refused_and_nothing_changes(
    service: JeuxDeReglesService, tmp_path: Path, content: bytes, sentence: str
) -> None:
    path = tmp_path / "caf.toml"
    path.write_bytes(content)
    good = write(tmp_path, "bon.toml", changed(1))
    with pytest.raises(InputError) as caught:
        service.importer([good, path] if b"gravite" in content else [path])
    assert str(caught.value).startswith(sentence)
    assert version(service) == "2026-11-21"


def test_two_files_of_one_set_are_refused(service: JeuxDeReglesService, tmp_path: Path) -> None:
    paths = [write(tmp_path, f"{number}.toml", changed(number)) for number in (1, 2)]
    with pytest.raises(InputError, match=r"« 2\.toml » : un autre fichier a le même code"):
        service.importer(paths)
    assert version(service) == "2026-11-21"


def test_a_version_is_one_text(service: JeuxDeReglesService, tmp_path: Path) -> None:
    service.importer([write(tmp_path, "caf.toml", changed(1))])
    other = changed(1).replace("450", "500")
    with pytest.raises(InputError, match="changez « version »"):
        service.importer([write(tmp_path, "caf.toml", other)])


def test_a_missing_file_is_said(service: JeuxDeReglesService, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="ne peut pas être lu"):
        service.importer([tmp_path / "absent.toml"])


def test_the_copy_of_a_set_can_be_changed_and_brought_in(
    service: JeuxDeReglesService, tmp_path: Path
) -> None:
    copy = tmp_path / "copie.toml"
    service.exporter("impayes-2027", copy)
    assert copy.read_text(encoding="utf-8") == APRES
    copy.write_text(changed(3), encoding="utf-8")
    service.importer([copy])
    again = tmp_path / "copie-2.toml"
    service.exporter("impayes-2027", again)
    assert again.read_text(encoding="utf-8") == changed(3)
    with pytest.raises(OutputError):
        service.exporter("impayes-2027", tmp_path / "absent" / "copie.toml")
