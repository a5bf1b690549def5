"""How long does the report on the bundled sub-district take, from the command to its last byte?

It times the whole command as a planner runs it, start-up included; it does not look inside.

    python scripts/bench.py [--runs N]
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

GONGJIAN = Path(sys.executable).with_name("gongjian")


def seconds(*command: str, data: str) -> float:
    """Wall-clock seconds of one command that has to succeed."""
    start = time.perf_counter()
    subprocess.run(
        [GONGJIAN, "--data", data, *command],
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "GONGJIAN_STORE": "embedded"},
    )
    return time.perf_counter() - start


def main() -> None:
    """Load the demo once, then time each command several times."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--runs", type=int, default=5, help="timed runs of each command (default 5)")
    runs = parser.parse_args().runs
    timed = (("--help",), ("report", "--format", "json"), ("measure", "--format", "json"))

    print(f"{platform.machine()}, {os.cpu_count()} CPUs, Python {platform.python_version()}; {runs} runs, wall seconds")
    with tempfile.TemporaryDirectory() as data:
        print(f"{'demo --no-serve (first, loads the ledger)':44} {seconds('demo', '--no-serve', data=data):7.2f}")
        print(f"{'':44} {'least':>7} {'median':>7} {'most':>7}")
        for command in timed:
            taken = [seconds(*command, data=data) for _ in range(runs)]
            told = (min(taken), statistics.median(taken), max(taken))
            print(f"{' '.join(command):44} " + " ".join(f"{value:7.2f}" for value in told))
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"most memory of any command: {peak:.0f} MB")


if __name__ == "__main__":
    main()
