"""page/forms.js, wire/blobs.js, page/drafts.js: a form becomes an act without knowing which."""

import hashlib
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from tests.js.modules import Modules

READ = """async ([html, files]) => {
  const { give, take } = await import("/harness.js");
  const { read } = await import("/static/js/page/forms.js");
  document.body.innerHTML = html;
  const chosen = new DataTransfer();
  for (const [name, type, bytes] of take(files)) {
    chosen.items.add(new File([bytes], name, { type }));
  }
  const input = document.querySelector("input[type=file]");
  if (input) input.files = chosen.files;
  const made = await read(document.querySelector("form"));
  document.body.replaceChildren();
  return give(made);
}"""


def read(js: Modules, inside: str, *files: tuple[str, str, bytes]) -> Any:
    return js.run(READ, [f'<form data-act="argue">{inside}</form>', files])


def fields(js: Modules, inside: str) -> Any:
    return read(js, inside)["fields"]


def test_each_kind_of_field_stands_in_the_act_as_the_catalog_wants_it(js: Modules) -> None:
    assert fields(js, """
      <input name="problem" value="7" data-kind="int">
      <input name="measured" value="12.5">
      <input type="checkbox" name="of_all" data-kind="bool" checked>
      <input type="checkbox" name="offers" data-kind="bool">
      <input name="ranking" data-kind="json" value="[[2,5],[1]]">
      <select name="stance"><option value="supports">S</option>
        <option value="asks" selected>A</option></select>
    """) == {"problem": 7, "measured": "12.5", "of_all": True, "offers": False,
             "ranking": [[2, 5], [1]], "stance": "asks"}  # fmt: skip


def test_of_several_choices_the_checked_one_counts(js: Modules) -> None:
    radio = '<input type="radio" name="{}" value="{}" data-kind="{}" {}>'
    inside = "".join([radio.format("founded", "true", "bool", ""),
                      radio.format("founded", "false", "bool", "checked"),
                      radio.format("choice", "yes", "text", "checked"),
                      radio.format("choice", "no", "text", ""),
                      radio.format("open", "x", "text", "")])  # fmt: skip
    assert fields(js, inside) == {"founded": False, "choice": "yes"}


def test_what_is_empty_disabled_secret_or_nameless_stays_out_of_the_act(js: Modules) -> None:
    assert fields(js, """
      <input name="kept" value="x"><input name="empty" value=""><input value="nameless">
      <input name="off" value="1" disabled><input name="phrase" value="zoo zoo" data-kind="secret">
      <textarea name="reason" data-kind="blob"></textarea><button name="b" value="1">Sign</button>
      <input name="number" data-kind="int" value=""><input name="part.of" value="">
    """) == {"kept": "x"}  # fmt: skip


def test_a_name_with_dots_goes_into_a_part(js: Modules) -> None:
    inside = """<input name="effect.target" value="3"><input name="effect.baseline" value="1">
      <input name="constitution.readership" value="public">"""
    assert fields(js, inside) == {
        "effect": {"target": "3", "baseline": "1"},
        "constitution": {"readership": "public"},
    }


def test_a_text_becomes_a_salted_blob_and_only_its_name_stands_in_the_act(js: Modules) -> None:
    made = read(js, '<textarea name="text" data-kind="blob">Así\n面包</textarea>')
    ref, (blob,) = made["fields"]["text"], made["blobs"]
    assert ref == blob["ref"]
    assert ref == {"sha256": hashlib.sha256(blob["bytes"]).hexdigest(), "size": len(blob["bytes"]),
                   "media_type": "text/markdown", "lang": "en"}  # fmt: skip
    assert blob["bytes"][32:] == "Así\n面包".encode()


def test_the_same_text_twice_has_two_salts(js: Modules) -> None:
    one, two = (read(js, '<input name="text" data-kind="blob" value="x">') for _ in range(2))
    assert one["fields"]["text"]["sha256"] != two["fields"]["text"]["sha256"]


def test_evidence_travels_as_files_of_their_own_kind(js: Modules) -> None:
    inside = '<input type="file" name="evidence" data-kind="files" multiple>'
    made = read(js, inside, ("a.pdf", "application/pdf", b"%PDF"), ("b", "", b"\0\1"))
    assert [ref["media_type"] for ref in made["fields"]["evidence"]] == [
        "application/pdf", "application/octet-stream"]  # fmt: skip
    assert [blob["bytes"][32:] for blob in made["blobs"]] == [b"%PDF", b"\0\1"]
    assert read(js, inside)["fields"] == {}


def test_a_sheet_in_another_encoding_is_a_file_but_no_text(js: Modules) -> None:
    inside = '<input type="file" name="evidence" data-kind="files" multiple>'
    sheets = [("a.csv", "text/csv", words) for words in ("año".encode(), "año".encode("latin-1"))]
    made = read(js, inside, *sheets)
    assert [ref["media_type"] for ref in made["fields"]["evidence"]] == [
        "text/csv", "application/octet-stream"]  # fmt: skip


def test_a_picture_leaves_the_browser_without_the_place_where_it_was_taken(js: Modules) -> None:
    photo = Image.new("RGB", (4000, 3000), "red")
    exif = photo.getexif()
    exif[0x010F], exif[0x8825] = "a camera", {1: "N", 2: (52.0, 31.0, 12.0)}
    taken = BytesIO()
    photo.save(taken, "JPEG", exif=exif)
    assert Image.open(taken).getexif()
    inside = '<input type="file" name="evidence" data-kind="files">'
    (blob,) = read(js, inside, ("a.jpg", "image/jpeg", taken.getvalue()))["blobs"]
    sent = Image.open(BytesIO(blob["bytes"][32:]))
    assert Image.MIME[str(sent.format)] == blob["ref"]["media_type"]
    assert not sent.getexif()
    assert sent.width < 4000
    assert sent.width / sent.height == pytest.approx(4 / 3, abs=0.01)


def test_the_member_is_shown_each_field_under_its_label(js: Modules) -> None:
    made = read(js, """
      <input type="hidden" name="member" value="4" data-label="Person" data-shown="Rosa">
      <input type="hidden" name="quiet" value="1">
      <label for="t"> Your reason </label><textarea id="t" name="reason">Why not</textarea>
      <fieldset><legend>Your vote</legend>
        <label><input type="radio" name="choice" value="yes" checked> Yes</label></fieldset>
      <label><input type="checkbox" name="of_all" data-kind="bool" checked> of all</label>
    """)  # fmt: skip
    assert made["lines"] == [["Person", "Rosa"], ["Your reason", "Why not"], ["Your vote", "Yes"],
                             ["of all", "choice-yes"]]  # fmt: skip


def test_a_draft_comes_back_with_the_page_and_goes_once_it_was_sent(js: Modules) -> None:
    form = """<form data-draft="d"><textarea name="text"></textarea><input type="text" name="t">
      <input type="text" name="s" data-kind="secret"></form>"""
    typed = """async (html) => {
      const { clearDrafts, keepDrafts } = await import("/static/js/page/drafts.js");
      const show = async () => { document.body.innerHTML = html; await keepDrafts(); };
      const values = () => [...document.querySelectorAll("textarea, input")].map((e) => e.value);
      await show();
      for (const element of document.querySelectorAll("textarea, input")) {
        element.value = "typed";
        element.dispatchEvent(new Event("input", { bubbles: true }));
      }
      await show();
      const kept = values();
      await clearDrafts(document.querySelector("form"));
      await show();
      return [kept, values()];
    }"""
    assert js.run(typed, form) == [["typed", "typed", ""], ["", "", ""]]


def test_a_title_goes_on_top_of_its_text(js: Modules) -> None:
    made = read(
        js,
        """
      <label>Title <input name="title" data-kind="head" value=" A cold house "></label>
      <label>Text <textarea name="text" data-kind="blob" data-head="title"
      >Since May.</textarea></label>
    """,
    )
    assert made["blobs"][0]["bytes"][32:] == b"A cold house\n\nSince May."
    assert made["fields"].keys() == {"text"}
    assert [label for label, *_ in made["lines"]] == ["Title", "Text Since May."]
    assert made["lines"][1][2:] == [True]


def test_without_a_title_the_text_stands_alone(js: Modules) -> None:
    made = read(
        js,
        """<input name="title" data-kind="head" value="">
      <textarea name="text" data-kind="blob" data-head="title">Since May.</textarea>""",
    )
    assert made["blobs"][0]["bytes"][32:] == b"Since May."
