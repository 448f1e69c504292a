"""page/captions.js: what is said of each chosen file becomes one text, a line a file."""

from typing import Any

from tests.js.modules import Modules

READ = """async ([names, said]) => {
  const { give, take } = await import("/harness.js");
  const { read } = await import("/static/js/page/forms.js");
  const { watchCaptions } = await import("/static/js/page/captions.js");
  document.body.innerHTML = `<form data-act="argue">
    <input type="hidden" name="problem" value="7" data-kind="int"><div class="field">
    <label for="e">Evidence</label> <input id="e" type="file" name="evidence" data-kind="files"
    data-captions multiple></div></form>`;
  watchCaptions();
  const input = document.getElementById("e");
  const choose = (list) => {
    const chosen = new DataTransfer();
    for (const name of list) chosen.items.add(new File(["x"], name, { type: "application/pdf" }));
    input.files = chosen.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  };
  choose(take(names));
  const labels = [...document.querySelectorAll("label[for^=e-]")].map((one) => one.textContent);
  const lines = [...document.querySelectorAll("input[type=text]")];
  take(said).forEach((value, place) => { lines[place].value = value; });
  const made = await read(document.querySelector("form"));
  choose([]);
  const after = document.querySelectorAll("input[type=text]").length;
  document.body.replaceChildren();
  return give({ ...made, labels, after });
}"""


def read(js: Modules, names: list[str], said: list[str]) -> Any:
    return js.run(READ, [names, said])


def test_each_file_has_a_field_that_goes_with_it(js: Modules) -> None:
    made = read(js, ["a.pdf", "b\u202e.pdf"], ["", ""])
    assert made["labels"] == ["caption a.pdf", "caption b.pdf"]
    assert made["after"] == 0


def test_what_is_said_is_a_line_a_file_and_is_shown_before_it_is_signed(js: Modules) -> None:
    made = read(js, ["a.pdf", "b.pdf", "c.pdf"], ["", "  The \t roof ", "\u200b"])
    assert [blob["bytes"][32:] for blob in made["blobs"]] == [b"x", b"x", b"x", b"\nThe roof"]
    assert made["fields"]["captions"] == made["blobs"][3]["ref"]
    assert made["lines"] == [
        ["Evidence", "a.pdf (1 kB)\nb.pdf (1 kB): The roof\nc.pdf (1 kB)"]
    ]  # fmt: skip


def test_where_nothing_is_said_there_is_no_text(js: Modules) -> None:
    made = read(js, ["a.pdf"], [" \u200b "])
    assert (len(made["blobs"]), set(made["fields"])) == (1, {"problem", "evidence"})
