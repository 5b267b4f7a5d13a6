"""`make run`, `make stop` and `make reset`."""

import argparse
import asyncio
import contextlib
import os
import shutil
import signal
import sys
import time
from pathlib import Path
from typing import Any

from local.deployment import DeploymentError
from local.parent import call_at_end_of_input
from local.place import ROOT, Place
from local.stack import Lock, StackError, running


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("command", choices=["run", "stop", "reset"])
    parser.add_argument("--folder", type=Path, default=ROOT / ".local")
    parser.add_argument("--api-port", type=int, default=int(os.environ.get("API_PORT") or 3000))
    parser.add_argument("--aws-port", type=int, default=int(os.environ.get("AWS_PORT") or 4566))
    parser.add_argument("--without-demo", action="store_true")
    parser.add_argument("--with-parent", action="store_true", help="end when stdin is closed")
    parser.add_argument("--stubs", action="store_true", help="with stand-ins for the providers")
    options = parser.parse_args()
    place = Place(options.folder.resolve(), options.api_port, options.aws_port)
    if options.command == "run":
        return asyncio.run(_run(place, options))
    _stop(place)
    if options.command == "reset":
        shutil.rmtree(place.folder, ignore_errors=True)
        _say("The laptop stack's data is gone; `make run` starts afresh.")
    return 0


async def _run(place: Place, options: argparse.Namespace) -> int:
    task = asyncio.create_task(_serve(place, options))
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, task.cancel)
    if options.with_parent:
        call_at_end_of_input(loop, task.cancel)
    try:
        await task
    except asyncio.CancelledError:
        _say("Stopped; the data is kept.")
    except (StackError, DeploymentError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


async def _serve(place: Place, options: argparse.Namespace) -> None:
    began = time.monotonic()
    demo = not options.without_demo
    async with running(place, _say, with_demo=demo, with_stand_ins=options.stubs) as facts:
        _say(_ready(place, facts, time.monotonic() - began))
        await asyncio.Event().wait()


def _ready(place: Place, facts: dict[str, Any], seconds: float) -> str:
    lines = [
        f"\nReady after {seconds:.0f} s.\n",
        f"  API      {facts['baseUrl']}",
        f"  Docs     {facts['docsUrl']}",
        f"  AWS      {facts['aws']['endpointUrl']}",
        f"  Keys     {_near(place.stack_file)}",
        f"  Mails    {_near(place.mail)}",
        f"  Log      {_near(place.log)}",
    ]
    if stand_ins := facts.get("standIns"):
        lines += [
            "\nVertex AI, LiveKit and Hume are stand-ins, which make every answer up:",
            *(
                f"  {stand_ins[name]}"
                for name in ("VertexApiEndpoint", "LivekitUrl", "HumeApiBase")
            ),
        ]
    if "agent" in facts:
        lines.append(f"\nThe voice agent takes talks; its log: {_near(place.agent_log)}")
    lines.append("\nCtrl-C stops it.")
    return "\n".join(lines)


def _near(path: Path) -> str:
    with contextlib.suppress(ValueError):
        return str(path.relative_to(Path.cwd()))
    return str(path)


def _stop(place: Place) -> None:
    holder = Lock(place.folder).holder()
    if holder is None:
        _say("The laptop stack is not running.")
        return
    os.kill(holder, signal.SIGTERM)
    for _ in range(900):
        if Lock(place.folder).holder() is None:
            _say("The laptop stack has stopped; the data is kept.")
            return
        time.sleep(0.1)
    raise SystemExit(f"Process {holder} does not stop.")


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
