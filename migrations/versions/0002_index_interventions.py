"""Interventions in the order in which the figures group them, and by family."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TABLE = "interventions"
ACTIVES = "ix_interventions_actives"
OUVERTES = "ix_interventions_ouvertes"


def upgrade() -> None:
    op.drop_index(ACTIVES, TABLE)
    op.create_index(
        ACTIVES, TABLE, ["motif", "nature", "origine", "date_ouverture", "date_cloture", "agent_id"]
    )
    op.create_index(
        OUVERTES, TABLE, ["date_ouverture", "date_cloture", "nature", "famille_id", "agent_id"]
    )


def downgrade() -> None:
    op.drop_index(OUVERTES, TABLE)
    op.drop_index(ACTIVES, TABLE)
    op.create_index(
        ACTIVES,
        TABLE,
        ["date_ouverture", "date_cloture", "motif", "nature", "origine", "famille_id", "agent_id"],
    )
