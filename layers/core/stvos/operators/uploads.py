"""Rules of the files an operator uploads: which types, how large, and where they are stored."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Self

from stvos.dynamodb.keys import ClientId
from stvos.errors import InvalidInput
from stvos.identity.principal import Principal
from stvos.ids import new_token
from stvos.operators.answers import UploadAnswer, UploadedAnswer
from stvos.operators.client_scope import ClientScope
from stvos.operators.requests import UploadBody, UploadKind
from stvos.pictures import picture_ref
from stvos.providers.uploads import signed_form

_LIFETIME = timedelta(hours=1)
_MB = 1_000_000
_PICTURES = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"}


@dataclass(frozen=True, slots=True)
class _Rule:
    """Accepted media types with their file endings, and the largest size in bytes."""

    types: dict[str, str]
    largest: int


# A form can carry 5 GB. SVG is missing on purpose: it can hold scripts.
_RULES: dict[UploadKind, _Rule] = {
    "video": _Rule({"video/mp4": "mp4"}, 5000 * _MB),
    "thumbnail": _Rule(_PICTURES, 5 * _MB),
    "logo": _Rule(_PICTURES, 2 * _MB),
    "image": _Rule(_PICTURES, 10 * _MB),
}


def video_prefix(tenant: ClientId) -> str:
    """Where a client's videos are stored in the bucket."""
    return f"clients/{tenant}/video/"


def _ref(tenant: ClientId, kind: UploadKind, ending: str) -> str:
    if kind == "video":
        return f"{video_prefix(tenant)}{new_token(16)}.{ending}"
    return picture_ref(tenant, ending)


class Uploads:
    """Files of one client."""

    def __init__(self, scope: ClientScope) -> None:
        self._scope = scope

    @classmethod
    def of(cls, principal: Principal, client_id: int) -> Self:
        return cls(ClientScope.of(principal, client_id))

    def prepare(self, body: UploadBody) -> UploadAnswer:
        """A signed form for exactly this file."""
        rule = _RULES[body.kind]
        ending = rule.types.get(body.content_type)
        if ending is None:
            accepted = ", ".join(rule.types)
            raise InvalidInput.at("body.contentType", f"must be one of {accepted}")
        if body.size > rule.largest:
            raise InvalidInput.at("body.size", f"must be at most {rule.largest} bytes")
        ref = _ref(self._scope.tenant, body.kind, ending)
        after = UploadedAnswer(ref=ref, content_type=body.content_type, size=body.size)
        self._scope.table.transact(
            *self._scope.audit_writes("upload.create", "uploads", after=after)
        )
        form = signed_form(ref, body.content_type, body.size, _LIFETIME)
        return UploadAnswer(upload_url=form.url, fields=form.fields, ref=ref)
