"""Founding an assembly, inviting, applying, being vouched for."""

from tests.browser.conftest import People
from tests.browser.host import Host


def test_a_founder_invites_and_two_more_come_in(person: People, host: Host) -> None:
    ada = person("Ada Quay").founds("Harbour workers")
    ada.sees("Harbour workers")
    link = ada.invites(people=2)
    bea = person("Bea Tide").applies(link)
    bea.sees("Bea Tide")
