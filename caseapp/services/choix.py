"""What the fields of a form offer: codes in force, agents, places, partners."""

from datetime import date

from sqlalchemy import or_, select

from caseapp.domain.communes import Commune, CommuneDirectory
from caseapp.domain.text import fold
from caseapp.models import Lieu, Partenaire
from caseapp.models.codes import CODE_LISTS, CodeCible, CodeMotif
from caseapp.services.perimetre import Choice
from caseapp.store import Store

_COMMUNES_SHOWN = 12


class ChoixService:
    """Reads the choices of an open store; records point to codes and keys, people read labels."""

    def __init__(self, store: Store, communes: CommuneDirectory) -> None:
        self._store = store
        self._communes = communes

    def codes(self, liste: str, today: date) -> tuple[Choice, ...]:
        """Return the codes of a list in force today, in their order."""
        mapped = CODE_LISTS[liste]
        statement = (
            select(mapped.code, mapped.libelle)
            .where(or_(mapped.depuis.is_(None), mapped.depuis <= today))
            .where(or_(mapped.jusqu_au.is_(None), mapped.jusqu_au >= today))
            .order_by(mapped.ordre)
        )
        with self._store.read() as session:
            return tuple(Choice(code, libelle) for code, libelle in session.execute(statement))

    def motifs(self, today: date) -> tuple[Choice, ...]:
        """Return the motifs in force, each said with its cible (`Logement · Impayé de loyer`)."""
        with self._store.read() as session:
            cible = dict(
                session.execute(
                    select(CodeMotif.code, CodeCible.libelle).join(
                        CodeCible, CodeCible.code == CodeMotif.cible
                    )
                ).all()
            )
        return tuple(Choice(one.key, f"{cible[one.key]} · {one.label}") for one in self.codes("motif", today))

    def lieux(self) -> tuple[Choice, ...]:
        """Return the places, by name; the key is the identifier."""
        with self._store.read() as session:
            rows = session.execute(select(Lieu.id, Lieu.libelle)).all()
        return tuple(Choice(str(key), label) for key, label in sorted(rows, key=lambda row: fold(row[1])))

    def partenaires(self) -> tuple[Choice, ...]:
        """Return the partners, by name; the key is the identifier."""
        with self._store.read() as session:
            rows = session.execute(select(Partenaire.id, Partenaire.nom)).all()
        return tuple(Choice(str(key), label) for key, label in sorted(rows, key=lambda row: fold(row[1])))

    def communes(self, text: str) -> tuple[Choice, ...]:
        """Return the communes whose name or postal code begins so, best first; the key is the INSEE code."""
        found = self._communes.search(text, _COMMUNES_SHOWN)
        return tuple(Choice(one.code, _commune_label(one)) for one in found)


def _commune_label(commune: Commune) -> str:
    return f"{commune.nom} ({commune.codes_postaux[0]})" if commune.codes_postaux else commune.nom
