"""Chance that depends on who and what is asked, never on when: the same draw for the same person and occasion.

A generator hands out numbers in the order in which they are asked for, so whatever is computed first changes all
that follows. Here a draw is a function of the seed, the person, the purpose and the occasion. The country is
therefore the same however it is cut into pieces, and a person meets the same luck in a world without activation.
"""

import numpy as np

_STEP = np.uint64(0x9E3779B97F4A7C15)  # odd, from the golden ratio: the increment of SplitMix64
_MASK = (1 << 64) - 1


class Chance:
    """Draws for some persons; each has the same value wherever and whenever it is asked for.

    Parameters
    ----------
    seed : int
        Where chance begins.
    persons : ndarray of int, shape (n,)
        The persons' numbers.

    References
    ----------
    Steele, Lea and Flood (2014), Fast splittable pseudorandom number generators, OOPSLA: the mixing function.
    """

    def __init__(self, seed: int, persons: np.ndarray) -> None:
        start = np.uint64((seed * 0xD1342543DE82EF95 + 0x632BE59BD9B4E019) & _MASK)
        self._keys = _mixed(persons.astype(np.uint64) * _STEP + _mixed(np.array([start], dtype=np.uint64))[0])

    def uniform(self, purpose: int, occasion: np.ndarray | int = 0, *, of: np.ndarray | None = None) -> np.ndarray:
        """Numbers from 0 up to and without 1, shape (n,), or of the persons at the positions ``of``.

        Parameters
        ----------
        purpose : int
            What is drawn, 0 to 4095: another purpose is another number.
        occasion : int or ndarray of int
            Which time it is drawn, such as the number of the spell; the same shape as the persons.
        of : ndarray of int, optional
            Positions in the persons given to the class.
        """
        keys = self._keys if of is None else self._keys[of]
        turn = np.atleast_1d(np.asarray(occasion, dtype=np.uint64)) * np.uint64(4096) + np.uint64(purpose + 1)
        drawn = _mixed(keys + turn * _STEP) >> np.uint64(11)
        return drawn.astype(np.float64) * 2.0**-53

    def waiting(self, purpose: int, occasion: np.ndarray | int = 0, *, of: np.ndarray | None = None) -> np.ndarray:
        """Waiting times at a rate of 1: exponential with mean 1."""
        waited: np.ndarray = -np.log1p(-self.uniform(purpose, occasion, of=of))
        return waited


def _mixed(bits: np.ndarray) -> np.ndarray:
    bits = (bits ^ (bits >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    bits = (bits ^ (bits >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed: np.ndarray = bits ^ (bits >> np.uint64(31))
    return mixed
