"""A secret that goes into one header of a request and nowhere else."""

from analysis.errors import AnalysisError

LONG_ENOUGH_TO_RECOGNISE = 8


class Token:
    """A token for an API. Printed, logged or formatted it is three asterisks.

    >>> print(Token("not-a-real-token", variable="JOBINDSATS_TOKEN"))
    ***
    """

    __slots__ = ("_secret",)

    def __init__(self, secret: str, *, variable: str) -> None:
        """Check a token that was read from an environment variable.

        Raises
        ------
        AnalysisError
            If it is empty, or holds what cannot stand in a header.
        """
        if not secret.strip():
            raise AnalysisError(
                f"{variable} is empty or not set: put your access token in it, as 'export {variable}=...'."
            )
        if not secret.isascii() or not secret.isprintable() or " " in secret:
            raise AnalysisError(
                f"{variable} holds spaces, line breaks or other signs that no token has: "
                "set it to the token alone, without 'Bearer'."
            )
        self._secret = secret

    def __repr__(self) -> str:
        return "***"

    def __reduce__(self) -> str:
        raise TypeError("a token is not written anywhere")

    def header(self) -> dict[str, str]:
        """The header that carries it."""
        return {"Authorization": f"Bearer {self._secret}"}

    def stands_in(self, text: str) -> bool:
        """Whether a text repeats it; a very short one would stand anywhere and is not looked for."""
        return len(self._secret) >= LONG_ENOUGH_TO_RECOGNISE and self._secret in text
