"""Google's credentials for a container on AWS, in the agent's own environment."""

import json
import os
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from local.agent_process import PYTHON
from local.place import ROOT
from local.stubs.vertex import credentials_for

KEYS = {
    "AccessKeyId": "AKIDEXAMPLE",
    "SecretAccessKey": "wJalrXUtnFEMI",
    "Token": "a-session-token",
}
OF_A_ROLE = {
    "type": "external_account",
    "audience": "//iam.googleapis.com/a-pool",
    "subject_token_type": "urn:ietf:params:aws:token-type:aws4_request",
    "token_url": "https://sts.googleapis.com/v1/token",
    "credential_source": {
        "environment_id": "aws1",
        "regional_cred_verification_url": "https://sts.{region}.amazonaws.com"
        "?Action=GetCallerIdentity&Version=2011-06-15",
    },
}
# The token that Google is sent: a signed question to AWS, who this is.
SCRIPT = """
import os, sys, urllib.parse
from voice_agent.services.google_credentials import credentials_of
credentials = credentials_of(os.environ["TEXT"])
if sys.argv[1] == "token":
    print(urllib.parse.unquote(credentials.retrieve_subject_token(None)))
else:
    print(type(credentials).__module__)
"""


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        is_known = self.headers["Authorization"] == "a-token-of-ecs"
        content = json.dumps(KEYS if is_known else {}).encode()
        self.send_response(200)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: Any) -> None:
        """Quiet."""


@pytest.fixture
def keys_address() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), _Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/keys"
        server.shutdown()
        thread.join()


def said(text: str, what: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    return subprocess.run(
        [str(PYTHON), "-c", SCRIPT, what],
        env={**kept, "PYTHONPATH": str(ROOT / "agent"), "TEXT": text, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def in_container(address: str, token: str = "a-token-of-ecs") -> dict[str, str]:
    return {
        "AWS_CONTAINER_CREDENTIALS_FULL_URI": address,
        "AWS_CONTAINER_AUTHORIZATION_TOKEN": token,
        "AWS_REGION": "eu-west-1",
    }


def test_in_a_container_the_task_s_role_is_shown_to_google(keys_address: str) -> None:
    done = said(json.dumps(OF_A_ROLE), "token", **in_container(keys_address))

    assert done.returncode == 0, done.stderr
    asked = json.loads(done.stdout)
    headers = {each["key"].lower(): each["value"] for each in asked["headers"]}
    assert asked["url"].startswith("https://sts.eu-west-1.amazonaws.com")
    assert headers["x-amz-security-token"] == KEYS["Token"]
    assert "Credential=AKIDEXAMPLE/" in headers["authorization"]
    assert KEYS["SecretAccessKey"] not in done.stdout


def test_without_keys_it_is_google_s_error(keys_address: str) -> None:
    environment = in_container(keys_address, token="another")
    done = said(json.dumps(OF_A_ROLE), "token", **environment)

    assert done.returncode == 1
    assert "RefreshError: AWS gave no keys for this container" in done.stderr


def test_elsewhere_and_for_other_credentials_it_is_google_s_own_way(keys_address: str) -> None:
    keys = {"AWS_REGION": "eu-west-1", "AWS_ACCESS_KEY_ID": "A", "AWS_SECRET_ACCESS_KEY": "S"}
    elsewhere = said(json.dumps(OF_A_ROLE), "token", **keys)
    other = said(credentials_for("http://127.0.0.1:1"), "kind", **in_container(keys_address))

    assert elsewhere.returncode == 0, elsewhere.stderr
    assert "Credential=A/" in elsewhere.stdout
    assert other.stdout.strip() == "google.auth.identity_pool"


@pytest.mark.parametrize("text", ["", "no JSON", "[]", "{}", '"text"'])
def test_text_that_is_none_is_refused(text: str) -> None:
    done = said(text, "kind")

    assert done.returncode == 1
    assert any(
        name in done.stderr for name in ("JSONDecodeError", "ValueError", "DefaultCredentials")
    )
