"""The schema of the store, brought to today's revision in one transaction."""

from sqlalchemy import Connection, Engine, inspect

from caseapp.errors import StoreError
from caseapp.paths import migrations_dir
from caseapp.store.engine import APPLICATION_ID, WRITE_OPTION, foreign_keys_off

HEAD = "0005"
"""Today's revision; revisions are numbered, so that a newer one is told from an older one."""


def stored_revision(connection: Connection) -> str | None:
    """Return the revision of the store, None for an empty file."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()


def check_revision(revision: str | None) -> None:
    """Refuse a store written by a newer program."""
    if revision is not None and revision > HEAD:
        raise StoreError(
            "Cette base a été créée par une version plus récente du programme : installez cette version."
        )


def upgrade(engine: Engine, target: str = HEAD) -> bool:
    """Bring the schema to `target`, wholly or not at all; return whether anything changed."""
    with engine.connect() as connection:
        revision = stored_revision(connection)
    check_revision(revision)
    if revision == target:
        return False
    with (
        engine.connect().execution_options(**{WRITE_OPTION: True}) as connection,
        foreign_keys_off(connection),
        connection.begin(),
    ):
        move_schema(connection, target)
    return True


def move_schema(connection: Connection, target: str, *, down: bool = False) -> None:
    """Run the migrations on an open transaction, foreign keys off; StoreError when a link would be lost."""
    run_alembic(connection, target, down=down)
    connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
    if connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        raise StoreError("La mise à jour de la base a été annulée : des liens seraient perdus.")


def run_alembic(connection: Connection, target: str, *, down: bool = False) -> None:
    """Run the migrations on an open transaction."""
    from alembic import command  # noqa: PLC0415 - alembic is imported only when the schema moves
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(migrations_dir()).replace("%", "%%"))
    config.attributes["connection"] = connection
    (command.downgrade if down else command.upgrade)(config, target)
