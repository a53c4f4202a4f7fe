"""From the bytes of a text file to its text: UTF-8 with or without byte order mark, Windows-1252, ISO-8859-1.

A file is refused rather than read with wrong letters. Windows-1252 and ISO-8859-1 have the same Danish letters;
where a sign stands inside a word that no Danish word has there, the file is in some other encoding, or was
converted twice.
"""

import codecs
import re

from analysis.errors import AnalysisError

LETTERS = "A-Za-zÀ-ÖØ-öø-ÿ"
# a letter written as UTF-8 and read as Windows-1252, as a DOS code page or on a Mac
TWICE = re.compile("[Ã├√][^\\sA-Za-z0-9;,]|â€|Â[\u00a0-\u00bf]")
LOST = re.compile("\ufffd")
# signs that stand for letters in DOS and Mac code pages, where no Danish word has them
NEVER_BESIDE = "¡¢£¤¥¦¨©ª¬®¯±µ¶¸¹¿×÷†‡ˆ‰‹›™ƒ˜¼¾"
NEVER_BETWEEN = "‘“”„‚•"
STRANGE = re.compile(
    f"[\u0080-\u009fŒœ]|[{LETTERS}][{NEVER_BESIDE}]|[{NEVER_BESIDE}][{LETTERS}]|[{LETTERS}][{NEVER_BETWEEN}][{LETTERS}]"
)
SAVE_AS = "Save it as CSV UTF-8, or as .xlsx."


def decode(content: bytes, *, name: str) -> str:
    """The text of a file.

    Parameters
    ----------
    content : bytes
        What the file holds.
    name : str
        How messages name the file.

    Raises
    ------
    AnalysisError
        If the letters cannot be told for certain; the message names the line.
    """
    _refuse_other_kinds(content, name)
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if content.startswith(mark):
            return _checked(_strict(content[len(mark) :], encoding, name), name, ())
    if b"\x00" in content:
        line = _line(content, content.index(b"\x00"))
        raise AnalysisError(f"{name}, row {line}: signs that no text file has. {SAVE_AS}")
    try:
        return _checked(content.decode("utf-8"), name, ())
    except UnicodeDecodeError:
        return _checked(_strict(content, "cp1252", name), name, (STRANGE,))


def _refuse_other_kinds(content: bytes, name: str) -> None:
    if re.match(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|\?xml|table)", content[:200], re.IGNORECASE):
        raise AnalysisError(
            f"{name}: it is a web page or XML under that name; expected CSV or a workbook. Save it as .xlsx."
        )
    if content.startswith(b"%PDF"):
        raise AnalysisError(f"{name}: it is a PDF; expected CSV or a workbook.")


def _strict(content: bytes, encoding: str, name: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise AnalysisError(
            f"{name}, row {_line(content, error.start)}: a sign that is not in the file's encoding; expected UTF-8, "
            f"Windows-1252 or ISO-8859-1 throughout. {SAVE_AS}"
        ) from None


def _checked(text: str, name: str, more: tuple[re.Pattern[str], ...]) -> str:
    for pattern in (TWICE, LOST, *more):
        if found := pattern.search(text):
            line = text.count("\n", 0, found.start()) + 1
            raise AnalysisError(
                f"{name}, row {line}: letters that were lost or converted wrongly; expected æ, ø and å in UTF-8, "
                f"Windows-1252 or ISO-8859-1. {SAVE_AS}"
            )
    return text


def _line(content: bytes, at: int) -> int:
    return content.count(b"\n", 0, at) + 1
