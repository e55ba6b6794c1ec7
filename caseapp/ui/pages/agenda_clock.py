"""The hour of the machine."""

from datetime import UTC, datetime


def clock() -> datetime:
    """Return the hour of the machine, with its zone."""
    return datetime.now(UTC).astimezone()
