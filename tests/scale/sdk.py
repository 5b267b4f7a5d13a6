"""The real SDK before a model: what botocore costs is measured, and nothing is sent."""

import json
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

import boto3
from botocore.awsrequest import AWSResponse
from botocore.config import Config
from botocore.exceptions import ClientError

_CREDENTIALS: Any = {
    "region_name": "eu-west-1",
    "aws_access_key_id": "testing",
    "aws_secret_access_key": "testing",
}


class _Raw(BytesIO):
    """A response's body as urllib3 hands it out."""

    def stream(self, amt: int = 0, decode_content: bool | None = None) -> Iterator[bytes]:
        yield self.read()


def before(model: Any, service: str, unmeasured: Callable[[], Any]) -> Any:
    """A client of botocore whose calls a model answers."""
    config = Config(parameter_validation=False, retries={"total_max_attempts": 1})
    session: Any = boto3.Session()
    client = session.client(service, config=config, **_CREDENTIALS)
    names = {
        client.meta.method_to_api_mapping[name]: name
        for name in dir(client)
        if name in client.meta.method_to_api_mapping
    }

    def answer(request: Any, **_: Any) -> AWSResponse:
        with unmeasured():
            operation = request.headers["X-Amz-Target"].decode().rpartition(".")[2]
            asked = json.loads(request.body)
            try:
                status, body = 200, getattr(model, names[operation])(**asked)
            except ClientError as error:
                status, body = 400, _as_sent(error)
            headers: Any = {"Content-Type": "application/x-amz-json-1.0"}
            return AWSResponse(request.url, status, headers, _Raw(json.dumps(body).encode()))

    client.meta.events.register(f"before-send.{service}", answer)
    return client


def _as_sent(error: ClientError) -> dict[str, Any]:
    given: Any = error.response
    reasons = {n: given[n] for n in ("CancellationReasons", "Item") if n in given}
    return {"__type": f"com.amazonaws#{given['Error']['Code']}", "message": "", **reasons}
