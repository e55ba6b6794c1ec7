"""Stand-ins for what the machine of a test does not have."""

from caseapp.security.os_keyring import KeyringUnavailableError


class MemoryKeyring:
    """A keyring that lives as long as the test; `locked` makes it refuse."""

    def __init__(self) -> None:
        self.secrets: dict[str, str] = {}
        self.locked = False

    def read(self, profile: str) -> str | None:
        self._refuse_when_locked()
        return self.secrets.get(profile)

    def write(self, profile: str, secret: str) -> None:
        self._refuse_when_locked()
        self.secrets[profile] = secret

    def delete(self, profile: str) -> None:
        self._refuse_when_locked()
        self.secrets.pop(profile, None)

    def _refuse_when_locked(self) -> None:
        if self.locked:
            raise KeyringUnavailableError("locked")
