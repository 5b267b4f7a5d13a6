"""cal.com's slot calculation, run with Node: its own code, fetched when it is measured.

The package that cal.com publishes for its API has the three functions in two of its files. What is
around them wants a database, so they are cut out; nothing of them is changed or kept here.
"""

import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from local.place import CACHE, ROOT

VERSION = "0.0.360"
# Name, version, digest as npm shows it, and what it is called in the cache.
_PACKAGES = (
    (
        "@calcom/platform-libraries",
        VERSION,
        "V3ka+OCz8c3O4jLvfLBDC15vedAdy2Cx/xHK3A80uMAg1DJOOBugSyifObmD+Pl2GYhW0l1P/HDfMUDrlWTewA==",
        "calcom",
    ),
    (
        "dayjs",
        "1.11.23",
        "QDTCU0M0MxR3hQfnlDJfwekQiaanm1ubOD231u73WBckQ/fsamwRLiE2GBz6D3a/xF1NgfiDLJjXBa1hYOYTtQ==",
        "dayjs",
    ),
)
_HARNESS = Path(__file__).with_name("calcom_slots.mjs")
_FETCHER = ROOT / "layers" / "reference" / "fetch_npm.py"


class CalcomError(Exception):
    """It cannot be fetched or run; the sentence says what is missing."""


def listing(asked: dict[str, Any]) -> dict[str, Any]:
    """The median of a listing in milliseconds of processor, and the slots. Raises CalcomError."""
    node = shutil.which("node")
    if node is None:
        raise CalcomError("Node is missing.")
    calcom, dayjs = (_fetched(*package) for package in _PACKAGES)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "node_modules").mkdir()
        (folder / "node_modules" / "dayjs").symlink_to(dayjs)
        (folder / "calculation.mjs").write_text(_calculation(calcom / "dist"))
        harness = shutil.copy(_HARNESS, folder)
        rules = folder / "asked.json"
        rules.write_text(json.dumps(asked))
        done = subprocess.run(  # noqa: S603
            [node, harness, str(rules)], capture_output=True, text=True, check=False, cwd=folder
        )
    if done.returncode:
        raise CalcomError(f"It does not run: {done.stderr[-600:]}")
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _fetched(package: str, version: str, digest: str, folder: str) -> Path:
    home = CACHE / "bench" / f"{folder}-{version}"
    if not home.exists():
        command = [sys.executable, str(_FETCHER), package, version, digest, "package", str(home)]
        if subprocess.run(command, check=False).returncode:  # noqa: S603
            raise CalcomError(f"{package} {version} cannot be fetched.")
    return home


def _calculation(dist: Path) -> str:
    """The calculation as a module of its own."""
    [ranges] = dist.glob("date-ranges-*.js")
    text = ranges.read_text("utf-8")
    [setting_up] = re.findall(r'^import "\./(index-[^"]+)";$', text, re.MULTILINE)
    slots = _part(dist / "slots.js", "const minimumOfOne", "const getSlots$1")
    [zones] = [path for path in dist.glob("index-*.js") if "const getTimeZone" in path.read_text()]
    zone = _part(zones, "const getTimeZone", "function getUTCOffset")
    shared = (dist / setting_up).read_text("utf-8")
    return "\n".join(
        [
            _without_names(shared, "import dayjs"),
            _without_names(text, f'import "./{setting_up}"', "import dayjs"),
            zone,
            slots,
            "export { buildDateRanges, getSlots, subtract };",
        ]
    ).replace("import customParseFormat", 'import dayjs from "dayjs";\nimport customParseFormat', 1)


def _part(path: Path, first: str, behind: str) -> str:
    text = path.read_text("utf-8")
    start, end = text.find(first), text.find(behind)
    if not 0 <= start < end:
        raise CalcomError(f"{path.name} is not as it was when the benchmark was written.")
    return text[start:end]


def _without_names(text: str, *lines: str) -> str:
    """Without these lines and without what the module exports, as one of several in one file."""
    kept = [line for line in text.splitlines() if not line.startswith(lines)]
    return re.sub(r"^export \{.*?\};?$", "", "\n".join(kept), flags=re.MULTILINE | re.DOTALL)
