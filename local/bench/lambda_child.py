"""One cold start in this interpreter, whose path holds the built layer and the functions alone.

    lambda_child.py <recording.json> <warm requests>

The recording's endpoint is imported and answers its request; AWS answers what
it answered then, put in where botocore would send, so that everything but the network counts.
Prints JSON: milliseconds of processor time.
"""

import os
import sys
import time
from typing import Any


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
    hashing = _listen_to_argon2()
    listening = time.process_time()
    first = handler(event, None)
    answered = time.process_time()
    if status and first["statusCode"] != status:
        raise SystemExit(f"{name} answered {first['statusCode']}: {first['body'][:300]}")
    first_hashing = sum(hashing)
    calling = _listen_to_calls()
    times: list[tuple[float, float, float]] = []
    for _ in range(requests):
        replay.rewind()
        hashing.clear()
        calling.clear()
        start = time.process_time()
        handler(event, None)
        whole = time.process_time() - start
        times.append((whole - sum(hashing) - sum(calling), whole - sum(hashing), whole))
    middles = [sorted(column)[requests // 2] * 1000 for column in zip(*times, strict=True)]
    return {
        "cold": (answered - (listening - imported)) * 1000,
        "import": (imported - started) * 1000,
        "argon2": first_hashing * 1000,
        **dict(zip(("own", "with_calls", "with_argon2"), middles, strict=False)),
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
    if "argon2" in sys.modules:
        import argon2

        for name in ("hash", "verify"):
            _time(argon2.PasswordHasher, name, taken)
    return taken


def _listen_to_calls() -> list[float]:
    """The list that each call of an AWS client adds its processor seconds to."""
    from botocore.client import BaseClient

    taken: list[float] = []
    _time(BaseClient, "_make_api_call", taken)
    return taken


def _time(kind: type, name: str, taken: list[float]) -> None:
    method = getattr(kind, name)

    def call(*args: Any, **named: Any) -> Any:
        start = time.process_time()
        try:
            return method(*args, **named)
        finally:
            taken.append(time.process_time() - start)

    setattr(kind, name, call)


if __name__ == "__main__":
    # What the program logs must not mix with the figures.
    out = os.dup(1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    argument = sys.argv[1]
    figures = replayed(argument, int(sys.argv[2]))
    import json

    os.write(out, json.dumps(figures).encode())
    os._exit(0)  # A Lambda is frozen, never torn down.
