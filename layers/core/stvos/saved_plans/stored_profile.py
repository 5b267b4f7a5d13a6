"""Refusals of what a plan was to go by and no request said: it stands in the stored profile."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from stvos.accounts.requests import PersonBody
from stvos.errors import FieldError, InvalidInput

_SENT = "body.userProfile"
_NAME = re.compile(r"\.?(\w*)")


@contextmanager
def naming_stored(said: PersonBody | None = None) -> Iterator[None]:
    """Name `profile.injuries[0]` instead of `body.userProfile.injuries[0]` in an InvalidInput where
    the request does not have the field, and say how to correct it. `said`: what the request has;
    None where it has no profile.
    """
    try:
        yield
    except InvalidInput as error:
        raise InvalidInput.of([_as_stored(one, said) for one in error.fields]) from error


def _as_stored(field: FieldError, said: PersonBody | None) -> FieldError:
    if not field.path.startswith(_SENT):
        return field
    place = field.path.removeprefix(_SENT)
    sent = said.model_dump(by_alias=True, exclude_none=True) if said else {}
    found = _NAME.match(place)
    name = found[1] if found else ""
    if name in sent or (sent and not name):
        return field
    instead = f", or send {name or 'others'} in userProfile" if said else ""
    how = f"it is in the stored profile: correct it by PUT /v1/users/me{instead}"
    return FieldError(f"profile{place}", f"{field.message}; {how}")
