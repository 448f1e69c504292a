"""How members are reached: all that is stored for it, in the node's private database."""

from pathlib import Path

from esoviet.store.secrets import SecretStore
from esoviet.store.wishes import WishStore


class Reach:
    """What members want to be told, and their secret addresses. Belongs to the event loop."""

    def __init__(self, path: Path) -> None:
        """Open the tables; raises `StoreError`."""
        self.wishes = WishStore(path)
        try:
            self.secrets = SecretStore(path)
        except BaseException:
            self.wishes.close()
            raise

    def forget(self, assembly: str, member: int) -> None:
        """Keep nothing of a member who is none any more."""
        self.wishes.forget(assembly, member)
        self.secrets.forget(assembly, member)

    def close(self) -> None:
        """Let go of the file."""
        self.secrets.close()
        self.wishes.close()
