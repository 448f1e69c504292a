"""The settings of a node."""

import json
import re
from pathlib import Path

import pytest

from esoviet.node.config import BadConfig, Config, load

OPERATING = Path(__file__).resolve().parents[2] / "docs" / "operating.md"
ROW = re.compile(r"^\| `ESOVIET_([A-Z_]+)` \| (?:`(\w+)`)? *\| (?:`(.+?)`)? *\| \S", re.MULTILINE)


def test_the_operators_page_lists_every_setting_with_its_default() -> None:
    rows = ROW.findall(OPERATING.read_text("utf-8"))
    assert {name.lower() for name, _, _ in rows} == set(Config.__struct_fields__)
    for name, in_file, default in rows:
        usual = getattr(Config(), name.lower())
        assert in_file == ("" if name == "DATA" else name.lower())
        assert default.removeprefix("./") == ("" if usual == () else str(usual))


OTHERS: dict[str, object] = {
    "host": "0.0.0.0", "port": 9000, "url": "https://assembly.example", "founding": "token",
    "founding_tokens": ("one",), "example": "nobody", "listed": ("none",), "metrics_port": 9100,
    "sandboxes": 5, "trusted_proxies": ("127.0.0.1",), "stranger_rate": 5, "awake": 20,
    "idle_seconds": 60,
    "max_blob_bytes": 100_000, "scrub_days": 30, "member_rate": 7, "member_bytes": 2**21,
    "pause_seconds": 5.5, "assembly_rate": 8, "assembly_bytes": 2**22,
    "upload_member_bytes": 2**23, "upload_assembly_bytes": 2**24, "reserve_bytes": 0,
    "smtp_host": "smtp.example", "smtp_port": 2525, "smtp_user": "us", "smtp_password": "secret",
    "smtp_password_file": "/srv/password", "smtp_security": "tls", "mail_from": "us@mail.example",
    "mail_reply": "reply@mail.example", "lmtp": "127.0.0.1:8024", "imap_host": "imap.example",
    "imap_port": 1143, "imap_user": "us", "imap_password": "secret", "imap_folder": "Answers",
    "imap_password_file": "/srv/mailbox", "imap_security": "none",
    "mail_webhook_secret": "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3",
    "push_contact": "mailto:us@mail.example", "ask_private": True, "rooms": True,
    "development": True, "blobs": "s3://assembly/files", "blobs_endpoint": "https://s3.example",
    "blobs_region": "eu-west-3", "blobs_key": "us", "blobs_secret": "secret",
    "blobs_secret_file": "/srv/bucket",
}  # fmt: skip


@pytest.mark.parametrize("name", [name for name in Config.__struct_fields__ if name != "data"])
def test_every_setting_can_be_made_in_the_environment_and_in_the_file(
    tmp_path: Path, name: str
) -> None:
    value = OTHERS[name]
    plain, quoted = (value[0], f'["{value[0]}"]') if isinstance(value, tuple) else (value, value)
    plain = "true" if value is True else plain
    shown = plain if value is True else quoted if isinstance(value, tuple | int) else f'"{value}"'
    set_outside = load({"ESOVIET_DATA": "nowhere", f"ESOVIET_{name.upper()}": str(plain)})
    (tmp_path / "esoviet.toml").write_text(f"{name} = {shown}\n")
    set_in_file = load({"ESOVIET_DATA": str(tmp_path)})
    assert getattr(set_outside, name) == getattr(set_in_file, name) == value


def test_mail_needs_a_sender_and_an_address_for_its_links() -> None:
    whole = {"smtp_host": "smtp.example", "mail_from": "us@a.example", "url": "https://a.example"}
    assert Config(**whole).sends_mail  # type: ignore[arg-type]
    assert Config(**whole).lacks == ""  # type: ignore[arg-type]
    for name in whole:
        part = Config(**{k: v for k, v in whole.items() if k != name})  # type: ignore[arg-type]
        assert not part.sends_mail
        assert bool(part.lacks) == (name != "smtp_host")


@pytest.mark.parametrize(("name", "bad"), [
    ("mail_reply", "much-too-long@mail.example"), ("mail_reply", "us+them@mail.example"),
    ("mail_reply", "us@a.example\n"), ("lmtp", "0.0.0.0:24"), ("lmtp", "8024"),
    ("lmtp", "mail.example:24"), ("imap_folder", "In\r\nbox"), ("mail_webhook_secret", "short"),
    ("mail_webhook_secret", f"whsec_{'A' * 33}"),
])  # fmt: skip
def test_where_mails_come_in_is_near_and_long_enough_to_be_secret(name: str, bad: str) -> None:
    with pytest.raises(BadConfig):
        load({"ESOVIET_DATA": "nowhere", f"ESOVIET_{name.upper()}": bad})


@pytest.mark.parametrize(("name", "bad"), [
    ("blobs", "https://bucket.example"), ("blobs", "s3://up/../side"), ("blobs", "s3://Upper"),
    ("blobs", "s3://assembly/"), ("blobs", "s3://assembly\n"), ("blobs", "s3://"),
    ("blobs_endpoint", "https://us:secret@s3.example"), ("blobs_endpoint", "s3.example"),
    ("blobs_region", ""), ("blobs_region", "a b"),
])  # fmt: skip
def test_a_bucket_has_a_plain_address(tmp_path: Path, name: str, bad: str) -> None:
    (tmp_path / "esoviet.toml").write_text(f"{name} = {json.dumps(bad)}\n")
    with pytest.raises(BadConfig):
        load({"ESOVIET_DATA": str(tmp_path)})


def test_a_mailbox_needs_its_user() -> None:
    assert Config(imap_host="imap.example").lacks == "imap_host needs imap_user"
    assert Config(imap_host="imap.example", imap_user="us").lacks == ""


def test_a_bucket_needs_its_key() -> None:
    whole = {"blobs": "s3://assembly", "blobs_key": "us", "blobs_secret": "secret"}
    assert Config(**whole).lacks == ""  # type: ignore[arg-type]
    by_file = {"blobs": "s3://assembly", "blobs_key": "us", "blobs_secret_file": "/srv/bucket"}
    assert Config(**by_file).lacks == ""  # type: ignore[arg-type]
    for name in ("blobs_key", "blobs_secret"):
        part = {k: v for k, v in whole.items() if k != name}
        assert Config(**part).lacks.startswith("blobs needs")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "bad", ["us", "us@", "a b@c.example", "us@c.example\nBcc: x@y.z", "<u@c.d>"]
)
def test_the_sender_of_mails_is_one_plain_address(bad: str) -> None:
    with pytest.raises(BadConfig):
        load({"ESOVIET_DATA": "nowhere", "ESOVIET_MAIL_FROM": bad})


def test_without_any_setting_the_defaults_hold() -> None:
    assert load({"ESOVIET_DATA": "nowhere"}) == Config(data=Path("nowhere"))


def test_the_environment_goes_before_the_file(tmp_path: Path) -> None:
    (tmp_path / "esoviet.toml").write_text('port = 9000\nurl = "https://assembly.example"\n')
    config = load({"ESOVIET_DATA": str(tmp_path), "ESOVIET_PORT": "9001"})
    assert (config.port, config.url) == (9001, "https://assembly.example")


def test_lists_are_separated_by_commas_in_the_environment(tmp_path: Path) -> None:
    tokens = {"ESOVIET_FOUNDING_TOKENS": "one, two,", "ESOVIET_TRUSTED_PROXIES": "127.0.0.1"}
    config = load({"ESOVIET_DATA": str(tmp_path), **tokens})
    assert config.founding_tokens == ("one", "two")
    assert config.trusted_proxies == ("127.0.0.1",)


@pytest.mark.parametrize(
    "text", ['colour = "red"', "port = 70000", 'founding = "nobody"', "port ="]
)
def test_a_setting_that_cannot_be_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(text)
    with pytest.raises(BadConfig):
        load({}, file)
    file.write_text('founding = "token"')
    assert load({}, file).founding == "token"


def test_a_file_that_was_named_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(BadConfig, match="cannot be read"):
        load({}, tmp_path / "none.toml")


def test_other_rooms_need_an_address_for_their_links() -> None:
    assert "rooms needs url" in Config(rooms=True).lacks
    assert Config(rooms=True, url="https://a.example").lacks == ""
