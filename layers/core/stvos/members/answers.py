"""What a member is answered about themselves."""

from typing import Literal, Self

from stvos.accounts.answers import PartnerNameAnswer
from stvos.models import Answer, Instant, OmittedIfNone
from stvos.partners.models import Partner


class FarewellAnswer(Answer):
    """`receiptId` proves that the deletion was asked for; it names no person."""

    message: str
    receipt_id: int


class JoinedPartnerAnswer(Answer):
    """The partner whose member the account is from now on."""

    partner: PartnerNameAnswer

    @classmethod
    def of(cls, partner: Partner) -> Self:
        return cls(partner=PartnerNameAnswer.model_validate(partner))


class PhotoAnswer(Answer):
    """POST `fields` and then `file` as multipart/form-data to `uploadUrl`, within 5 minutes.

    `imageUrl` shows the photo once it is there; like every address of it, for an hour.
    """

    upload_url: str
    fields: dict[str, str]
    image_url: str


class ExportStartedAnswer(Answer):
    job_id: int


class ExportAnswer(Answer):
    """`url` leads to the archive for an hour at most; ask again for another one."""

    status: Literal["pending", "ready", "failed"]
    url: OmittedIfNone[str] = None
    expires_at: OmittedIfNone[Instant] = None
