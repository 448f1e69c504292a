from tests.browser.conftest import Hall


def look(who, path, name):
    for w in (360, 1280):
        who.page.set_viewport_size({"width": w, "height": 780})
        who.visits(path).pictured(f"x-{name}-{w}")


def test_look(hall: Hall) -> None:
    ada = hall.enters("Ada")
    problem = ada.raises(
        "The crane is unsafe\n\nIt slips, seven times a week. We have counted since March and told the company twice; nothing came of it."
    )
    bea = hall.enters("Bea")
    look(bea, "", "floor1")
    look(bea, f"/problems/{problem}", "nec")
    hall.opens(problem)
    ada.proposes(problem, "Weld it\n\nTwice, and check it every week.")
    bea.proposes(problem, "Buy a new one\n\nThe old one goes to the museum.")
    ada.studies(problem).folds_open("Back, help, assess")
    for who in ("Cem", "Dot"):
        for n in (1, 2):
            p = hall.enters(who).studies(problem)
            p.page.locator(f"#solution-{n} summary", has_text="Back, help").click()
            p.page.locator(
                f"#solution-{n} form[data-act=back-solution] button[type=submit]"
            ).click()
            p.signs_it()
    look(bea, f"/problems/{problem}", "sol")
    hall.host.turns(days=1.05)
    look(bea, f"/problems/{problem}", "read")
    hall.host.turns(days=1.05)
    look(bea, f"/problems/{problem}", "vote")
    look(bea, "", "floor2")
    bea.studies(problem).ranks("Buy a new one", "Weld it").signs("Sign and cast")
    look(bea, f"/problems/{problem}", "voted")
    hall.enters("Cem").studies(problem).ranks("Buy a new one").signs("Sign and cast")
    hall.enters("Dot").studies(problem).ranks("Buy a new one").signs("Sign and cast")
    hall.host.turns(days=1.1)
    look(bea, f"/problems/{problem}", "work")
    look(bea, "", "floor3")
    look(ada, "", "floor4")
