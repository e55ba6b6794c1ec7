"""Names found by the beginnings of their words, without accents, case or word order."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from heapq import nsmallest

from caseapp.domain.text import fold

_ABBREVIATIONS = {"st": "saint", "ste": "sainte"}
_LAST = "\U0010ffff"


class NameIndex:
    """Numbers its entries in the order given: among equally good matches, the first given comes first."""

    def __init__(self, entries: Sequence[tuple[str, str]]) -> None:
        """Take (name, codes that find it, a space apart); a name is also compared whole, codes are not."""
        names = [fold(name) for name, _ in entries]
        self._names = sorted(zip(names, range(len(names)), strict=True))
        self._numbers: defaultdict[str, list[int]] = defaultdict(list)
        for number, (_, codes) in enumerate(entries):
            for word in (*names[number].split(), *codes.split()):
                self._numbers[word].append(number)
        self._words = sorted(self._numbers)

    def search(self, text: str, limit: int) -> list[int]:
        """Return the best numbers first: name equal to the text, name beginning with it, every word found."""
        prefixes = [_ABBREVIATIONS.get(word, word) for word in fold(text).split()]
        if not prefixes or limit < 1:
            return []
        whole = " ".join(prefixes)
        equal, beginning = self._named(whole, whole), self._named(whole, whole + _LAST)
        found = nsmallest(limit, equal)
        found += nsmallest(limit - len(found), beginning - equal)
        if len(found) < limit:
            found += nsmallest(limit - len(found), self._holding(prefixes) - beginning)
        return found

    def _named(self, first: str, last: str) -> set[int]:
        start = bisect_left(self._names, (first, -1))
        end = bisect_left(self._names, (last, len(self._names)))
        return {number for _, number in self._names[start:end]}

    def _holding(self, prefixes: Sequence[str]) -> set[int]:
        found = [self._beginning_with(prefix) for prefix in prefixes]
        return set.intersection(*found)

    def _beginning_with(self, prefix: str) -> set[int]:
        start, end = bisect_left(self._words, prefix), bisect_left(self._words, prefix + _LAST)
        found: set[int] = set()
        found.update(*(self._numbers[word] for word in self._words[start:end]))
        return found
