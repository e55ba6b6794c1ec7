"""How people are named: a family by its name then its first name, a worker the other way round."""


def family_name(nom: str, prenom: str | None) -> str:
    """Return `Nguyễn Emma`."""
    return f"{nom} {prenom or ''}".strip()


def worker_name(nom: str | None, prenom: str | None, code: str | None = None) -> str:
    """Return `Inès Lacoste`, or the code of a worker of whom no name is known."""
    return f"{prenom or ''} {nom or ''}".strip() or code or ""
