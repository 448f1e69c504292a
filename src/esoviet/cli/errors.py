"""The one error that a command ends with: a plain sentence that says what to do next."""


class Trouble(Exception):
    """Shown on the error output without a trace; the program then ends with `code`."""

    def __init__(self, message: str, code: int = 1) -> None:
        super().__init__(message)
        self.code = code
