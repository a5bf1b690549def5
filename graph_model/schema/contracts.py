"""Where does the schema have dataframely from, without the toolkit of databases that it would load beside it?

Nothing of ours asks dataframely to write a table of a database; loading that toolkit takes a fifth of a second of every
command, so dataframely is told that it is not installed, which it puts up with.
"""

from __future__ import annotations

import sys

_TOOLKIT = "sqlalchemy"

if _TOOLKIT in sys.modules:
    import dataframely as dy
else:
    sys.modules[_TOOLKIT] = None  # type: ignore[assignment]  # the import system's own mark for what is not to be had
    try:
        import dataframely as dy
    finally:
        del sys.modules[_TOOLKIT]

__all__ = ["dy"]
