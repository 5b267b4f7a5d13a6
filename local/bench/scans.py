"""Benchmark of our own part of a scan: `python -m local.bench scans`."""

import json
import os
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from local.bench.page import Section, marked, table
from local.place import CACHE, ROOT

OWN_MS, MOST_MB, COLD_TIMES_THE_FLOOR = 250.0, 512.0, 2.5
ROUNDS = 5
_SIZE = (4032, 3024)  # 12 megapixels, as phones take.
_BYTES = 3_000_000
_CHILD = Path(__file__).with_name("scan_child.py")


def run(missing: list[str]) -> list[Section]:
    """Names of figures over their targets are added to `missing`."""
    with TemporaryDirectory() as folder:
        photo = Path(folder) / "plate.jpg"
        size = _write(photo)
        own = _child("photo", str(photo))
    rounds = [(_child("floor")["ms"], _child("cold")["ms"]) for _ in range(ROUNDS)]
    times = median(cold / floor for floor, cold in rounds)
    rows = [
        ("our own time, ms of processor", own["ms"], OWN_MS, "{:.0f}"),
        ("most memory, MB", own["mb"], MOST_MB, "{:.0f}"),
        ("cold start until the model is asked, × floor", times, COLD_TIMES_THE_FLOOR, "{:.2f}"),
    ]
    missing += [f"scans: {what}" for what, figure, most, _ in rows if figure > most]
    shown = [(what, marked(figure, most, form), f"{most:g}") for what, figure, most, form in rows]
    text = f"""
A JPEG of {size / 1e6:.1f} MB and 12 megapixels: read, turned upright, made small and written anew
without metadata; then the model's answer of six foods checked, weighed by our own table and
written. Calls of AWS and the model are not in it. The model is sent {own["sent"] / 1000:.0f} kB;
for rules, schema and photo {own["tokens"]:,.0f} tokens are reserved, 1,120 of them are the photo's.

{table(("", "figure", "at most"), shown)}

The cold start is that of a fresh interpreter: handler, Pillow and pi-heif, and Vertex AI's client
with its credentials. The floor is a bare function's, as in tests/contract/import_cost.py, measured
beside it: {median(floor for floor, _ in rounds):.0f} ms. Median of {ROUNDS} pairs.
"""
    return [Section("Food scans", "scans", text)]


def _write(photo: Path) -> int:
    """A photo of 3 MB: a plate's smooth colours under a camera's noise. Answers its size."""
    import numpy as np
    from PIL import Image

    chance = np.random.default_rng(20261127)
    across, down = np.meshgrid(np.linspace(0, 6, _SIZE[0]), np.linspace(0, 5, _SIZE[1]))
    smooth = np.stack([np.sin(across + n) * np.cos(down - n) for n in range(3)], axis=-1)
    noisy = smooth * 90 + 128 + chance.normal(0, 9, smooth.shape)
    picture = Image.fromarray(noisy.clip(0, 255).astype(np.uint8))
    for quality in range(95, 30, -1):
        out = BytesIO()
        picture.save(out, "JPEG", quality=quality)
        if out.tell() <= _BYTES:
            break
    photo.write_bytes(out.getvalue())
    return out.tell()


def _child(*arguments: str) -> dict[str, Any]:
    folders = (ROOT / "layers" / "core", ROOT / "functions", ROOT, CACHE / "ai" / "python")
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join(map(str, folders)),
        "AWS_DEFAULT_REGION": "eu-west-1",
    }
    done = subprocess.run(  # noqa: S603 (our own script)
        [sys.executable, "-P", str(_CHILD), *arguments],
        env=environment,
        capture_output=True,
        check=True,
        text=True,
    )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found
