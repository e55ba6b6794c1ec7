"""What a command gives back to the test that types it."""

import re
from collections.abc import Callable
from dataclasses import dataclass

ENGLISH = re.compile(
    r"\b(Traceback|Errno|error|usage:|invalid|expected|required|unrecognized|No such file|denied|"
    r"directory|not found|failed|unknown|show|exit)\b|phrase secrète|mot de passe"
)
"""What no user ever reads."""


@dataclass(frozen=True)
class Run:
    """What a command returned and wrote."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()


Cli = Callable[..., Run]
