"""page/badge.js: the number on the app's icon is that of the floor, also when the floor changes."""

from tests.js.modules import Modules

SHOWN = """async (said) => {
  document.body.innerHTML = '<section id="needs"></section>';
  const section = document.querySelector("section"), before = navigator.setAppBadge;
  const shown = [];
  navigator.setAppBadge = async (number) => {
    shown.push(number);
    throw new Error("not allowed here");
  };
  const { keepBadge } = await import("/static/js/page/badge.js");
  for (const number of said) {
    if (number === null) delete section.dataset.needs;
    else section.dataset.needs = number;
    if (shown.length) document.dispatchEvent(new Event("refreshed"));
    else keepBadge();
  }
  await new Promise((done) => setTimeout(done)); // a refusal that nobody takes would be told
  navigator.setAppBadge = before;
  document.body.replaceChildren();
  return shown;
}"""


def test_the_number_follows_the_floor(js: Modules) -> None:
    assert js.run(SHOWN, ["4", "3", "0", None]) == [4, 3, 0]
