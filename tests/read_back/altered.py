"""A sentence with one thing changed, which a reading that looks at everything must find."""

import re
from collections.abc import Iterator

from read_back.reading import NUMBER

WAYS = (
    ("steget", "faldet"), ("flere", "færre"), ("højst", "mindst"), ("højest", "lavest"), ("op fra", "ned fra"),
    ("mere", "mindre"), ("bedre", "dårligere"), ("stiger", "falder"), ("højere", "lavere"), ("over", "under"),
)  # fmt: skip


def altered(sentence: str) -> Iterator[str]:
    """The sentence with each of its numbers changed in turn, and each word for a way turned round.

    >>> list(altered("Den er steget med 2,5 pct."))
    ['Den er steget med 3,5 pct.', 'Den er faldet med 2,5 pct.']
    """
    for match in re.finditer(rf"(?<![\w.,])(?:{NUMBER})(?![\w])", sentence):
        whole, comma, rest = match[0].partition(",")
        changed = whole[:-1] + str((int(whole[-1]) + 1) % 10) + comma + rest
        yield sentence[: match.start()] + changed + sentence[match.end() :]
    for pair in WAYS:
        for word, other in (pair, pair[::-1]):
            for match in re.finditer(rf"\b{word}\b", sentence):
                yield sentence[: match.start()] + other + sentence[match.end() :]
