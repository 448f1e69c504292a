"""The assembly that the tests of the law have."""

from tests.law.conftest import world

__all__ = ["world"]
