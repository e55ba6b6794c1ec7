"""The expected refusals of caseapp: their text is shown as is, in the window and on the command line."""


class CaseappError(Exception):
    """An expected refusal; `str()` is one clear French sentence fit for the user, without technical words."""


class PhraseError(CaseappError):
    """Wrong passphrase or recovery code: the sentence is the same whatever was wrong."""


class ProfileError(CaseappError):
    """The profile is absent, already exists or is in use by another window."""


class StoreError(CaseappError):
    """The data file, or a file it needs, is plain, foreign, damaged or written by a newer version."""


class InputError(CaseappError):
    """What the user gave (file, field, choice) cannot be accepted."""


class OutputError(CaseappError):
    """A result cannot be written where the user asked."""


class Cancelled(CaseappError):  # noqa: N818 - stopping a long task is a choice of the user, not an error
    """The user stopped a long task; nothing was kept of it."""


class FieldError(InputError):
    """What was typed in one field of a form cannot be accepted; the sentence is shown under it."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field
