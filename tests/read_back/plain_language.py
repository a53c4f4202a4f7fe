"""How hard a Danish text is to read, how many numbers its sentences have, and codes in it."""

import re
from collections.abc import Iterable

from analysis import danish
from read_back.reports import SENTENCE, Report

PLAIN = "opfoelgning_politik"  # the report that is written for politicians
HARDEST = 40  # readability, at most
LONG = 6  # letters that a word may have without counting as long
_MONTHS = "|".join(danish.month(f"2019-{number:02d}").split()[0] for number in range(1, 13))
_WORD = re.compile(r"[^\W_]+(?:[-.,][^\W_]+)*")
_ABBREVIATED = re.compile(r"\b(pct|mdr|ca|kr|mio|nr|kvt)\.", re.IGNORECASE)
_DATE = re.compile(rf"\b(?:(?:\d+\. )?(?:{_MONTHS}) )?(?:19|20)\d\d\b")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
CODES = re.compile(
    r"\b(?:match \d|y_\d+|DREAM|LAB §|p\s*[=<]\s*0|p-værdi|signifikan\w*|konfidens\w*|z-)", re.IGNORECASE
)


def sentences(text: str) -> list[str]:
    """The sentences of a text: one ends at . ! ? before a capital, and never at an abbreviation or in a number.

    >>> sentences("Den var 3,4 pct. i Ærø. Det er 22.014! Antallet falder")
    ['Den var 3,4 pct. i Ærø.', 'Det er 22.014!', 'Antallet falder']
    >>> sentences("Den koster 3 mio. kr. Det er meget.")
    ['Den koster 3 mio. kr. Det er meget.']
    """
    safe = _ABBREVIATED.sub(lambda match: f"{match[1]}\0", text)
    parts = re.split(r"(?<=[.!?])\s+(?=[A-ZÆØÅ»])", safe)
    return [part.replace("\0", ".").strip() for part in parts if part.strip()]


def words(text: str) -> list[str]:
    """The words of a text, numbers among them.

    >>> words("Den var 3,4 pct. på a-dagpenge.")
    ['Den', 'var', '3,4', 'pct', 'på', 'a-dagpenge']
    """
    return _WORD.findall(text)


def lix(texts: Iterable[str]) -> float:
    """Björnsson's readability: words for each sentence, and how many of a hundred words have more than six letters.

    Each text ends a sentence. Of ``Ledigheden er lav. Den falder.`` five words stand in two sentences, and one of them
    (ledigheden) is long: 5 / 2 + 100 * 1 / 5 = 22.5.

    >>> lix(["Ledigheden er lav. Den falder."])
    22.5
    """
    told = [sentence for text in texts for sentence in sentences(text)]
    every = [word for sentence in told for word in words(sentence)]
    long = [word for word in every if len(word) > LONG]
    return len(every) / len(told) + 100 * len(long) / len(every)


def numbers(sentence: str) -> list[str]:
    """The figures of a sentence; a month with its year, or a year, is a date and none.

    >>> numbers("Den var 3,4 pct. i september 2019."), numbers("Det er 1.234 i alt, heraf 5.")
    (['3,4'], ['1.234', '5'])
    """
    return _NUMBER.findall(_DATE.sub("", sentence))


def codes(text: str) -> list[str]:
    """Codes and words of statistics that a page for politicians must not have.

    >>> codes("De er match 2 (p < 0,05)."), codes("De er ledige.")
    (['match 2', 'p < 0'], [])
    """
    return CODES.findall(text)


def hard_language(report: Report) -> list[str]:
    """What makes a page for politicians hard to read: its readability, sentences with several numbers, and codes."""
    if report.name.rpartition("/")[2] != PLAIN:
        return []
    texts = [said.text for said in report.said() if said.kind == SENTENCE]
    found = [f"{report.name}: {len(numbers(one))} numbers in '{one}'" for text in texts for one in sentences(text)
             if len(numbers(one)) > 1]  # fmt: skip
    found += [f"{report.name}: the code '{code}' in '{text}'" for text in texts for code in codes(text)]
    hard = lix(texts)
    return [*found, *([f"{report.name}: readability {hard:.1f}, above {HARDEST}"] if hard > HARDEST else [])]
