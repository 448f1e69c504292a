"""Topics: opened, answered with a quote and a mention, thanked for, and made a problem of."""

from playwright.sync_api import expect

from tests.browser.conftest import Hall
from tests.browser.people import Person
from tests.browser.walks import breaches, unfit

STOPPED = "You stopped reading here"


def looks_well(member: Person, name: str) -> None:
    assert breaches(member.page) + unfit(member.page) == []
    for width in (1280, 360):
        member.page.set_viewport_size({"width": width, "height": 800})
        member.pictured(f"topics-{name}-{width}")


def test_a_topic_is_opened_answered_quoted_thanked_for_and_becomes_a_problem(hall: Hall) -> None:
    ada, bea = hall.enters("Ada", 360), hall.enters("Bea", 360)
    looks_well(ada.visits("/topics").sees("No topics yet"), "empty")
    ada.fills(what_about="Who empties the bins?", what_do_you_want_to_say="They are full again.")
    ada.signs("Sign and open it").sees("They are full again.")

    bea.visits("/topics").sees("1 new").page.get_by_role("link", name="Who empties the").click()
    bea.ready().button("Quote").click()
    expect(bea.field("Your post")).to_be_focused()
    bea.sees("In answer to")
    quoted = bea.field("Your post").input_value()
    assert quoted.strip().endswith("/posts/1")
    bea.field("Your post").fill(f"{quoted}Since Monday. @Cem, did you see it?")
    looks_well(bea, "answering")
    bea.signs("Sign and post").sees("in answer to Ada")
    expect(bea.page.locator("#post-2 blockquote.quote")).to_contain_text("They are full again.")
    expect(bea.page.locator("#post-2")).to_be_in_viewport()

    cem = hall.enters("Cem", 360).visits("").sees("Bea mentioned you.")
    cem.page.locator("#lately").get_by_role("link", name="Who empties the bins?").click()
    second = cem.ready().page.locator("#post-2")
    expect(second).to_be_in_viewport()
    second.get_by_role("button", name="Thank").click()
    cem.signs_quietly()
    second.get_by_text("Thanks from").wait_for()
    looks_well(cem, "thanked")
    second.get_by_role("button", name="Take thanks back").wait_for()

    ada.visits("").sees("Bea answered you.")
    ada.visits("/topics/1").page.locator("#post-2").get_by_text("Since Monday").select_text()
    ada.page.locator("#post-2").get_by_role("button", name="Quote").click()
    copied = ada.field("Your post").input_value()
    assert copied.startswith("> Since Monday.")
    assert "/posts/2)" in copied
    ada.field("Your post").fill("")
    ada.page.locator("#post-2").get_by_text("More").click()
    looks_well(ada, "more")
    ada.page.locator("#post-2").get_by_role("link", name="Make a problem of this").click()
    ada.ready().sees("Came from a post by Bea")
    looks_well(ada, "problem")
    ada.field("Title, in one line").fill("The bins are not emptied")
    ada.fills(your_text="For weeks.")
    ada.signs("Sign and raise").sees("Came from a post by Bea")
    looks_well(ada, "raised")
    ada.page.get_by_role("link", name="Who empties the bins?").click()
    expect(ada.ready().page.locator("#post-2")).to_contain_text("The bins are not emptied")
    looks_well(ada.visits("/topics").sees("became a matter"), "list")


def test_who_comes_back_to_a_topic_reads_on_where_they_stopped(hall: Hall) -> None:
    past = hall.past["Ada"]
    topic = past.opens_topic("The yard")
    for number in range(60):
        hall.past["Cem"].posts(topic, f"Thought {number}")
    bea = hall.enters("Bea", 360).visits("/topics/1").sees("Thought 1").sees_not("Thought 55")
    looks_well(bea, "pages")
    bea.page.get_by_role("link", name="Further").first.click()
    bea.ready().sees("Thought 55").button("Follow").click()
    expect(bea.button("Following")).to_be_visible()
    hall.host.turns(days=0.05)
    ada = hall.enters("Ada", 360).visits("/topics/1?after=50")
    ada.fills(your_post="And what about the fence?").signs("Sign and post")
    ada.sees("And what about the fence?")
    bea.visits("").sees("1 new post")
    bea.page.locator("#lately").get_by_role("link", name="The yard").click()
    bea.ready().sees(STOPPED).sees("And what about the fence?")
    looks_well(bea, "stopped")


def test_what_was_said_in_anger_is_erased_where_it_stands(hall: Hall) -> None:
    topic = hall.past["Ada"].opens_topic("The yard")
    bea = hall.enters("Bea", 360).visits(f"/topics/{topic}")
    bea.fills(your_post="You are all liars").signs("Sign and post").sees("You are all liars")
    hall.enters("Ada", 360).visits(f"/topics/{topic}").sees("You are all liars")
    bea.page.locator("#post-2").get_by_text("More").click()
    bea.signs("Erase").sees("This was erased by who wrote it.").sees_not("You are all liars")
    looks_well(bea, "erased")
