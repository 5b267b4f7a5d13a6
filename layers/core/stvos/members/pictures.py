"""A member's photo: how an app sends it, and how it gets to see it.

The bucket is private, so a photo's address is signed when it is answered, for an hour. Its object
always has the same name: until a new photo has arrived whole, the old one stays.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Self

from stvos.accounts.models import Account
from stvos.accounts.repository import AccountRepository
from stvos.clock import Clock, epoch, utc_now
from stvos.dynamodb.keys import ClientId, UserId
from stvos.dynamodb.table import Table
from stvos.identity.principal import Principal
from stvos.members.objects import MemberObjects
from stvos.providers.downloads import signed_url
from stvos.providers.uploads import signed_form

SHOWN_FOR = timedelta(hours=1)
FORM_LIFETIME = timedelta(minutes=5)
_MOST_BYTES = 5_000_000


def picture_url(account: Account) -> str | None:
    """Where the member's photo can be seen for an hour; None without one."""
    return signed_url(account.photo, SHOWN_FOR) if account.photo else None


@dataclass(frozen=True, slots=True)
class UploadForm:
    """Where a photo is sent, with which fields, and where it shows afterwards."""

    url: str
    fields: dict[str, str]
    image_url: str


class Pictures:
    """One member's photo."""

    def __init__(
        self,
        accounts: AccountRepository,
        objects: MemberObjects,
        account: Account,
        now: Clock = utc_now,
    ) -> None:
        self._accounts = accounts
        self._objects = objects
        self._account = account
        self._now = now

    @classmethod
    def of(cls, principal: Principal, account: Account) -> Self:
        member = UserId(account.id)
        return cls(
            AccountRepository(Table.of_stack(), principal.client),
            MemberObjects.of(ClientId(account.client_id), member),
            account,
        )

    def form(self, content_type: str) -> UploadForm:
        """M2: a form for one photo of at most 5 MB. The account remembers until when it is valid:
        an erasure waits for that.
        """
        until = epoch(self._now() + FORM_LIFETIME) + 1
        self._accounts.change(UserId(self._account.id), sets={"upload_until": until})
        name = self._objects.photo
        form = signed_form(name, content_type, _MOST_BYTES, FORM_LIFETIME, smallest=1)
        return UploadForm(form.url, form.fields, signed_url(name, SHOWN_FOR))

    def arrived(self) -> Account:
        """M2: the account, with its photo if one was sent since the first form was asked for."""
        account = self._account
        if account.photo or not account.upload_until:
            return account
        if self._objects.media_type(self._objects.photo) is None:
            return account
        return self._accounts.change(UserId(account.id), sets={"photo": self._objects.photo})
