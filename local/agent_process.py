"""The voice agent beside the laptop stack: a process in an environment of its own.

`python -m local.agent_process COMMAND...` runs a command and ends it when the parent dies.
"""

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from local.deployment import variable_of
from local.parent import call_at_end_of_input
from local.place import CACHE, ROOT, free_port

PYTHON = CACHE / "agent" / "bin" / "python"
_REGISTERED = b"registered with LiveKit"
_START_SECONDS, _END_SECONDS = 90, 20


class AgentError(Exception):
    """The agent did not start."""


class AgentProcess:
    """One agent, which takes the talks of a stack. `log`: what it writes is added to it.

    `parameters`: the template's, for the providers. `certificate`: what Google's client trusts.
    `settings`: of the agent's own, in the place of the usual ones.
    """

    def __init__(
        self,
        parameters: Mapping[str, str],
        api_url: str,
        certificate: str,
        log: Path,
        **settings: str,
    ) -> None:
        self._environment = _environment(parameters, api_url, certificate) | settings
        self._log = log
        self._process: subprocess.Popen[bytes] | None = None
        self.health_url = ""

    def start(self) -> None:
        """Until it is registered with LiveKit. Raises AgentError."""
        if not PYTHON.exists():
            raise AgentError("its packages are missing; `make run STUBS=1` installs them.")
        port = free_port()
        self.health_url = f"http://127.0.0.1:{port}/"
        begin = self._log.stat().st_size if self._log.exists() else 0
        with self._log.open("ab") as output:
            self._process = subprocess.Popen(  # noqa: S603 - our own command
                [sys.executable, "-m", "local.agent_process", str(PYTHON), "-m", "voice_agent"],
                cwd=ROOT,
                env=self._environment | {"HEALTH_PORT": str(port)},
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        for _ in range(_START_SECONDS * 10):
            if _REGISTERED in self._log.read_bytes()[begin:]:
                return
            if self._process.poll() is not None:
                break
            time.sleep(0.1)
        self.stop()
        raise AgentError(f"see {self._log}")

    @property
    def pid(self) -> int:
        """SIGTERM lets its talks end, and then it ends."""
        assert self._process
        return self._process.pid

    def stop(self) -> None:
        """End it: talks get some seconds to end."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.communicate(timeout=_END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None


def _environment(parameters: Mapping[str, str], api_url: str, certificate: str) -> dict[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("AWS_", "PYTHON", "LIVEKIT_", "GOOGLE_", "VIRTUAL_ENV"))
    }
    return {
        **kept,
        **{variable_of(name): value for name, value in parameters.items()},
        "PYTHONPATH": str(ROOT),
        "VERTEX_LIVE_ENDPOINT": parameters["VertexApiEndpoint"],
        # Instead of the machine's authorities: everything else is called without TLS here.
        "SSL_CERT_FILE": certificate,
        "STVOS_API_URL": api_url,
        "TAKES_ANY_LOAD": "1",
        "ALONE_SECONDS": "10",
        # A function's first call on a laptop takes seconds.
        "API_SECONDS": "20",
        "DRAIN_SECONDS": "10",
    }


async def _tethered(command: Sequence[str]) -> int:
    """Run a command until it ends, we are asked to end, or the parent has died."""
    process = await asyncio.create_subprocess_exec(*command, stdin=subprocess.DEVNULL)

    def end() -> None:
        with contextlib.suppress(ProcessLookupError):
            process.terminate()

    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, end)
    call_at_end_of_input(loop, end)
    return await process.wait()


if __name__ == "__main__":
    # The agent looks for its own modules; ours are not to be in its way.
    os.environ["PYTHONPATH"] = str(ROOT / "agent")
    sys.exit(asyncio.run(_tethered(sys.argv[1:])))
