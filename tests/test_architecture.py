"""Who may import whom, how big a thing may be, what may not be committed; each rule is shown to bite."""

import re
from pathlib import Path

import pytest
from house_rules import APP, RULES, House, read_house, tracked_files

import caseapp.models
from caseapp.models.codes import CODE_LISTS

ROOT = Path(__file__).resolve().parents[1]
LONG_FUNCTION = "def f():\n" + "    x = 1\n" * 50
LONG_CLASS = "class C:\n" + "    x = 1\n" * 300

PLANTED = [
    (
        "layers",
        "caseapp/domain/p1.py",
        "import caseapp.models.base",
        "caseapp.domain.p1 imports caseapp.models.base",
    ),
    ("layers", "caseapp/domain/p2.py", "import caseapp.errors", "caseapp.domain.p2 imports caseapp.errors"),
    (
        "layers",
        "caseapp/models/p1.py",
        "from caseapp import store",
        "caseapp.models.p1 imports caseapp.store",
    ),
    (
        "layers",
        "caseapp/store/p1.py",
        "from caseapp import services",
        "caseapp.store.p1 imports caseapp.services",
    ),
    ("layers", "caseapp/store/p2.py", "import caseapp.exchange", "caseapp.store.p2 imports caseapp.exchange"),
    (
        "layers",
        "caseapp/statistics/p1.py",
        "import caseapp.store",
        "caseapp.statistics.p1 imports caseapp.store",
    ),
    ("layers", "caseapp/reports/p1.py", "import caseapp.models", "caseapp.reports.p1 imports caseapp.models"),
    (
        "layers",
        "caseapp/reports/p2.py",
        "import caseapp.statistics",
        "caseapp.reports.p2 imports caseapp.statistics",
    ),
    ("layers", "caseapp/services/p1.py", "from caseapp import ui", "caseapp.services.p1 imports caseapp.ui"),
    (
        "layers",
        "caseapp/ui/p1.py",
        "def f():\n    import caseapp.models",
        "caseapp.ui.p1 imports caseapp.models",
    ),
    ("layers", "caseapp/ui/p2.py", "from caseapp import store", "caseapp.ui.p2 imports caseapp.store"),
    ("layers", "caseapp/cli/p1.py", "from caseapp import ui", "caseapp.cli.p1 imports caseapp.ui"),
    ("layers", "caseapp/vrac.py", "", "caseapp.vrac is not on the map"),
    ("libraries", "caseapp/domain/p3.py", "import platformdirs", "caseapp.domain.p3 imports platformdirs"),
    ("libraries", "caseapp/models/p3.py", "import structlog", "caseapp.models.p3 imports structlog"),
    ("libraries", "caseapp/ui/p3.py", "import sqlalchemy", "caseapp.ui.p3 imports sqlalchemy"),
    ("libraries", "caseapp/ui/p4.py", "import keyring", "caseapp.ui.p4 imports keyring"),
    ("libraries", "caseapp/ui/p5.py", "from reportlab import rl_config", "caseapp.ui.p5 imports reportlab"),
    ("libraries", "caseapp/services/p3.py", "import keyring", "caseapp.services.p3 imports keyring"),
    ("libraries", "caseapp/services/p4.py", "import reportlab", "caseapp.services.p4 imports reportlab"),
    ("libraries", "caseapp/services/p5.py", "import PySide6.QtCore", "caseapp.services.p5 imports PySide6"),
    ("libraries", "caseapp/exchange/p1.py", "import urllib.request", "caseapp.exchange.p1 imports urllib"),
    ("libraries", "caseapp/models/p4.py", "import sqlcipher3", "caseapp.models.p4 imports sqlcipher3"),
    (
        "no_qt_below_ui",
        "caseapp/store/p3.py",
        "import caseapp.pont",
        "caseapp.store.p3 → caseapp.pont → PySide6",
    ),
    (
        "no_qt_below_ui",
        "caseapp/pont.py",
        "import PySide6.QtCore",
        "caseapp.store.p3 → caseapp.pont → PySide6",
    ),
    ("reportlab_in_one_file", "caseapp/reports/p3.py", "import reportlab", "caseapp.reports.p3"),
    ("reportlab_in_one_file", "caseapp/reports/p4.py", "import reportlab", "caseapp.reports.p4"),
    (
        "sqlite_in_store",
        "caseapp/services/p6.py",
        "S = 'PRAGMA user_version'",
        "caseapp/services/p6.py: PRAGMA",
    ),
    ("sizes", "caseapp/domain/p4.py", "x = 1\n" * 401, "caseapp/domain/p4.py: 401 lines"),
    ("sizes", "caseapp/domain/p5.py", LONG_FUNCTION, "caseapp/domain/p5.py:1: above 50 lines"),
    ("sizes", "caseapp/domain/p6.py", LONG_CLASS, "caseapp/domain/p6.py:1: above 300 lines"),
    ("names", "caseapp/domain/date_utils.py", "", "caseapp/domain/date_utils.py"),
    ("names", "caseapp/ui/helpers/p.py", "", "caseapp/ui/helpers/p.py"),
    (
        "lock_without_address",
        "requirements.lock",
        "--index-url http" + "://exemple/",
        "--index-url http" + "://exemple/",
    ),
    ("no_machine", "docs/a.md", "voir files.python" + "hosted.org", "docs/a.md: python" + "hosted.org"),
    ("no_machine", "docs/b.md", "cd /wo" + "rk/main", "docs/b.md: /wo" + "rk/"),
    ("no_database", "caseapp/essai.sqlite", "", "caseapp/essai.sqlite"),
    ("no_database", "resources/donnees.bin", "SQLite format 3\0", "resources/donnees.bin"),
]


@pytest.fixture(scope="module")
def house() -> House:
    return read_house(ROOT, tracked_files(ROOT))


@pytest.fixture(scope="module")
def damaged_house(tmp_path_factory: pytest.TempPathFactory) -> House:
    """Return a copy of the program with one planted breach a line of `PLANTED`."""
    root = tmp_path_factory.mktemp("maison")
    copied = {str(path.relative_to(ROOT)): path.read_text("utf-8") for path in (ROOT / APP).rglob("*.py")}
    for name, text in copied.items() | {(path, text) for _, path, text, _ in PLANTED}:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
        if name.startswith(APP):
            (root / name).parent.joinpath("__init__.py").touch()
    files = tuple(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())
    return read_house(root, files)


@pytest.mark.parametrize("rule", RULES)
def test_house_keeps_its_rules(house: House, rule: str) -> None:
    assert RULES[rule](house) == []


@pytest.mark.parametrize(
    ("rule", "path", "text", "breach"), PLANTED, ids=[f"{rule}:{path}" for rule, path, *_ in PLANTED]
)
def test_rule_bites(damaged_house: House, rule: str, path: str, text: str, breach: str) -> None:
    assert breach in RULES[rule](damaged_house)


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_is_shown_to_bite(rule: str) -> None:
    assert rule in {planted[0] for planted in PLANTED}


def test_glossary_has_every_mapped_class_and_code_list() -> None:
    terms = {mapper.class_.__name__ for mapper in caseapp.models.Base.registry.mappers} | set(CODE_LISTS)
    glossary = (ROOT / "docs" / "GLOSSAIRE.md").read_text(encoding="utf-8")
    written = set(re.findall(r"`([^`\n]+)`", glossary)) | set(
        re.findall(r"^\| (\S+) \|", glossary, re.MULTILINE)
    )
    assert sorted(terms - written) == []
