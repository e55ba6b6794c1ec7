"""Moments, kept in UTC without their zone, in the hour of this workstation."""

from datetime import UTC, date, datetime


def local_moment(moment: datetime) -> datetime:
    """Return a moment kept in UTC in local time."""
    return moment.replace(tzinfo=UTC).astimezone()


def local_day(moment: datetime) -> date:
    """Return the local day of a moment kept in UTC: just after midnight in Dax, UTC is still on the eve."""
    return local_moment(moment).date()
