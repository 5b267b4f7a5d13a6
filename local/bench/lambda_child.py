"""One cold start in this interpreter, whose path holds the built layer and the functions alone.

    lambda_child.py floor
    lambda_child.py <recording.json> <warm requests>

The floor is a bare handler: it imports boto3, Powertools' Logger and pydantic, makes one DynamoDB
client and answers. A recording's endpoint is imported and answers its request; AWS answers what
it answered then, put in where botocore would send, so that everything but the network counts.
Prints JSON: milliseconds of processor time.
"""

import os
import sys
import time
from typing import Any


def floor() -> dict[str, float]:
    """What any function pays."""
    import boto3
    from aws_lambda_powertools import Logger
    from pydantic import BaseModel

    Logger(service="floor")
    boto3.client("dynamodb")
    assert BaseModel.__name__
    return {"cold": time.process_time() * 1000}


def replayed(file: str, requests: int) -> dict[str, float]:
    """The cold start of a recording's endpoint, then the middle of its warm requests."""
    with open(file, encoding="utf-8") as opened:  # noqa: PTH123 (pathlib would count)
        text = opened.read()
    started = time.process_time()
    import json
    from importlib import import_module

    name = text.partition("\n")[0]
    handler = import_module(name).handler
    imported = time.process_time()
    recording = json.loads(text.partition("\n")[2])
    replay = _Replay(recording["exchanges"])
    event, status = recording["event"], recording["status"]
    listening = time.process_time()
    first = handler(event, None)
    answered = time.process_time()
    if status and first["statusCode"] != status:
        raise SystemExit(f"{name} answered {first['statusCode']}: {first['body'][:300]}")
    times, hashing = [], _listen_to_argon2()
    for _ in range(requests):
        replay.rewind()
        hashing.clear()
        start = time.process_time()
        handler(event, None)
        times.append((time.process_time() - start, sum(hashing)))
    own = sorted(whole - hashed for whole, hashed in times)
    whole = sorted(whole for whole, _ in times)
    middle = len(times) // 2
    return {
        "cold": (answered - (listening - imported)) * 1000,
        "import": (imported - started) * 1000,
        **({"warm": own[middle] * 1000, "with_argon2": whole[middle] * 1000} if times else {}),
    }


class _Replay:
    """Answers of AWS, by operation, in their order."""

    def __init__(self, exchanges: list[dict[str, Any]]) -> None:
        from base64 import b64decode

        from stvos import aws

        self._exchanges = [
            (f"{e['service']}.{e['operation']}", e | {"content": b64decode(str(e["body"]))})
            for e in exchanges
        ]
        self.rewind()
        session: Any = aws.session()
        session.register("before-send", self._answer)

    def rewind(self) -> None:
        self._left: dict[str, list[dict[str, Any]]] = {}
        for name, exchange in self._exchanges:
            self._left.setdefault(name, []).append(exchange)

    def _answer(self, request: Any, event_name: str, **_: Any) -> Any:
        from botocore.awsrequest import AWSResponse

        exchange = self._left[event_name.removeprefix("before-send.")].pop(0)
        url = request.url
        raw = _Raw(exchange["content"])
        return AWSResponse(url, exchange["status"], exchange["headers"], raw)


class _Raw:
    """A body as urllib3 hands it out."""

    def __init__(self, content: bytes) -> None:
        from io import BytesIO

        self._content = BytesIO(content)
        self.read = self._content.read

    def stream(self, *_: Any, **__: Any) -> Any:
        yield self._content.read()


def _listen_to_argon2() -> list[float]:
    """The list that each hashing adds its processor seconds to."""
    taken: list[float] = []
    if "argon2" not in sys.modules:
        return taken
    import argon2

    def timed(method: Any) -> Any:
        def call(*args: Any, **named: Any) -> Any:
            start = time.process_time()
            try:
                return method(*args, **named)
            finally:
                taken.append(time.process_time() - start)

        return call

    for name in ("hash", "verify"):
        setattr(argon2.PasswordHasher, name, timed(getattr(argon2.PasswordHasher, name)))
    return taken


if __name__ == "__main__":
    # What the program logs must not mix with the figures.
    out = os.dup(1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    argument = sys.argv[1]
    figures = floor() if argument == "floor" else replayed(argument, int(sys.argv[2]))
    import json

    os.write(out, json.dumps(figures).encode())
    os._exit(0)  # A Lambda is frozen, never torn down.
