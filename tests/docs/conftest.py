"""The story that the tests of reading use, for the verifier to check."""

from tests.web.conftest import served, story

__all__ = ["served", "story"]
