"""Stand-ins for what surrounds the window: the user's answers, what it remembers, the clock."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from typing_extensions import override

from caseapp.ui.prompts import Prompts


@dataclass
class MemoryPreferences:
    """Remembers for the length of a test."""

    kept: dict[str, str] = field(default_factory=dict)

    def get(self, key: str) -> str | None:
        return self.kept.get(key)

    def put(self, key: str, value: str) -> None:
        self.kept[key] = value


@dataclass
class ScriptedPrompts(Prompts):
    """Answers from a list and keeps what was asked."""

    answers: list[Path | bool | None] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def _answer(self, question: str) -> Path | bool | None:
        self.asked.append(question)
        return self.answers.pop(0)

    @override
    def ask_open_folder(self, title: str, start: Path | None = None) -> Path | None:
        answer = self._answer(title)
        return answer if isinstance(answer, Path) else None

    @override
    def ask_open_file(self, title: str, filters: Sequence[str], start: Path | None = None) -> Path | None:
        answer = self._answer(title)
        return answer if isinstance(answer, Path) else None

    @override
    def ask_open_files(self, title: str, filters: Sequence[str]) -> tuple[Path, ...]:
        answer = self._answer(title)
        return (answer,) if isinstance(answer, Path) else ()

    @override
    def ask_save_file(self, title: str, proposed: Path, filters: Sequence[str]) -> Path | None:
        answer = self._answer(title)
        return answer if isinstance(answer, Path) else None

    @override
    def inform(self, title: str, sentence: str) -> None:
        self.asked.append(sentence)

    @override
    def confirm(self, title: str, sentence: str, action: str, refuse: str = "Annuler") -> bool:
        return self._answer(sentence) is True


@dataclass
class Clock:
    """A clock moved by hand, in seconds."""

    now: float = 0.0

    def __call__(self) -> float:
        return self.now
