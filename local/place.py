"""Where one laptop stack lives: its folder, its ports, and the environment of its programs."""

import os
import platform
import socket
import sys
from dataclasses import dataclass
from pathlib import Path

from local.template import REGION

ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / ".cache"
STACK = "stvos-local"
ARTIFACTS_BUCKET = "stvos-local-artifacts"
# The emulator takes any credentials; real ones must never be asked for, nor leave this machine.
CREDENTIALS = {"aws_access_key_id": "local", "aws_secret_access_key": "local"}


@dataclass(frozen=True)
class Place:
    """A folder for everything a stack keeps, and the two ports it answers on."""

    folder: Path
    api_port: int
    aws_port: int

    @property
    def base_url(self) -> str:
        return f"http://localhost:{self.api_port}/api/v1"

    @property
    def aws_url(self) -> str:
        return f"http://127.0.0.1:{self.aws_port}"

    @property
    def mail(self) -> Path:
        return self.folder / "mail"

    @property
    def build(self) -> Path:
        return self.folder / "build"

    @property
    def temporary(self) -> Path:
        return self.folder / "tmp"

    @property
    def log(self) -> Path:
        return self.folder / "emulator.log"

    @property
    def agent_log(self) -> Path:
        return self.folder / "agent.log"

    @property
    def stack_file(self) -> Path:
        return self.folder / "stack.json"

    @property
    def stand_in_ports(self) -> Path:
        return self.folder / "stand-in-ports.json"

    def environment(self) -> dict[str, str]:
        """For SAM: this machine's environment without anybody's cloud account in it."""
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(
                ("AWS_", "SAM_", "STVOS_", "POWERTOOLS_", "PYTHON", "VIRTUAL_ENV", "MAKE", "MFLAGS")
            )
        }
        return {
            **kept,
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}",
            "AWS_ENDPOINT_URL": self.aws_url,
            "AWS_ACCESS_KEY_ID": CREDENTIALS["aws_access_key_id"],
            "AWS_SECRET_ACCESS_KEY": CREDENTIALS["aws_secret_access_key"],
            "AWS_DEFAULT_REGION": REGION,
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            "AWS_EC2_METADATA_DISABLED": "true",
            "SAM_CLI_TELEMETRY": "0",
            "PYTHON": sys.executable,
            "ARCHITECTURE": architecture(),
            "NATIVE_WHEELS": "" if platform.system() == "Linux" else "1",
            "CONSTRAINTS": str(ROOT / "local" / "constraints.txt"),
        }

    def emulator_environment(self) -> dict[str, str]:
        """For the emulator and, through it, the Lambdas: providers' settings pass unchanged."""
        return {
            **self.environment(),
            "PYTHONPATH": "",
            "PYTHONNOUSERSITE": "1",
            "GATEWAY_PORT": str(self.aws_port),
            "BIND_HOST": "127.0.0.1",
            "MINISTACK_REGION": REGION,
            "PERSIST_STATE": "1",
            "STATE_DIR": str(self.folder / "state"),
            "S3_PERSIST": "1",
            "S3_DATA_DIR": str(self.folder / "s3"),
            "TMPDIR": str(self.temporary),
            "SFTP_ENABLED": "0",
            "IOT_MTLS_ENABLED": "0",
            "LOG_LEVEL": os.environ.get("EMULATOR_LOG_LEVEL", "INFO"),
        }


def architecture() -> str:
    """This machine's, in Lambda's words."""
    return "arm64" if platform.machine().lower() in {"arm64", "aarch64"} else "x86_64"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def port_is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
