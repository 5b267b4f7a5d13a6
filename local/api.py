"""The API as the laptop stack's own programs call it."""

import json
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import aiohttp


class SeedError(Exception):
    """The API refused a step of the seeding; the message holds its answer."""


@dataclass(frozen=True)
class Api:
    """The API as one caller: a base URL and the headers that say who it is."""

    session: aiohttp.ClientSession
    base_url: str
    headers: dict[str, str]

    async def call(
        self, method: str, path: str, body: Any = None, *, lines: list[Any] | None = None
    ) -> Any:
        """The `data` of the answer."""
        headers = {**self.headers, "Content-Type": "application/json"}
        content = None if body is None else json.dumps(body)
        if lines is not None:
            headers["Content-Type"] = "application/x-ndjson"
            content = "\n".join(json.dumps(line) for line in lines)
        url = self.base_url + path
        async with self.session.request(method, url, data=content, headers=headers) as answer:
            text = await answer.text()
            if answer.status >= HTTPStatus.BAD_REQUEST:
                raise SeedError(f"{method} {path} answered {answer.status}: {text[:600]}")
            return json.loads(text)["data"]

    async def all(self, path: str, name: str) -> list[dict[str, Any]]:
        """Every item of a paged list."""
        items: list[dict[str, Any]] = []
        page = 1
        while True:
            data = await self.call("GET", f"{path}?page={page}&limit=100")
            items += data.get(name, data.get("items", []))
            if page >= data.get("pagination", {}).get("totalPages", 1):
                return items
            page += 1
