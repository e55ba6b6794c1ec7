"""Where the program finds its own files, and where a profile lives by default."""

from pathlib import Path

APP_NAME = "caseapp"

_PACKAGE = Path(__file__).resolve().parent


def data_root() -> Path:
    """Return the folder holding `resources/` and `migrations/`, built or from the source tree."""
    built = _PACKAGE / "_data"
    return built if built.is_dir() else _PACKAGE.parent


def resource(name: str) -> Path:
    """Return the path of a shipped file (`name` is relative to `resources/`), or raise FileNotFoundError."""
    path = data_root() / "resources" / name
    if not path.exists():
        raise FileNotFoundError(f"Ressource absente de l'installation : {name}")
    return path


def migrations_dir() -> Path:
    """Return the alembic script folder (`env.py`, `versions/`)."""
    return data_root() / "migrations"


def default_profile_dir() -> Path:
    """Return the profile of the person logged in; the folder is not created here."""
    from platformdirs import user_data_path  # noqa: PLC0415 - only the entry point needs it, keep imports fast

    return user_data_path(APP_NAME, appauthor=False)
