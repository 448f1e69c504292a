"""The settings of a node: environment before `esoviet.toml` before defaults (docs/operating.md)."""

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

FILE = "esoviet.toml"
_LISTS = ("founding_tokens", "listed", "trusted_proxies")


ANY = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104
"""Where this machine itself finds who listens on all its addresses."""


class BadConfig(ValueError):
    """A setting that cannot be; the text names it."""


_BUCKET = r"^(s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[A-Za-z0-9_-][A-Za-z0-9._-]*)*)?\Z"
_SIGNING = r"^(whsec_([A-Za-z0-9+/]{4}){8,}([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?)?\Z"


class Config(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """All settings. Rates count acts a minute (`stranger_rate`: of an address), sizes are in bytes.

    Of files that come in pieces so many bytes are on their way at once, `upload_member_bytes` of a
    member's and `upload_assembly_bytes` of all.
    At most `awake` assemblies are open at once, and none that nobody needed for `idle_seconds`.
    After `pause_seconds` in which nothing comes of a request, it is not waited for any longer.
    `scrub_days` is how often all that is stored is read and checked; 0: never.
    With `blobs`, s3://bucket/prefix, large files go into a bucket (extra `s3`).
    At most `sandboxes` visitors take the tour at once, each in one of their own; 0: there is none.
    `listed` names the assemblies on the front page: empty, all that anybody may read; the one word
    `none`, no assembly. Of `metrics_port` 0 means that there are no figures to be had.
    Without `push_contact`, an address of who runs it, no device is told anything. With
    `ask_private` other programs on this machine and its network are asked too, if a member names
    them. With `rooms` members can have other rooms told what happens. Without `smtp_host` there is
    no mail; an `smtp_port` of 0 is the usual one of `smtp_security`. Without `mail_reply` mails
    cannot be answered; `lmtp`, `imap_host` and `mail_webhook_secret` are ways in
    which answers and reports of what came back arrive.
    """

    data: Path = Path("data")
    host: str = "127.0.0.1"
    port: Annotated[int, Meta(ge=0, le=65_535)] = 8000
    url: str = ""
    founding: Literal["anyone", "token"] = "anyone"
    founding_tokens: tuple[Annotated[str, Meta(min_length=1)], ...] = ()
    example: Literal["founding", "anyone", "nobody"] = "founding"
    sandboxes: Annotated[int, Meta(ge=0, le=1000)] = 20
    listed: tuple[Annotated[str, Meta(pattern="^(none|[0-9a-f]{64})$")], ...] = ()
    metrics_port: Annotated[int, Meta(ge=0, le=65_535)] = 0
    trusted_proxies: tuple[str, ...] = ()
    stranger_rate: Annotated[int, Meta(ge=1)] = 60
    member_rate: Annotated[int, Meta(ge=1)] = 60
    member_bytes: Annotated[int, Meta(ge=2**20)] = 512 * 2**20
    assembly_rate: Annotated[int, Meta(ge=1)] = 60_000
    assembly_bytes: Annotated[int, Meta(ge=2**20)] = 20 * 2**30
    upload_member_bytes: Annotated[int, Meta(ge=2**20)] = 2**30
    upload_assembly_bytes: Annotated[int, Meta(ge=2**20)] = 4 * 2**30
    reserve_bytes: Annotated[int, Meta(ge=0)] = 256 * 2**20
    max_blob_bytes: Annotated[int, Meta(ge=65_568, le=2**30)] = 20 * 2**20
    awake: Annotated[int, Meta(ge=1, le=100_000)] = 200
    idle_seconds: Annotated[int, Meta(ge=1, le=31_536_000)] = 300
    pause_seconds: Annotated[float, Meta(gt=0)] = 30.0
    scrub_days: Annotated[int, Meta(ge=0, le=3650)] = 7
    blobs: Annotated[str, Meta(pattern=_BUCKET)] = ""
    blobs_endpoint: Annotated[str, Meta(pattern=r"^(https?://[^\s/@?#]+)?\Z")] = ""
    blobs_region: Annotated[str, Meta(pattern=r"^[a-z0-9-]+\Z")] = "us-east-1"
    blobs_key: str = ""
    blobs_secret: str = ""
    blobs_secret_file: str = ""
    smtp_host: str = ""
    smtp_port: Annotated[int, Meta(ge=0, le=65_535)] = 0
    smtp_user: str = ""
    smtp_password: str = ""
    smtp_password_file: str = ""
    smtp_security: Literal["starttls", "tls", "none"] = "starttls"
    push_contact: Annotated[str, Meta(pattern=r"^((mailto:|https://)\S+)?\Z")] = ""
    ask_private: bool = False
    rooms: bool = False
    development: bool = False
    mail_from: Annotated[str, Meta(pattern=r"^([^@\s<>,;:\"]+@[A-Za-z0-9.-]+)?\Z")] = ""

    mail_reply: Annotated[str, Meta(pattern=r"^([A-Za-z0-9._-]{1,10}@[A-Za-z0-9.-]+)?\Z")] = ""
    lmtp: Annotated[str, Meta(pattern=r"^((127\.0\.0\.1|\[::1\]):[0-9]{1,5}|/\S+)?\Z")] = ""
    imap_host: str = ""
    imap_port: Annotated[int, Meta(ge=0, le=65_535)] = 0
    imap_user: str = ""
    imap_password: str = ""
    imap_password_file: str = ""
    imap_folder: Annotated[str, Meta(pattern=r"^[ -~]+\Z")] = "INBOX"
    imap_security: Literal["starttls", "tls", "none"] = "tls"
    mail_webhook_secret: Annotated[str, Meta(pattern=_SIGNING)] = ""

    @property
    def address(self) -> str:
        """Where the server is reached from its own machine."""
        host = ANY.get(self.host, self.host)
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}"

    @property
    def is_https(self) -> bool:
        """Whether the public address is one of HTTPS."""
        return self.url.lower().startswith("https://")

    @property
    def sends_mail(self) -> bool:
        """Whether members can be told things by mail."""
        return bool(self.smtp_host and self.mail_from and self.url)

    @property
    def lacks(self) -> str:
        """What a setting needs that is not set, in words; empty where nothing is missing."""
        if self.smtp_host and not self.sends_mail:
            return "smtp_host needs mail_from, the sender, and url, for the links in mails"
        if self.rooms and not self.url:
            return "rooms needs url, the public address, for the links in what rooms are told"
        if self.blobs and not (self.blobs_key and (self.blobs_secret or self.blobs_secret_file)):
            return "blobs needs blobs_key, and blobs_secret or blobs_secret_file"
        if self.imap_host and not self.imap_user:
            return "imap_host needs imap_user"
        return ""

    @property
    def gives_example(self) -> bool:
        """Whether anybody who comes may have the example made."""
        return self.example == "anyone" or (self.example, self.founding) == ("founding", "anyone")


def load(environment: Mapping[str, str] = os.environ, file: Path | None = None) -> Config:
    """Read the settings; raises `BadConfig`. Without `file`: the data folder's own, if any."""
    data = Path(environment.get("ESOVIET_DATA", "data"))
    values = _from_file(file or data / FILE, must=file is not None)
    values |= _from_environment(environment)
    try:
        return msgspec.convert({**values, "data": data}, Config, strict=False, dec_hook=_path)
    except msgspec.ValidationError as error:
        raise BadConfig(f"a setting cannot be: {error}") from None


def _from_file(path: Path, *, must: bool) -> dict[str, object]:
    if not must and not path.is_file():
        return {}
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise BadConfig(f"{path} cannot be read: {error}") from None


def _from_environment(environment: Mapping[str, str]) -> dict[str, object]:
    values: dict[str, object] = {}
    for name in Config.__struct_fields__:
        text = environment.get(f"ESOVIET_{name.upper()}")
        if name == "data" or not text:
            continue
        values[name] = [t.strip() for t in text.split(",") if t.strip()] if name in _LISTS else text
    return values


def _path(kind: type, value: object) -> object:
    if kind is Path and isinstance(value, str):
        return Path(value)
    return value
