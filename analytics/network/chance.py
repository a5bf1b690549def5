"""How do kernels draw by chance, the same on any machine for the same seed?

splitmix64 (Steele, Lea and Flood 2014, Fast splittable pseudorandom number generators); its state is uint64 (1,).
"""

from __future__ import annotations

import numpy as np

from analytics.network.compiled import inlined


@inlined
def random_bits(state):  # type: ignore[no-untyped-def]
    """The next 64 bits."""
    state[0] += np.uint64(0x9E3779B97F4A7C15)
    bits = state[0]
    bits = (bits ^ (bits >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    bits = (bits ^ (bits >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return bits ^ (bits >> np.uint64(31))


@inlined
def random_below(state, bound):  # type: ignore[no-untyped-def]
    """A whole number from 0 to ``bound`` - 1; from 32 bits, which favours none by more than bound / 2^32."""
    return np.int64(((random_bits(state) >> np.uint64(32)) * np.uint64(bound)) >> np.uint64(32))
