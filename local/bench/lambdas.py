"""Cold starts and warm requests of every endpoint, in fresh interpreters on the built layer."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from local.bench.page import Section, marked, table
from local.bench.recording import ENVIRONMENT, Recording
from local.endpoints import FUNCTIONS
from local.place import CACHE, ROOT, architecture

ROUNDS = int(os.environ.get("BENCH_ROUNDS", "5"))
REQUESTS = 60
# An anchor between so many endpoints: the machine's load changes, the ratio must not.
ANCHOR_EVERY = 5
COLD_TARGET = 0.5
READ_TARGET, WRITE_TARGET = 2.0, 3.0
_HOME = CACHE / "bench"
_CHILD = Path(__file__).with_name("lambda_child.py")
_ANCHORS = Path(__file__).with_name("anchors.py")
# The anchors, and the packages that each stands on.
_PACKAGES = {
    "cookbook": "stock",
    "stock": "stock",
    "stock, compiled": "compiled",
    "floor": "layer/python",
}
# What pip installs for the anchors; Powertools' tracer needs the X-Ray SDK.
_STOCK = ("boto3", "aws-lambda-powertools[tracer]", "pydantic")


def run(recorded: Sequence[Recording], missing: list[str]) -> list[Section]:
    """Measure in rounds, each endpoint once a round. What fails is named in `missing`."""
    build()
    print("warm requests ...", file=sys.stderr)
    warm = {r.module: own for r in recorded if (own := _warmed(r, missing))}
    recordings = [recording for recording in recorded if recording.module in warm]
    cold: dict[str, list[dict[str, float]]] = {r.module: [] for r in recordings}
    anchors: dict[str, list[float]] = {name: [] for name in _PACKAGES}
    for number in range(ROUNDS):
        print(f"cold starts, round {number + 1} of {ROUNDS} ...", file=sys.stderr)
        before = _anchor("stock")
        for at in range(0, len(recordings), ANCHOR_EVERY):
            group = recordings[at : at + ANCHOR_EVERY]
            measured = [_child(_CHILD, str(_file(recording)), "0") for recording in group]
            after = _anchor("stock")
            for recording, figures in zip(group, measured, strict=True):
                without_hashing = figures["cold"] - figures["argon2"]
                ratio = without_hashing / ((before + after) / 2)
                cold[recording.module].append(figures | {"ratio": ratio})
            anchors["stock"].append(after)
            before = after
            for name in _PACKAGES.keys() - {"stock"}:
                anchors[name].append(_anchor(name))
    middles = {name: median(figures) for name, figures in anchors.items()}
    return [_cold(recordings, cold, middles), _warm(recordings, warm)]


def build() -> None:
    """The core layer for this machine, made by its own Makefile; functions as SAM copies them."""
    shutil.rmtree(_HOME, ignore_errors=True)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    subprocess.run(  # noqa: S603
        ["make", "-s", "-C", str(ROOT / "layers" / "core"), "build-CoreLayer"],  # noqa: S607
        env=environment
        | {
            "ARTIFACTS_DIR": str(_HOME / "layer"),
            "ARCHITECTURE": architecture(),
            "PYTHON": sys.executable,
            "CONSTRAINTS": str(ROOT / "local" / "constraints.txt"),
        }
        | ({"NATIVE_WHEELS": "1"} if sys.platform != "linux" else {}),
        check=True,
    )
    requirements = str(ROOT / "layers" / "core" / "requirements.txt")
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    for name, options in (("stock", ["--no-compile"]), ("compiled", [])):
        where = ["--target", str(_HOME / name), "--constraint", requirements]
        subprocess.run([*install, *options, *where, *_STOCK], check=True)  # noqa: S603
    shutil.copytree(FUNCTIONS, _HOME / "functions", ignore=shutil.ignore_patterns("__pycache__"))


def _file(recording: Recording) -> Path:
    return _HOME / f"{recording.module}.json"


def _warmed(recording: Recording, missing: list[str]) -> dict[str, float] | None:
    """Write a recording for the child, and time its warm requests, if it answers as it did."""
    # The module's name in the first line, so that it is known before JSON is loaded.
    content = f"{recording.module}\n{json.dumps(recording.for_replay())}"
    _file(recording).write_text(content, "utf-8")
    try:
        return _child(_CHILD, str(_file(recording)), str(REQUESTS))
    except RuntimeError as error:
        missing.append(f"{recording.route}: {error}")
        return None


def _anchor(name: str) -> float:
    """The cold start of a bare function, in milliseconds."""
    handler = "cookbook" if name == "cookbook" else "stock"
    return _child(_ANCHORS, handler, packages=_HOME / _PACKAGES[name])["cold"]


def _child(script: Path, *arguments: str, packages: Path | None = None) -> dict[str, float]:
    # The interpreter itself and not the environment's, whose packages must not be found.
    python = os.path.realpath(sys.executable)
    ours = (_HOME / "layer" / "python", _HOME / "functions", CACHE / "reference" / "python")
    path = os.pathsep.join(map(str, (packages,) if packages else ours))
    done = subprocess.run(  # noqa: S603
        [python, "-sP", str(script), *arguments],
        env=ENVIRONMENT
        | {
            "POWERTOOLS_LOG_LEVEL": "INFO",
            "PYTHONPATH": path,
            "PYTHONDONTWRITEBYTECODE": "1",
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        },
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode or not done.stdout:
        raise RuntimeError(f"{arguments[0]}: {done.stderr[-2000:]}")
    printed: dict[str, float] = json.loads(done.stdout)
    return printed


def _cold(
    recordings: Sequence[Recording],
    measured: dict[str, list[dict[str, float]]],
    anchors: dict[str, float],
) -> Section:
    rows, over = [], 0
    for recording in recordings:
        runs = measured[recording.module]
        ratio = median(figures["ratio"] for figures in runs)
        over += ratio > COLD_TARGET
        rows.append(
            (
                f"`{recording.route}`",
                f"{_middle(runs, 'import'):.0f}",
                f"{_middle(runs, 'cold'):.0f}",
                marked(ratio, COLD_TARGET),
                f"{hashing:.0f}" if (hashing := _middle(runs, "argon2")) > 1 else "",
            )
        )
    ratios = sorted(median(f["ratio"] for f in runs) for runs in measured.values())
    stock = anchors["stock"]
    lines = [(name, f"{anchors[name]:.0f}", f"{anchors[name] / stock:.2f}") for name in _PACKAGES]
    text = f"""
Target: at most {COLD_TARGET} × *stock*, without the hashing of passwords. Met by {len(rows) - over}
of {len(rows)}; median {median(ratios):.2f}, largest {ratios[-1]:.2f}.

Processor time of a fresh interpreter from its start to the first answer, on nothing but the built
layer and `functions/`; AWS answers from a recording, put in where botocore would send. Median of
{ROUNDS} rounds; the ratio is to *stock* measured before and after each group of {ANCHOR_EVERY}.
The anchors (`local/bench/anchors.py`), in the same run:

- *cookbook*: Powertools' resolver with validation, Logger, Metrics, Tracer and a DynamoDB table
  resource, on the same packages as *stock*
- *stock*: boto3, Powertools' Logger and pydantic as pip brings them into a function of `sam build`,
  and one client; there is no bytecode and no disk to write it to, so each cold start compiles
- *stock, compiled*: the same with the bytecode that pip makes where it installs for itself
- *floor*: the same on our own layer, which is trimmed and compiled

{table(("anchor", "first answer ms", "× stock"), lines)}

The last column is what hashing takes, which is in the milliseconds and not in the ratio.

{table(("route", "import ms", "first answer ms", "× stock", "argon2 ms"), rows)}
"""
    return Section("Cold start", "lambdas", text)


def _warm(recordings: Sequence[Recording], measured: dict[str, dict[str, float]]) -> Section:
    rows, over, strict = [], 0, 0
    for recording in recordings:
        figures = measured[recording.module]
        reads = not recording.route.startswith(("POST", "PUT", "PATCH", "DELETE"))
        target = READ_TARGET if reads else WRITE_TARGET
        over += figures["own"] > target
        strict += figures["with_calls"] > target
        hashing = figures["with_argon2"] - figures["with_calls"] > 1
        rows.append(
            (
                f"`{recording.route}`",
                marked(figures["own"], target),
                f"{figures['with_calls']:.2f}",
                f"{target:.0f}",
                f"{figures['with_argon2']:.1f}" if hashing else "",
            )
        )
    text = f"""
Target: our own time a request at most {READ_TARGET:.0f} ms for reads and {WRITE_TARGET:.0f} ms for
writes. Met by {len(rows) - over} of {len(rows)}; with what botocore does for each call (building,
signing and reading it) by {len(rows) - strict}.

Processor time of a request in a running function, median of {REQUESTS}: our own, without the calls
of AWS clients; then with what botocore does for them, but without the network. Where a password is
hashed, which is meant to take its time, the last column has that too.

{table(("route", "own ms", "with botocore", "target", "with argon2"), rows)}
"""
    return Section("Warm requests", "lambdas", text)


def _middle(runs: Sequence[dict[str, float]], name: str) -> float:
    return median(figures[name] for figures in runs)
