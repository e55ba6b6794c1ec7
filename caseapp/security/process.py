"""Protection of the memory of the running program."""

import sys


def disable_core_dumps() -> bool:
    """Keep a crash from writing the memory, hence the key, to the disk; False without such a limit.

    Linux ignores a limit of 0 when dumps go to a program; 1 stops that too, and is below the smallest dump.
    """
    try:
        import resource  # noqa: PLC0415 - absent on Windows, which writes no dump unless an administrator asks
    except ImportError:
        return False
    _, hard = resource.getrlimit(resource.RLIMIT_CORE)
    limit = 1 if sys.platform == "linux" and hard != 0 else 0
    resource.setrlimit(resource.RLIMIT_CORE, (limit, limit))
    return True
