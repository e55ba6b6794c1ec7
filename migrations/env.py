"""Alembic's entry: the connection comes from the store, in `config.attributes`."""

from alembic import context

from caseapp.models import Base

IGNORED = "recherche_"


def include_object(_item, name, kind, _reflected, _compare_to):
    """Leave the search index, which is no model, out of comparisons."""
    return not (kind == "table" and name.startswith(IGNORED))


def run():
    context.configure(
        connection=context.config.attributes["connection"],
        target_metadata=Base.metadata,
        render_as_batch=True,
        compare_type=True,
        include_object=include_object,
    )
    with context.begin_transaction():
        context.run_migrations()


run()
