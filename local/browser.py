"""A headless browser for tests of pages: the machine's own Chromium, driven by Playwright."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, sync_playwright

from local.place import ROOT

# As root Chromium has no sandbox; the rest keeps it from calling its maker.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


def executable() -> str:
    """Where the browser is; raises CalledProcessError when there is none."""
    printed = subprocess.run(  # noqa: S603
        [ROOT / "local" / "find_browser.sh"], check=True, stdout=subprocess.PIPE, text=True
    )
    return printed.stdout.strip()


@contextmanager
def opened(url: str) -> Iterator[Page]:
    """A page of a browser of its own, until the end of the block."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=ARGUMENTS)
        try:
            page = browser.new_page(viewport={"width": 1400, "height": 900})
            page.goto(url)
            yield page
        finally:
            browser.close()
