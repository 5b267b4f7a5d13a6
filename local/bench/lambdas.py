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
# A floor between so many endpoints: the machine's mood changes, the ratio must not.
FLOOR_EVERY = 5
COLD_TARGET = 1.25
READ_TARGET, WRITE_TARGET = 2.0, 3.0
_HOME = CACHE / "bench"
_CHILD = Path(__file__).with_name("lambda_child.py")


def run(recorded: Sequence[Recording], missing: list[str]) -> list[Section]:
    """Measure in rounds, each endpoint once a round. What fails is named in `missing`."""
    build()
    print("warm requests ...", file=sys.stderr)
    warm = {r.module: own for r in recorded if (own := _warmed(r, missing))}
    recordings = [recording for recording in recorded if recording.module in warm]
    cold: dict[str, list[dict[str, float]]] = {r.module: [] for r in recordings}
    floors: list[float] = []
    for number in range(ROUNDS):
        print(f"cold starts, round {number + 1} of {ROUNDS} ...", file=sys.stderr)
        before = _child("floor")["cold"]
        for at in range(0, len(recordings), FLOOR_EVERY):
            group = recordings[at : at + FLOOR_EVERY]
            found = [_child(str(_file(recording)), "0") for recording in group]
            after = _child("floor")["cold"]
            for recording, figures in zip(group, found, strict=True):
                ratio = figures["cold"] / ((before + after) / 2)
                cold[recording.module].append(figures | {"ratio": ratio})
            floors.append(after)
            before = after
    return [_cold(recordings, cold, median(floors)), _warm(recordings, warm)]


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
    shutil.copytree(FUNCTIONS, _HOME / "functions", ignore=shutil.ignore_patterns("__pycache__"))


def _file(recording: Recording) -> Path:
    return _HOME / f"{recording.module}.json"


def _warmed(recording: Recording, missing: list[str]) -> dict[str, float] | None:
    """Write a recording for the child, and time its warm requests, if it answers as it did."""
    # The module's name in the first line, so that it is known before JSON is loaded.
    content = f"{recording.module}\n{json.dumps(recording.for_replay())}"
    _file(recording).write_text(content, "utf-8")
    try:
        return _child(str(_file(recording)), str(REQUESTS))
    except RuntimeError as error:
        missing.append(f"{recording.route}: {error}")
        return None


def _child(*arguments: str) -> dict[str, float]:
    # The interpreter itself and not the environment's, whose packages must not be found.
    python = os.path.realpath(sys.executable)
    path = f"{_HOME / 'layer' / 'python'}{os.pathsep}{_HOME / 'functions'}"
    done = subprocess.run(  # noqa: S603
        [python, "-sP", str(_CHILD), *arguments],
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
    found: dict[str, float] = json.loads(done.stdout)
    return found


def _cold(
    recordings: Sequence[Recording], measured: dict[str, list[dict[str, float]]], floor: float
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
    text = f"""
Target: at most {COLD_TARGET} × the floor. Met by {len(rows) - over} of {len(rows)}; median
{median(ratios):.2f}, largest {ratios[-1]:.2f}.

The floor is a bare handler on the same layer that imports boto3, Powertools' Logger and pydantic
and makes one DynamoDB client: {floor:.0f} ms. Processor time of a fresh interpreter on nothing but
the built layer and `functions/`, from its start to the first answer; AWS answers from a recording,
put in where botocore would send. Median of {ROUNDS} rounds; the ratio is to floors measured
before and after each group of {FLOOR_EVERY}. Hashing a password, which is meant to take its time,
is in the figures; the last column tells how much it is.

While other programs use the machine (see the load above), a route's ratio wanders by 0.15 from run
to run. What is over the target in every run:
sign-in hashes a password and loads `jwt` (which imports `cryptography`)
and a second client, for the signing key; the catalogue's routes make a client of S3 to fetch the
snapshot and open it; a route that changes API keys makes clients of SSM and API Gateway (0008); a
partner's route, the operator's for partners too, loads the models of staff, terms and accounts,
some 25 ms of classes that pydantic makes when a module is imported.

{table(("route", "import ms", "first answer ms", "× floor", "argon2 ms"), rows)}
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
