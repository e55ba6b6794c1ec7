"""The rules and the map of the house; each rule is a function giving the breaches found in a source tree."""

import ast
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import grimp

APP = "caseapp"
COMMON = {"errors", "files", "logs", "paths"}
RESULTS = {"statistics.results", "exchange.results"}
BELOW_UI = {"domain", "models", "store", "security", "statistics", "exchange", "reports", "services"} | COMMON

LAYERS: dict[str, set[str]] = {
    "domain": set(),
    "models": {"domain"},
    "security": {"models", "domain"} | COMMON,
    "store": {"models", "domain"} | COMMON,
    "statistics": {"models", "domain", "store.sql_functions"} | COMMON,
    "exchange": {"models", "domain"} | COMMON,
    "reports": {"domain", "statistics.results"} | COMMON,
    "services": {"store", "statistics", "exchange", "security", "reports", "models", "domain"} | COMMON,
    "ui": {"services", "domain", "reports"} | RESULTS | COMMON,
    "cli": {"app", "selftest", "services", "domain", "reports"} | RESULTS | COMMON,
    "app": {"ui", "services", "store", "statistics", "exchange", "security", "reports", "domain"} | COMMON,
    "selftest": {"app", "ui", "services", "store", "security", "reports", "domain"} | COMMON,
    "__main__": {"cli", "app"} | COMMON,
    "errors": set(),
    "files": {"errors"},
    "paths": set(),
    "logs": set(),
}
"""Who may import what inside the program; `errors`, `files`, `logs` and `paths` stand beside the layers.

Of the store, `statistics` sees only the functions whose SQL differs from one engine to another.
"""

OWNERS: dict[str, set[str]] = {
    "PySide6": {"ui", "app", "selftest"},
    "shiboken6": {"ui", "app"},
    "keyring": {"security"},
    "reportlab": {"reports"},
    "sqlcipher3": {"store"},
    "alembic": {"store"},
    "rapidfuzz": {"services"},
    "icalendar": {"exchange"},
    "docx": {"reports"},
    "holidays": {"services"},
    "sqlalchemy": {"models", "store", "statistics", "exchange", "services"},
    **{module: set[str]() for module in ("urllib", "http", "ftplib", "smtplib", "ssl", "asyncio", "xmlrpc")},
}
"""The only layers that import a library themselves; those of the network have none."""

ONLY_LIBRARIES = {"domain": set[str](), "models": {"sqlalchemy"}, "errors": set[str]()}
SQLITE_WORDS = re.compile(r"\bPRAGMA\b|\bfts5\b|\bFTS5\b|\bsqlcipher3\b")
BANNED_NAMES = {"utils", "util", "misc", "manager", "managers", "helper", "helpers"}
DATABASE_SUFFIXES = {".db", ".db3", ".sqlite", ".sqlite3", ".sqlcipher"}
SIZED = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
HOSTS = ["py" + "pi.org", "python" + "hosted.org", "npm" + "js.org", "npm" + "js.com", "deb." + "debian.org"]
MACHINE = re.compile("|".join([r"(?<![\w.])/(?:ro{2}t|w[o]rk|opt)/", *map(re.escape, HOSTS)]))


@dataclass(frozen=True)
class House:
    """A source tree: its root, its tracked files (relative, with `/`), its imports."""

    root: Path
    files: tuple[str, ...]
    graph: grimp.ImportGraph

    def sources(self) -> Iterator[tuple[str, str]]:
        """Yield the path and text of each Python file."""
        for name in self.files:
            if name.endswith(".py"):
                yield name, (self.root / name).read_text(encoding="utf-8")

    def imports(self) -> Iterator[tuple[str, str]]:
        """Yield each direct import as (importing module, imported module), libraries by their top name."""
        for module in sorted(self.graph.modules):
            if _layer(module):
                for imported in sorted(self.graph.find_modules_directly_imported_by(module)):
                    yield module, imported


def read_house(root: Path, files: tuple[str, ...]) -> House:
    """Read the imports of the tree at `root`, which may be a copy of the program that runs."""
    loaded = sys.modules.pop(APP, None)
    sys.path.insert(0, str(root))
    try:
        graph = grimp.build_graph(APP, include_external_packages=True, cache_dir=None)
    finally:
        sys.path.remove(str(root))
        if loaded is not None:
            sys.modules[APP] = loaded
    return House(root, files, graph)


def tracked_files(root: Path) -> tuple[str, ...]:
    """Return what git tracks and still exists; without git, every file outside hidden and built folders."""
    git = shutil.which("git") or "git"
    try:
        run = subprocess.run([git, "ls-files", "-z"], cwd=root, capture_output=True, text=True, check=True)
        names = run.stdout.split("\0")
    except (OSError, subprocess.CalledProcessError):
        names = [path.relative_to(root).as_posix() for path in root.rglob("*")]
        names = [name for name in names if not re.search(r"(^|/)(\.(?!ci/)|build/|dist/|__pycache__/)", name)]
    return tuple(name for name in names if name and (root / name).is_file())


def _layer(module: str) -> str:
    """Return the part of the program a module belongs to; empty for the program itself and for libraries."""
    parts = module.split(".")
    return parts[1] if parts[0] == APP and len(parts) > 1 else ""


def layers(house: House) -> list[str]:
    """Each part of the program is on the map and imports only what the map allows."""
    return [
        f"{module} imports {imported}"
        for module, imported in house.imports()
        if _layer(imported) not in {"", _layer(module)} and not _allowed(module, imported)
    ] + [
        f"{module} is not on the map" for module in house.graph.modules if _layer(module) not in {"", *LAYERS}
    ]


def _allowed(module: str, imported: str) -> bool:
    allowed = LAYERS.get(_layer(module), set())
    inside = imported.removeprefix(f"{APP}.")
    return any(inside == part or inside.startswith(f"{part}.") for part in allowed)


def libraries(house: House) -> list[str]:
    """A library is imported by its owners only; the domain imports none, the models SQLAlchemy alone."""
    breaches = []
    for module, imported in house.imports():
        layer = _layer(module)
        if imported.startswith(APP):
            continue
        foreign = imported not in sys.stdlib_module_names | ONLY_LIBRARIES.get(layer, {imported})
        if foreign or layer not in OWNERS.get(imported, {layer}):
            breaches.append(f"{module} imports {imported}")
    return breaches


def no_qt_below_ui(house: House) -> list[str]:
    """Nothing below the window reaches Qt, by any chain of imports."""
    breaches = []
    for library in {"PySide6", "shiboken6"} & house.graph.modules:
        for module in house.graph.find_downstream_modules(library):
            if _layer(module) in BELOW_UI:
                chain = house.graph.find_shortest_chain(module, library) or ()
                breaches.append(" → ".join(chain))
    return breaches


def reportlab_in_one_file(house: House) -> list[str]:
    """Whatever draws the PDF can be changed in one place."""
    files = [module for module, imported in house.imports() if imported == "reportlab"]
    return files if len(files) > 1 else []


def sqlite_in_store(house: House) -> list[str]:
    """SQLite-only words stay in the store, so that another database changes one package."""
    return [
        f"{name}: {match.group()}"
        for name, text in house.sources()
        if name.startswith(f"{APP}/") and not name.startswith(f"{APP}/store/")
        for match in SQLITE_WORDS.finditer(text)
    ]


def sizes(house: House) -> list[str]:
    """No file above 400 lines, no class above 300, no function above 50; migrations are frozen pictures."""
    breaches = []
    for name, text in house.sources():
        if name.startswith("migrations/versions/"):
            continue
        if text.count("\n") > 400:
            breaches.append(f"{name}: {text.count(chr(10))} lines")
        for node in ast.walk(ast.parse(text)):
            limit = 300 if isinstance(node, ast.ClassDef) else 50
            if isinstance(node, SIZED) and (node.end_lineno or node.lineno) - node.lineno >= limit:
                breaches.append(f"{name}:{node.lineno}: above {limit} lines")
    return breaches


def names(house: House) -> list[str]:
    """A module says what it is about."""
    return [
        name
        for name, _ in house.sources()
        if any(BANNED_NAMES & set(Path(part).stem.split("_")) for part in name.split("/"))
    ]


def lock_without_address(house: House) -> list[str]:
    """The lock names versions and hashes, never a host."""
    lock = (house.root / "requirements.lock").read_text(encoding="utf-8")
    return [line for line in lock.splitlines() if "://" in line]


def no_machine(house: House) -> list[str]:
    """No tracked text names a package registry or a path of a developer's machine."""
    breaches = []
    for name in house.files:
        text = (house.root / name).read_bytes().decode("utf-8", errors="replace")
        breaches += [f"{name}: {match.group()}" for match in MACHINE.finditer(text) if "\0" not in text]
    return breaches


def no_database(house: House) -> list[str]:
    """No tracked database but the stored libraries of the tests."""
    return [
        name
        for name in house.files
        if not name.startswith("tests/data/")
        and (
            Path(name).suffix.lower() in DATABASE_SUFFIXES
            or (house.root / name).read_bytes()[:15] == b"SQLite format 3"
        )
    ]


RULES: dict[str, Callable[[House], list[str]]] = {
    rule.__name__: rule
    for rule in (
        layers,
        libraries,
        no_qt_below_ui,
        reportlab_in_one_file,
        sqlite_in_store,
        sizes,
        names,
        lock_without_address,
        no_machine,
        no_database,
    )
}
