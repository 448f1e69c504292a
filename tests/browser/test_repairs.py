"""A constitution that stands in everybody's way, changed by signature."""

from tests.browser.conftest import Hall


def test_three_of_four_sign_and_a_week_later_it_is_so(hall: Hall) -> None:
    ada, bea, cem = hall.enters("Ada"), hall.enters("Bea", 360), hall.enters("Cem", 360)
    ada.visits("/constitution")
    ada.page.get_by_role("link", name="Changes by signature").click()
    ada.ready().folds_open("Ask for signatures")
    ada.pictured("repair-new")
    ada.fills(title="More mandates", why_a_vote="Two members do all the work.")
    ada.fills(mandates_a_member="9").signs("Sign and propose")
    bea.visits().sees("Sign or not")
    bea.page.get_by_role("link", name="More mandates").first.click()
    bea.ready().sees("1 of 3 signatures.")
    bea.pictured("repair-open")
    bea.signs("Sign it").sees("2 of 3 signatures.")
    bea.signs("Take my signature back").sees("1 of 3 signatures.").signs("Sign it")
    cem.visits("/repairs/1").signs("Sign it").sees("3 members have signed, and it takes 3.")
    cem.pictured("repair-agreed")
    hall.host.turns(days=7.1)
    cem.visits("/repairs/1").sees("In force").sees_not("Sign it")
    ada.visits("/constitution").sees("by signature").sees("9")
    ada.pictured("repair-constitution")
