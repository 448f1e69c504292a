"""Founding on a server whose operator gives out tokens."""

from pathlib import Path

from tests.browser.fixtures import Complaints, Contexts
from tests.browser.people import Person
from tests.node.process import Server


def test_who_has_a_token_founds_an_assembly_where_one_is_asked_for(
    tmp_path: Path, contexts: Contexts, complaints: Complaints
) -> None:
    server = Server(tmp_path, ESOVIET_FOUNDING="token", ESOVIET_FOUNDING_TOKENS="first, second one")
    try:
        ada = Person(contexts(1280), complaints, server.url, "Ada")
        ada.opens("/found?template=branch")
        ada.page.get_by_label("Token for founding on this server").fill(" second one ")
        ada.fills(name_of_the_assembly="Cooks", what_it_is_for="Soup", your_own_name="Ada")
        ada.page.get_by_label("Who may read it").select_option("public")
        ada.button("Found this assembly").click()
        ada.writes_the_phrase_down()
        ada.page.wait_for_url("**/a/*")
        ada.ready().sees("1 member")
        ada.page.close()
    finally:
        server.kill()
