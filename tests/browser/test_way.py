"""The second way in: once a week a browser asks whether its member still has the twelve words."""

from esoviet.cli.phrase import new_phrase, recovery_key
from tests.browser.conftest import Hall
from tests.browser.people import Person
from tests.browser.walks import breaches, unfit

ASKS = "Do you still have your twelve words?"
A_WEEK_AGO = """async (assembly) => {
  const db = await new Promise((done) => {
    const asked = indexedDB.open("esoviet");
    asked.onsuccess = () => done(asked.result);
  });
  const store = db.transaction("keys", "readwrite").objectStore("keys");
  const own = await new Promise((done) => {
    const asked = store.get(assembly);
    asked.onsuccess = () => done(asked.result);
  });
  own.way.at -= 7 * 86400000;
  await new Promise((done) => { store.put(own).onsuccess = done; });
  db.close();
}"""


def a_week_passes(person: Person) -> Person:
    """The browser has asked a week ago."""
    person.page.evaluate(A_WEEK_AGO, person.assembly)
    return person.visits()


def test_once_a_week_one_is_asked_and_can_try_them(hall: Hall) -> None:
    phrase = new_phrase()
    hall.past["Ada"].sets_recovery(recovery_key(phrase))
    ada = hall.enters("Ada", 360).visits().sees_not(ASKS)
    a_week_passes(ada).sees(ASKS)
    assert breaches(ada.page) + unfit(ada.page) == []
    ada.pictured("way").button("Yes, I know where they are").click()
    ada.sees_not(ASKS).visits().sees_not(ASKS)
    a_week_passes(ada).folds_open("Try them").fills(your_twelve_words="one two")
    ada.button("Try them").click()
    ada.sees("A recovery phrase has 12 words; these are 2.")
    ada.fills(your_twelve_words=new_phrase()).button("Try them").click()
    ada.sees("not those of your place here")
    ada.fills(your_twelve_words=phrase.upper()).button("Try them").click()
    ada.sees("These words open your place here.").visits().sees_not(ASKS)


def test_who_has_no_words_is_asked_to_write_them_instead(hall: Hall) -> None:
    hall.enters("Ada").visits().sees("Write your twelve words").sees_not(ASKS)
