"""What a method is held against: published answers, and simulations whose truth is known. One module per subject.

A subject's module has ``TITLE``, ``answers(shared)``, ``SIMULATIONS``, ``SOURCES`` (globs of files, from the root of
the project: every file that its answers and simulations rest on; the page carries their digest), ``NOT_VALIDATED``
(sentences) and, where there are conventions to state, ``ABOUT``. ``benchmarks/validation.py`` runs them.
"""

import hashlib
import pkgutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import ModuleType

import numpy as np
from numpy.typing import ArrayLike

ROOT = Path(__file__).resolve().parents[2]
REPLICATIONS = 200


@dataclass(frozen=True)
class Answer:
    """A published figure and ours; both may differ by ``tolerance`` at most."""

    method: str
    case: str
    source: str
    published: float
    ours: float
    tolerance: float

    def __post_init__(self) -> None:
        for name in ("published", "ours", "tolerance"):
            object.__setattr__(self, name, float(getattr(self, name)))  # numpy's own numbers are not written

    @property
    def difference(self) -> float:
        """Ours minus the published one."""
        return self.ours - self.published

    @property
    def holds(self) -> bool:
        """False also where either is missing."""
        return abs(self.difference) <= self.tolerance


@dataclass(frozen=True)
class Result:
    """What a simulation showed, and between which figures it should lie; both ends are within."""

    what: str
    least: float
    most: float
    result: float

    def __post_init__(self) -> None:
        object.__setattr__(self, "result", float(self.result))

    @property
    def holds(self) -> bool:
        """False also where there is no result."""
        return self.least <= self.result <= self.most


@dataclass(frozen=True)
class Simulation:
    """Worlds drawn with seeds 1, 2, …: ``replicate`` gives plain numbers of one, ``summary`` what they say together.

    ``about`` says in a sentence or two what is drawn, what is true in it, and what is asked of the method.
    """

    name: str
    about: str
    replicate: Callable[[int], dict[str, float]]
    summary: Callable[[list[dict[str, float]]], list[Result]]
    replications: int = REPLICATIONS


def furthest(
    method: str, case: str, source: str, *, published: ArrayLike, ours: ArrayLike, tolerance: ArrayLike
) -> Answer:
    """One answer for many figures of one kind: the one that uses most of its tolerance, and how many there were.

    A figure that is missing on one side only uses all of it; missing on both sides is agreement.
    """
    known, found = np.atleast_1d(np.asarray(published, dtype=float)), np.atleast_1d(np.asarray(ours, dtype=float))
    if known.shape != found.shape or known.size == 0:
        raise ValueError(f"{method}, {case}: {known.shape} published figures and {found.shape} of ours")
    allowed = np.broadcast_to(np.asarray(tolerance, dtype=float), known.shape)
    with np.errstate(invalid="ignore", divide="ignore"):
        used = np.abs(found - known) / allowed
    used[np.isnan(used)] = np.inf  # one of them is missing
    used[known == found] = 0
    used[np.isnan(known) & np.isnan(found)] = -1
    worst = int(np.argmax(used))
    told = f"{case}: the furthest of {known.size}" if known.size > 1 else case
    return Answer(method, told, source, float(known.flat[worst]), float(found.flat[worst]), float(allowed.flat[worst]))


def subjects(only: Sequence[str] = ()) -> dict[str, ModuleType]:
    """The modules of this package by name, or some of them, in the order of their names."""
    known = sorted(module.name for module in pkgutil.iter_modules(__path__))
    unknown = [name for name in only if name not in known]
    if unknown:
        raise SystemExit(f"No subject {', '.join(unknown)}. There are: {', '.join(known)}.")
    return {name: import_module(f"{__name__}.{name}") for name in known if not only or name in only}


def digest(subject: ModuleType) -> str:
    """SHA-256 of the files that a subject rests on: its own and those of ``SOURCES``, whose every glob finds some."""
    own = Path(subject.__file__ or "").resolve()
    found = {own.relative_to(ROOT).as_posix(): own}
    for pattern in subject.SOURCES:
        paths = sorted(path for path in ROOT.glob(pattern) if path.is_file())
        if not paths:
            raise FileNotFoundError(f"{subject.__name__}: no file matches '{pattern}'")
        found.update({path.relative_to(ROOT).as_posix(): path for path in paths})
    together = hashlib.sha256()
    for name in sorted(found):
        together.update(f"{name}\n{found[name].read_text(encoding='utf-8')}\n".encode())
    return together.hexdigest()
