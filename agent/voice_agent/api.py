"""The API, as the agent of one talk calls it: with its token, again where an answer is lost.

Each call may be repeated (docs/onboarding.md, "What the agent calls").
"""

import asyncio
import json
import math
import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

import aiohttp

_TRIES = 3
_PAUSE, _LONGEST_PAUSE = 0.3, 2.0
_MOST_BYTES = 1_000_000


class ApiUnavailableError(Exception):
    """The API did not answer in all tries."""


class ApiRefusedError(Exception):
    """The API refused a request. `fields`: what is wrong with each of these, by their paths."""

    def __init__(self, status: int, reply: Mapping[str, Any]) -> None:
        super().__init__(str(reply.get("error") or "refused"))
        self.status = status
        confirmation, fields = reply.get("confirmation"), reply.get("fields")
        self.confirmation = ""
        if isinstance(confirmation, dict):
            self.confirmation = str(confirmation.get("id") or "")
        self.fields = {
            str(one.get("path")): str(one.get("message"))
            for one in (fields if isinstance(fields, list) else ())
            if isinstance(one, dict)
        }

    @property
    def sentence(self) -> str:
        """For the model: what is wrong, and where."""
        return "; ".join([str(self), *(f"{path} {what}" for path, what in self.fields.items())])


class _NotNowError(Exception):
    """No answer of the API's, or one that asks for another try. `pause`: in seconds, at least."""

    def __init__(self, pause: float = 0) -> None:
        self.pause = pause


@dataclass(frozen=True)
class Api:
    """One talk's calls. `token` stands in the place of the brand's key, too. `seconds_a_try`: the
    caller waits in silence meanwhile.
    """

    http: aiohttp.ClientSession
    base_url: str
    token: str = field(repr=False)
    seconds_a_try: float = 4.0

    async def get(self, path: str, **query: str | int) -> dict[str, Any]:
        """Raises ApiRefusedError, ApiUnavailableError."""
        return await self._call("GET", path, query=query)

    async def post(
        self, path: str, body: Mapping[str, Any], confirmation: str = ""
    ) -> dict[str, Any]:
        """The same body gives the same bytes, as a confirmation asks for. Raises ApiRefusedError,
        ApiUnavailableError.
        """
        headers = {"X-Confirmation": confirmation} if confirmation else {}
        content = json.dumps(body, sort_keys=True).encode()
        return await self._call("POST", path, content=content, headers=headers)

    async def _call(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, str | int] | None = None,
        content: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> dict[str, Any]:
        for number in range(1, _TRIES + 1):
            try:
                return await self._once(method, path, query, content, headers or {})
            except _NotNowError as refusal:
                at_least = refusal.pause
            except (aiohttp.ClientError, TimeoutError, ValueError):
                at_least = 0.0
            pause = max(at_least, _PAUSE * 2**number * random.uniform(0.5, 1))  # noqa: S311
            if number == _TRIES or pause > _LONGEST_PAUSE:
                break
            await asyncio.sleep(pause)
        raise ApiUnavailableError(f"{method} {path} was not answered")

    async def _once(
        self,
        method: str,
        path: str,
        query: Mapping[str, str | int] | None,
        content: bytes | None,
        headers: Mapping[str, str],
    ) -> dict[str, Any]:
        """Raises ApiRefusedError, _NotNowError, and ValueError for what is not JSON."""
        async with self.http.request(
            method,
            f"{self.base_url}{path}",
            params=query,
            data=content,
            headers={
                "X-API-Key": self.token,
                "Authorization": f"Bearer {self.token}",
                "Content-Type": "application/json",
                **headers,
            },
            # A redirection would take the token to another host.
            allow_redirects=False,
            timeout=aiohttp.ClientTimeout(total=self.seconds_a_try),
        ) as response:
            status = response.status
            if status == HTTPStatus.TOO_MANY_REQUESTS:
                raise _NotNowError(_seconds(response.headers.get("Retry-After", "")))
            reply = json.loads(await _read(response.content))
        match reply:
            case {"data": dict(data)} if HTTPStatus(status).is_success:
                return data
            case {"code": "IDEMPOTENCY_IN_PROGRESS"}:
                # The try before this one came through, and still runs.
                raise _NotNowError
            case dict() if HTTPStatus(status).is_client_error:
                raise ApiRefusedError(status, reply)
        raise _NotNowError


async def _read(content: aiohttp.StreamReader) -> bytes:
    """All of it. Raises ValueError for more than the API sends."""
    body = bytearray()
    async for chunk in content.iter_chunked(1 << 16):
        body += chunk
        if len(body) > _MOST_BYTES:
            raise ValueError("the answer is too long")
    return bytes(body)


def _seconds(retry_after: str) -> float:
    """Of the header; a date in it counts as a long time."""
    if not retry_after:
        return 0
    return int(retry_after) if retry_after.isascii() and retry_after.isdigit() else math.inf
