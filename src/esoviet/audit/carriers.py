"""Who carries each mandate, from the records as they come."""

from collections.abc import Iterable

from esoviet.law.carriers import Partner
from esoviet.law.mandates import Mandate
from esoviet.law.record import Record


class Carriers:
    """Of each mandate who leads it, and who shares it."""

    def __init__(self) -> None:
        self._lead: dict[int, int] = {}
        self._shares: dict[int, frozenset[int]] = {}

    def of(self, mandate: int) -> frozenset[int]:
        """Who carries a mandate now."""
        lead = self._lead.get(mandate, 0)
        return self._shares.get(mandate, frozenset()) | {lead} if lead else frozenset()

    def held(self, member: int) -> int:
        """How many mandates, or shares of one, a member has now."""
        return sum(member in self.of(mandate) for mandate in self._lead)

    def after(self, puts: Iterable[Record]) -> "Carriers":
        """The same, once these records are put."""
        later = Carriers()
        later._lead, later._shares = dict(self._lead), dict(self._shares)
        later.note(puts)
        return later

    def note(self, puts: Iterable[Record]) -> None:
        """Records that are put; who leads a mandate has no share beside that."""
        for put in puts:
            if type(put) is Mandate:
                self._lead[put.number] = put.held_by
                self._shares[put.number] = self._shares.get(put.number, frozenset()) - {put.held_by}
            elif type(put) is Partner:
                others = self._shares.get(put.mandate, frozenset()) - {put.member}
                self._shares[put.mandate] = others | {put.member} if put.held_by else others
