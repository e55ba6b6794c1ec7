"""Columns that several lists show."""

from typing import Any

from sqlalchemy import ColumnElement, select

from caseapp.models import Agent, Lieu, TypeAide


def agent_code(agent_id: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return the code of the agent behind a key."""
    return select(Agent.__table__.c.code).where(Agent.__table__.c.id == agent_id).scalar_subquery()


def agent_metier(agent_id: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return the trade of the agent behind a key."""
    return select(Agent.__table__.c.metier).where(Agent.__table__.c.id == agent_id).scalar_subquery()


def lieu_libelle(lieu_id: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return the name of the place behind a key."""
    return select(Lieu.__table__.c.libelle).where(Lieu.__table__.c.id == lieu_id).scalar_subquery()


def type_aide_libelle(type_aide_id: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return the name of the aid behind a key."""
    types = TypeAide.__table__.c
    return select(types.libelle).where(types.id == type_aide_id).scalar_subquery()
