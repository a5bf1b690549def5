"""How do the programs that tests start begin as fast as a user's: with their modules compiled on disk?"""

from __future__ import annotations

import os
import sys

# Where an environment forbids it, each of some hundreds of processes would compile the whole program anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
