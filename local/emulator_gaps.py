"""What the emulator does otherwise than AWS, set right before it starts.

Each function names one gap, so that it can go when the emulator has closed it.
"""

import hashlib
import io
import json
import shutil
import sys
import tempfile
import threading
import zipfile
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

from ministack.core import lambda_runtime  # type: ignore[import-untyped]
from ministack.core.responses import AccountRegionScopedDict  # type: ignore[import-untyped]
from ministack.services import lambda_svc, secretsmanager, sqs  # type: ignore[import-untyped]
from ministack.services.cloudformation import (  # type: ignore[import-untyped]
    changesets,
    engine,
    handlers,
    provisioners,
    stacks,
)

from local import emulator_streams

WARM_WORKERS = 64
KEPT_LAYERS = 6


def close_all(layers: Path) -> None:
    split_in_conditions()
    secrets_without_punctuation()
    bare_interpreter()
    layers_unpacked_once(layers)
    queues_on_any_port()
    emulator_streams.keep()


def split_in_conditions() -> None:
    """Conditions may use Fn::Split; the emulator evaluates them without."""
    original = engine._evaluate_conditions

    def evaluate(template: dict[str, Any], params: Mapping[str, Any]) -> Any:
        conditions = _without_split(template.get("Conditions", {}), params)
        return original({**template, "Conditions": conditions}, params)

    _replace("_evaluate_conditions", evaluate, [engine, changesets, handlers, stacks])


def _without_split(value: Any, params: Mapping[str, Any]) -> Any:
    if isinstance(value, list):
        return [_without_split(item, params) for item in value]
    if not isinstance(value, dict):
        return value
    if "Fn::Split" in value:
        separator, text = value["Fn::Split"]
        if isinstance(text, dict):
            text = params[text["Ref"]]["Value"]
        return str(text).split(separator)
    return {key: _without_split(item, params) for key, item in value.items()}


def secrets_without_punctuation() -> None:
    """GenerateSecretString in a stack honours only two of its settings; the service all."""
    original = provisioners._sm_secret_string

    def generate(props: Mapping[str, Any]) -> Any:
        options = props.get("GenerateSecretString")
        if not options or props.get("SecretString") or options.get("SecretStringTemplate"):
            return original(props)
        switches = {name: str(value).lower() == "true" for name, value in options.items()}
        characters = json.loads(
            secretsmanager._get_random_password(
                {
                    **switches,
                    "PasswordLength": int(options.get("PasswordLength", 32)),
                    "ExcludeCharacters": options.get("ExcludeCharacters", ""),
                }
            )[2]
        )
        return characters["RandomPassword"]

    _replace("_sm_secret_string", generate, [provisioners])


def bare_interpreter() -> None:
    """Lambdas run without our virtual environment: what no layer holds must fail here too."""
    interpreter = getattr(sys, "_base_executable", sys.executable)
    original = lambda_runtime._detect_runtime_binary

    def detect(runtime: str) -> Any:
        binary, script = original(runtime)
        return (interpreter if runtime.startswith("python") else binary), script

    _replace("_detect_runtime_binary", detect, [lambda_runtime])


def layers_unpacked_once(folder: Path) -> None:
    """Every worker unpacks every layer for itself: 50 MB and half a second for each of 190.

    The workers get a layer of one .pth file instead, which puts the unpacked one on their path.
    """
    original = lambda_svc._resolve_layer_zip
    spawn = lambda_runtime.Worker._spawn
    spawning = threading.local()
    unpacking = threading.Lock()

    def spawn_with_pointer(worker: Any) -> Any:
        spawning.now = True
        try:
            return spawn(worker)
        finally:
            spawning.now = False

    def resolve(reference: Any) -> Any:
        content = original(reference)
        if not content or not getattr(spawning, "now", False):
            return content
        unpacked = folder / hashlib.sha256(content).hexdigest()[:16]
        with unpacking:
            if not unpacked.exists():
                _unpack(content, unpacked)
        return _pointing_to(unpacked / "python")

    lambda_runtime.Worker._spawn = spawn_with_pointer
    _replace("_resolve_layer_zip", resolve, [lambda_svc])


def queues_on_any_port() -> None:
    """A queue's address holds the port of its making; on another, no one would read it."""
    original = sqs.load_persisted_state

    def load(data: dict[str, Any]) -> Any:
        queues, moved = data.get("queues", {}), AccountRegionScopedDict()
        for (account, region, _), queue in queues.all_items() if queues else ():
            address = sqs._queue_url_for_account(account, queue["name"])
            moved.set_scoped(account, region, address, {**queue, "url": address})
        return original({**data, "queues": moved})

    _replace("load_persisted_state", load, [sqs])


def _unpack(content: bytes, target: Path) -> None:
    """Whole or not at all; the layers of the deployments before the last go."""
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = Path(tempfile.mkdtemp(dir=target.parent))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        archive.extractall(partial)
    by_age = sorted(target.parent.iterdir(), key=lambda path: path.stat().st_mtime)
    for old in by_age[:-KEPT_LAYERS]:
        shutil.rmtree(old, ignore_errors=True)
    partial.rename(target)


def end_idle_workers(keep: int = WARM_WORKERS) -> None:
    """The emulator keeps a process for every function it ever ran: 190 of 80 MB."""
    with lambda_runtime._lock:
        every = [worker for pool in lambda_runtime._workers.values() for worker in pool]
        idle = sorted(
            (worker for worker in every if not worker.in_use), key=lambda worker: worker.last_used
        )
        surplus = idle[: max(0, len(every) - keep)]
        for pool in lambda_runtime._workers.values():
            pool[:] = [worker for worker in pool if worker not in surplus]
    lambda_runtime.kill_workers(surplus)


def _pointing_to(folder: Path) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(
            # Named after the layer: a function may have several.
            f"python/lib/python3.13/site-packages/{folder.parent.name}.pth",
            f"import sys; sys.path.insert(0, {str(folder)!r})\n",
        )
    return buffer.getvalue()


def _replace(name: str, function: Any, modules: list[ModuleType]) -> None:
    """In every module that took the function by its name."""
    for module in modules:
        if not hasattr(module, name):
            raise LookupError(f"the emulator's {module.__name__} has no {name} any more")
        setattr(module, name, function)
