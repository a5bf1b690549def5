"""Which charts do the pages show?

Pure functions: numbers in, a drawing out. They read no data and hold no words of their own.
"""

import importlib
from contextlib import suppress

# plotly looks pandas up among the modules that are there, and breaks on one that another thread has half imported: what
# classes maps brings it, in a thread that begins when a server does. So it is there, whole, before any figure.
with suppress(ImportError):
    importlib.import_module("pandas")
