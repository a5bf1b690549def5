"""How does a test come by a served demonstration and a real browser?

Used by the tests' fixtures and by the command that makes the pictures of the documents.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

from playwright.sync_api import Browser, sync_playwright

CHROMIUM = Path("/usr/bin/chromium")
WITHOUT = (
    # of the window around a page: each would be a page of its own, loaded beside every page that is opened
    "WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup", "PreloadTopChromeWebUI",
    # what Playwright itself leaves out; a second list takes the place of the first
    "AimEnabled", "AvoidCorsURLLoaderRestartOnRedirect", "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose", "HttpsFirstBalancedModeAutoEnable", "HttpsUpgrades", "LensOverlay", "MediaRouter",
    "NetworkTimeServiceQuerying", "OptimizationHints", "PaintHolding", "PreconnectToSearch",
    "ThirdPartyStoragePartitioning",
)  # fmt: skip
"""Features of Chromium that are off."""
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    f"--disable-features={','.join(WITHOUT)}",
)


def gongjian(data: Path, *arguments: str) -> list[str]:
    """The command line of a data folder."""
    return [sys.executable, "-m", "dashboard.cli.main", "--data", str(data), *arguments]


def environment() -> dict[str, str]:
    """This process's environment without a person's own settings of the program."""
    return {name: value for name, value in os.environ.items() if not name.startswith("GONGJIAN_")}


@contextmanager
def served(data: Path) -> Iterator[str]:
    """The pages of a data folder on a free port; the address, until the block ends."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    log = data.with_suffix(".serve.log")
    with log.open("wb") as out:
        process = subprocess.Popen(
            gongjian(data, "serve", "--port", str(port)), stdout=out, stderr=out, env=environment()
        )
    try:
        wait_for(f"{address}/api/v1/health", process, log)
        yield address
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_for(url: str, process: subprocess.Popen[bytes], log: Path, *, seconds: float = 90.0) -> None:
    """Until the server answers; what it said, where it ends or stays silent."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and process.poll() is None:
        try:
            with urlopen(url, timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"the server did not come up:\n{log.read_text('utf-8')}")


def demonstration(data: Path) -> None:
    """Load the bundled sub-district into a data folder, as a person would."""
    command = gongjian(data, "--quiet", "demo", "--no-serve")
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment(), timeout=300)


@contextmanager
def browsing() -> Iterator[Browser]:
    """A headless Chromium of the system."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(ARGUMENTS))
        try:
            yield browser
        finally:
            browser.close()
