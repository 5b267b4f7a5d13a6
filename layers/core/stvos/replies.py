"""What a service may answer where a model alone does not say enough."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus


@dataclass(frozen=True, slots=True)
class Raw:
    """An answer that is not in the envelope: HTML, CSV, a calendar, the OpenAPI document.

    `status`: where it is not the declared one.
    """

    body: str
    content_type: str
    headers: Mapping[str, str] = field(default_factory=dict)
    status: HTTPStatus | None = None


@dataclass(frozen=True, slots=True)
class WithStatus[A]:
    """An answer whose status depends on what happened: 200 for a resumed session, 201 for new.

    `location`: the address of a file that is finished. A caller that does not ask for JSON is sent
    there (303), as a browser's download needs it.
    """

    answer: A
    status: HTTPStatus
    headers: Mapping[str, str] = field(default_factory=dict)
    location: str | None = None
