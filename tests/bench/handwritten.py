"""The yearly figures as plain SQL written by hand, on the driver's own connection.

It shares nothing with the engine: it is what its speed is compared with, and a second count of its values.
"""

import sqlcipher3.dbapi2 as sqlcipher
from handwritten_aids import Aids
from handwritten_contacts import Contacts
from handwritten_dossiers import Dossiers
from handwritten_files import Files
from sheet import Lists, Values


def yearly_figures(raw: sqlcipher.Connection, year: int) -> tuple[Values, Values]:
    """Return every figure of the year and of the year before, by address."""
    lists = Lists(raw)
    return tuple(Year(raw, lists, number).values() for number in (year, year - 1))  # type: ignore[return-value]


class Year(Contacts, Files, Dossiers, Aids):
    """The figures of one civil year."""

    def values(self) -> Values:
        """Return every figure by address."""
        for chapter in (
            self.interventions, self.flow, self.families, self.appointments, self.rights, self.platform,
            self.offers,
            self.aids, self.requests, self.put_off, self.delays, self.examined, self.payments, self.loans,
            self.commissions, self.arrears, self.local_target, self.arrears_life, self.plans, self.dwellings,
            self.rsa, self.rsa_ends, self.rsa_path, self.groups, self.outreach,
        ):  # fmt: skip
            chapter()
        return self.found
