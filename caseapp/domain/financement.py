"""How a project is paid: what is asked, granted, given by others, left to the family; integer cents."""

from collections.abc import Iterable

from caseapp.domain.labels import format_cents


def proposed_share(cout: int | None, demande: int | None, financeurs: Iterable[int]) -> int | None:
    """Return what the family would pay: the cost less all the rest; None when unknown or negative."""
    if cout is None or demande is None:
        return None
    left = cout - demande - sum(financeurs)
    return left if left >= 0 else None


def gap_sentence(
    cout: int | None, demande: int | None, financeurs: Iterable[int], famille: int | None
) -> str:
    """Say by how much the parts differ from the cost; empty when they make it, or when a part is unknown."""
    if cout is None or demande is None:
        return ""
    others = sum(financeurs)
    if famille is None and demande + others <= cout:
        return ""
    found = demande + others + (famille or 0)
    if found == cout:
        return ""
    words = "de trop" if found > cout else "à trouver"
    return (
        f"Le financement fait {format_cents(found)} pour un coût de {format_cents(cout)} : "
        f"{format_cents(abs(found - cout))} {words}."
    )


def granted_words(decision: str, subvention: int | None, pret: int | None) -> str:
    """Say a decision with its amounts: `accord, 320,00 € de subvention et 160,00 € de prêt`."""
    forms = ((subvention, "de subvention"), (pret, "de prêt"))
    parts = " et ".join(f"{format_cents(cents)} {words}" for cents, words in forms if cents)
    return ", ".join(part for part in (decision, parts) if part)
