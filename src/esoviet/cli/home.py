"""What this client keeps between its runs, in a folder that only its user can read.

    keys/<name>.json             a key: its seed, and the public recovery key that belongs to it
    assemblies/<id>/about.json   an assembly: address, short name, host key, which key acts there
    assemblies/<id>/checkpoint   the last checkpoint that was verified
    assemblies/<id>/receipts/    one file an act
    assemblies/<id>/outbox/      signed acts that the host has not answered yet, with their blobs
    assemblies/<id>/refused/     acts that were refused, or chained to a refused one, and why
    assemblies/<id>/evidence/    what the host signed or answered that does not fit
    foundings/<id>/              founding acts that no host has answered yet, with their texts
    refused-foundings/<id>/      the same, refused, and why
    default                      the id of the assembly that commands are about

The folder is `$ESOVIET_HOME`, or `esoviet` in `$XDG_DATA_HOME` (`~/.local/share`).
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import msgspec

from esoviet.cli.errors import Trouble
from esoviet.cli.signer import Link, prove
from esoviet.wire.ed25519 import SigningKey
from esoviet.wire.encoding import b64u, un_b64u
from esoviet.wire.errors import Malformed
from esoviet.wire.keys import KeyName, key_name

DEFAULT_KEY = "default"
T = TypeVar("T")


class StoredKey(msgspec.Struct, frozen=True, omit_defaults=True):
    """A key as it lies in its file; `recovery` is a public key, `proof` its `recovery-of` proof."""

    seed: str
    recovery: str | None = None
    proof: str | None = None


class Known(msgspec.Struct, frozen=True, omit_defaults=True):
    """An assembly that this client has met. `acts` holds the last act that each key signed.

    `distrusted` names keys with which others have signed.
    """

    id: str
    url: str
    alias: str
    host: str
    key: str = DEFAULT_KEY
    acts: dict[str, Link] = msgspec.field(default_factory=dict)
    distrusted: tuple[str, ...] = ()


class Home:
    """The folder, read and written."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @classmethod
    def default(cls) -> "Home":
        """Where the environment says."""
        if given := os.environ.get("ESOVIET_HOME"):
            return cls(Path(given).expanduser())
        base = os.environ.get("XDG_DATA_HOME") or "~/.local/share"
        return cls(Path(base).expanduser() / "esoviet")

    def key(self, name: str = DEFAULT_KEY) -> SigningKey:
        """A stored key."""
        return SigningKey(un_b64u(self.stored_key(name).seed, 32))

    def stored_key(self, name: str) -> StoredKey:
        """A stored key with what belongs to it."""
        key = self._read(self._key_file(name), StoredKey)
        if key is None:
            raise Trouble(f"There is no key called {name!r} here. Make one: esoviet key new")
        return key

    def key_names(self) -> list[str]:
        """The names of all keys here."""
        return sorted(path.stem for path in (self.folder / "keys").glob("*.json"))

    def name_of(self, kid: KeyName) -> str | None:
        """What a key is called here, if it is kept here."""
        names = self.key_names()
        return next((name for name in names if key_name(self.key(name).public) == kid), None)

    def keep_key(
        self, key: SigningKey, recovery: SigningKey | None, name: str = DEFAULT_KEY
    ) -> None:
        """Store a new key; refuses to write over another one. The recovery key is not kept."""
        path = self._key_file(name)
        if path.exists():
            raise Trouble(
                f"There is a key called {name!r} already: see `esoviet key show`, or give the new "
                "one another name with --key NAME."
            )
        stored = StoredKey(b64u(key.seed))
        if recovery is not None:
            names = key_name(key.public), key_name(recovery.public)
            proof = prove("recovery-of", "", *names, recovery)
            stored = StoredKey(stored.seed, b64u(recovery.public), proof)
        self.write(path, msgspec.json.encode(stored))

    def assemblies(self) -> list[Known]:
        """Every assembly that this client has met, by short name."""
        assemblies = [self.known(path.name) for path in (self.folder / "assemblies").glob("*")]
        return sorted((one for one in assemblies if one is not None), key=lambda known: known.alias)

    def known(self, assembly: str) -> Known | None:
        """What is known of an assembly."""
        return self._read(self.place(assembly) / "about.json", Known)

    def keep(self, known: Known) -> None:
        """Remember an assembly."""
        self.write(self.place(known.id) / "about.json", msgspec.json.encode(known))

    def default_assembly(self) -> str | None:
        """The assembly that commands are about when they do not say."""
        path = self.folder / "default"
        return path.read_text().strip() if path.exists() else None

    def set_default(self, assembly: str) -> None:
        """Choose the assembly that commands are about."""
        self.write(self.folder / "default", f"{assembly}\n".encode())

    def place(self, assembly: str) -> Path:
        """The folder of an assembly."""
        return self.folder / "assemblies" / assembly

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Only one command at a time numbers and signs acts."""
        self._folder(self.folder)
        with (self.folder / "lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def write(self, path: Path, data: bytes) -> None:
        """Write a file that only its user can read: whole, or not at all."""
        self._folder(path.parent)
        part = path.with_name(f".{path.name}.part")
        part.touch(mode=0o600)
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)

    def _key_file(self, name: str) -> Path:
        if not name.replace("-", "").replace("_", "").isalnum():
            raise Trouble("A key's name has letters, digits, - and _ only.")
        return self.folder / "keys" / f"{name}.json"

    def _folder(self, folder: Path) -> None:
        """Make a folder and those above it, down from the home folder, for its user alone."""
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        for path in (*reversed(folder.parents), folder):
            if path.is_relative_to(self.folder):
                path.mkdir(mode=0o700, exist_ok=True)

    def _read(self, path: Path, kind: type[T]) -> T | None:
        try:
            return msgspec.json.decode(path.read_bytes(), type=kind)
        except FileNotFoundError:
            return None
        except (OSError, msgspec.DecodeError, Malformed) as error:
            raise Trouble(f"Cannot read {path}: {error}") from None
