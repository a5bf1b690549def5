"""Into which classes do domains fall where they are drawn, and in which colour is each?

Seven colours can be told apart; the characters on them are words. Nothing is drawn here.
"""

from __future__ import annotations

from typing import Final

DOMAIN_CLASSES: Final[dict[str, int]] = {
    "community": 1,
    "enterprise": 2,
    "park": 3,
    "building": 3,
    "agency": 4,
    "institution": 4,
    "school": 5,
    "social": 6,
    "retired": 7,
    "neighbourhood": 7,
    "floating": 7,
    "other": 7,
}
"""The drawn class of each domain: community, enterprise, park and building, agency and institution, school, social
organisation, other; characters in words."""
CLASS_COLOURS: Final[dict[int, str]] = {
    1: "#4477AA", 2: "#EE6677", 3: "#228833", 4: "#CCBB44", 5: "#66CCEE", 6: "#AA3377", 7: "#3F4854",
}  # fmt: skip
"""As ``--cat-1`` to ``--cat-7`` in ``tokens.css``: Paul Tol's bright; for the last a slate too dark to be taken for
the sixth."""
DARK_CLASSES: Final = frozenset({1, 3, 6, 7})
"""Classes whose character is white."""
