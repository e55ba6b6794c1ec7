"""A time zone for the time of a test."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

settable = pytest.mark.skipif(not hasattr(time, "tzset"), reason="the zone of a process cannot be set here")


@contextmanager
def local_zone(name: str) -> Iterator[None]:
    """Put the process in a zone, and back in its own."""
    before = os.environ.get("TZ")
    try:
        os.environ["TZ"] = name
        time.tzset()
        yield
    finally:
        os.environ.pop("TZ", None)
        if before is not None:
            os.environ["TZ"] = before
        time.tzset()
