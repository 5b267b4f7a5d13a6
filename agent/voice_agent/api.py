"""The API, as the agent of one talk calls it: with its token, again where an answer is lost.

Each call may be repeated (docs/onboarding.md, "What the agent calls").
"""

import asyncio
import json
import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import aiohttp

_TRIES = 3
# A caller waits in silence meanwhile.
_SECONDS_A_TRY = 4.0
_PAUSE = 0.3
_LONGEST_BODY = 1_000_000


class ApiUnavailableError(Exception):
    """The API did not answer in all tries."""


class ApiRefusedError(Exception):
    """The API refused a request. `fields`: the paths that it did not take, with the reasons."""

    def __init__(self, status: int, reply: Mapping[str, Any]) -> None:
        super().__init__(str(reply.get("error") or "refused"))
        self.status = status
        self.code = str(reply.get("code") or "")
        self.confirmation = str((reply.get("confirmation") or {}).get("id") or "")
        self.fields = [
            f"{one.get('path')} {one.get('message')}" for one in reply.get("fields") or []
        ]

    @property
    def sentence(self) -> str:
        """For the model: what is wrong, and where."""
        return "; ".join([str(self), *self.fields])


@dataclass(frozen=True)
class Api:
    """One talk's calls. `token` stands in the place of the brand's key, too."""

    http: aiohttp.ClientSession
    base_url: str
    token: str = field(repr=False)
    seconds_a_try: float = _SECONDS_A_TRY

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
        for number in range(_TRIES):
            if number:
                await asyncio.sleep(_PAUSE * 2**number * random.uniform(0.5, 1))  # noqa: S311
            try:
                status, reply = await self._once(method, path, query, content, headers or {})
            except (aiohttp.ClientError, TimeoutError, ValueError):
                continue
            if status < 400:
                data: dict[str, Any] = reply.get("data", {})
                return data
            if status != 429 and status < 500:
                raise ApiRefusedError(status, reply)
        raise ApiUnavailableError(f"{method} {path} was not answered")

    async def _once(
        self,
        method: str,
        path: str,
        query: Mapping[str, str | int] | None,
        content: bytes | None,
        headers: Mapping[str, str],
    ) -> tuple[int, dict[str, Any]]:
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
            timeout=aiohttp.ClientTimeout(total=self.seconds_a_try),
        ) as response:
            reply = json.loads(await response.content.read(_LONGEST_BODY))
            if not isinstance(reply, dict):
                raise ValueError("the answer is no object")
            return response.status, reply
