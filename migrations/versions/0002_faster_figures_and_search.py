"""Interventions in the order in which the figures group them; families searched in the order of names.

The search index is left empty: the store fills it when it opens.
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TABLE = "interventions"
ACTIVES = "ix_interventions_actives"
OUVERTES = "ix_interventions_ouvertes"


def create_search(prefixes: str) -> None:
    op.execute("DROP TABLE recherche_familles")
    op.execute(
        "CREATE VIRTUAL TABLE recherche_familles USING fts5("
        f"texte, content='', contentless_delete=1, tokenize='unicode61', prefix='{prefixes}')"
    )


def upgrade() -> None:
    if op.get_context().dialect.name == "sqlite":
        create_search("1 2 3")
        op.execute("CREATE TABLE recherche_rangs (famille_id INTEGER PRIMARY KEY, rang INTEGER NOT NULL)")
    op.drop_index(ACTIVES, TABLE)
    op.create_index(
        ACTIVES, TABLE, ["motif", "nature", "origine", "date_ouverture", "date_cloture", "agent_id"]
    )
    op.create_index(OUVERTES, TABLE, ["date_ouverture", "date_cloture", "nature", "famille_id", "agent_id"])


def downgrade() -> None:
    if op.get_context().dialect.name == "sqlite":
        op.execute("DROP TABLE recherche_rangs")
        create_search("2 3")
    op.drop_index(OUVERTES, TABLE)
    op.drop_index(ACTIVES, TABLE)
    op.create_index(
        ACTIVES,
        TABLE,
        ["date_ouverture", "date_cloture", "motif", "nature", "origine", "famille_id", "agent_id"],
    )
