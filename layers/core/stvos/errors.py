"""Every error a caller can cause, as one tree; `endpoint` turns them into the error envelope.

StvosError
├── InvalidInput 400 ── MalformedJson, WeakPassword, InvalidCode, VoucherRequired, InvalidVoucher,
│                       NoDefaultClient, InvalidSession, InvalidCoach
├── Unauthenticated 401 ── MissingApiKey, InvalidApiKey, MissingToken, InvalidToken, TokenExpired,
│                          TokenReused, InvalidCredentials
├── Forbidden 403 ── FeatureDisabled, PremiumRequired
├── NotFound 404 ── UnknownVoucher, InvalidInvite
├── Conflict 409 ── UserExists, ClientAmbiguous, ClientInUse, VoucherRedeemed, AlreadyMember,
│                    LastOwner, InvalidState, SlotTaken, SlotUnavailable, MemberBusy,
│                    HasBookings, NotOpenYet, Ended, ClassFull, SessionChanged,
│                    ConfirmationRequired, IdempotencyInProgress
├── PayloadTooLarge 413 · IdempotencyMismatch 422
├── UnsupportedMediaType 415 ── UnsupportedImage
├── RateLimited 429 ── TooManyAttempts
├── VideoUnavailable, VoiceUnavailable 502
├── NotConfigured 503 ── VideoNotConfigured, VoiceNotConfigured, AiNotConfigured
└── GatewayTimeout 504

The codes are part of the API: an app switches on them, so a code is never renamed or reused.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, ClassVar

MOST_FIELDS = 50
"""How many fields an error names."""


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with one field. `path` starts with body, query, path or lines[n], or with
    profile, where a stored one is what is wrong.
    """

    path: str
    message: str


class StvosError(Exception):
    """An answer other than success. `extra` is merged into the envelope, `headers` into the answer.

    The sentence is for a person and may change; the code is for programs and may not.
    """

    status: ClassVar[HTTPStatus] = HTTPStatus.INTERNAL_SERVER_ERROR
    code: ClassVar[str] = "INTERNAL_ERROR"
    sentence: ClassVar[str] = "Something went wrong on our side."

    def __init__(
        self,
        sentence: str | None = None,
        *,
        details: str = "",
        fields: tuple[FieldError, ...] = (),
        extra: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(sentence or self.sentence)
        self.details = details
        self.fields = fields
        self.extra = dict(extra or {})
        self.headers = dict(headers or {})


# ---------------------------------------------------------------- 400


class InvalidInput(StvosError):
    """The request breaks a rule that its OpenAPI entry states."""

    status = HTTPStatus.BAD_REQUEST
    code = "VALIDATION_ERROR"
    sentence = "The request is not valid."

    @classmethod
    def of(cls, fields: Sequence[FieldError]) -> "InvalidInput":
        """Of at least one field, of which the first is in the details; fifty at most."""
        details = f"{fields[0].path}: {fields[0].message}"
        return cls(details=details, fields=tuple(fields[:MOST_FIELDS]))

    @classmethod
    def at(cls, path: str, message: str) -> "InvalidInput":
        """The error of a single field, for rules that a model alone cannot check."""
        return cls(details=f"{path}: {message}", fields=(FieldError(path, message),))


class MalformedJson(InvalidInput):
    code = "MALFORMED_JSON"
    sentence = "The body is not valid JSON in UTF-8."


class WeakPassword(InvalidInput):
    code = "WEAK_PASSWORD"
    sentence = "This password is too easy to guess."


class InvalidCode(InvalidInput):
    code = "INVALID_CODE"
    sentence = "This code is wrong, used or expired."


class VoucherRequired(InvalidInput):
    code = "VOUCHER_REQUIRED"
    sentence = "This brand needs a voucher code to join."


class InvalidVoucher(InvalidInput):
    code = "INVALID_VOUCHER"
    sentence = "This voucher code is not valid."


class NoDefaultClient(InvalidInput):
    code = "NO_DEFAULT_CLIENT"
    sentence = "Nothing says which brand this account belongs to."


class InvalidSession(InvalidInput):
    code = "INVALID_SESSION"
    sentence = "This onboarding session is unknown, used or expired."


class InvalidCoach(InvalidInput):
    code = "INVALID_COACH"
    sentence = "This coach is not available."


# ---------------------------------------------------------------- 401


class Unauthenticated(StvosError):
    """The caller is not who this route needs."""

    status = HTTPStatus.UNAUTHORIZED
    code = "INVALID_TOKEN"
    sentence = "The token is not valid."


class MissingApiKey(Unauthenticated):
    code = "MISSING_API_KEY"
    sentence = "The API key is missing."


class InvalidApiKey(Unauthenticated):
    code = "INVALID_API_KEY"
    sentence = "The API key is not valid."


class MissingToken(Unauthenticated):
    code = "MISSING_TOKEN"
    sentence = "The Authorization header with a Bearer token is missing."


class InvalidToken(Unauthenticated):
    pass


class TokenExpired(Unauthenticated):
    code = "TOKEN_EXPIRED"
    sentence = "The token has expired."


class TokenReused(Unauthenticated):
    code = "TOKEN_REUSED"
    sentence = "This refresh token was used before; sign in again."


class InvalidCredentials(Unauthenticated):
    code = "INVALID_CREDENTIALS"
    sentence = "The email or the password is wrong."


# ---------------------------------------------------------------- 403, 404


class Forbidden(StvosError):
    status = HTTPStatus.FORBIDDEN
    code = "FORBIDDEN"
    sentence = "You may not do this."


class FeatureDisabled(Forbidden):
    code = "FEATURE_DISABLED"
    sentence = "This feature is not enabled for this brand."


class PremiumRequired(Forbidden):
    code = "PREMIUM_REQUIRED"
    sentence = "This class is for premium members."


class NotFound(StvosError):
    """Unknown, or another tenant's: the answer does not say which."""

    status = HTTPStatus.NOT_FOUND
    code = "NOT_FOUND"
    sentence = "There is nothing here."


class UnknownVoucher(NotFound):
    """Any reason at all: unknown, expired, revoked, redeemed, another brand's."""

    code = "INVALID_VOUCHER"
    sentence = "This voucher code is not valid."


class InvalidInvite(NotFound):
    code = "INVALID_INVITE"
    sentence = "This invitation is not valid."


# ---------------------------------------------------------------- 409


class Conflict(StvosError):
    """The state of a thing does not allow this."""

    status = HTTPStatus.CONFLICT
    code = "CONFLICT"
    sentence = "The current state does not allow this."


class UserExists(Conflict):
    code = "USER_EXISTS"
    sentence = "There is already an account with this email."


class ClientAmbiguous(Conflict):
    code = "CLIENT_AMBIGUOUS"
    sentence = "This email has accounts with several brands; choose one."


class ClientInUse(Conflict):
    code = "CLIENT_IN_USE"
    sentence = "Only an empty client can be deleted."


class VoucherRedeemed(Conflict):
    code = "VOUCHER_REDEEMED"
    sentence = "A member has joined with this voucher; it cannot be revoked."


class AlreadyMember(Conflict):
    code = "ALREADY_MEMBER"
    sentence = "This account is a member of a partner already."


class LastOwner(Conflict):
    code = "LAST_OWNER"
    sentence = "You cannot remove yourself; another owner can."


class InvalidState(Conflict):
    """`extra`: the `status` that it has, and the `allowed` ones in which this could be done."""

    code = "INVALID_STATE"
    sentence = "This cannot be done in the present state."


class SlotTaken(Conflict):
    code = "SLOT_TAKEN"
    sentence = "This time has just been taken."


class SlotUnavailable(Conflict):
    code = "SLOT_UNAVAILABLE"
    sentence = "The trainer cannot be booked at this time."


class MemberBusy(Conflict):
    code = "MEMBER_BUSY"
    sentence = "You have something else at this time."


class HasBookings(Conflict):
    """`extra`: the `bookings` and `groupClasses` that are in the way."""

    code = "HAS_BOOKINGS"
    sentence = "There are bookings or classes in this time."


class NotOpenYet(Conflict):
    code = "NOT_OPEN_YET"
    sentence = "The room is not open yet; try again shortly before the start."


class Ended(Conflict):
    code = "ENDED"
    sentence = "This is over."


class ClassFull(Conflict):
    code = "CLASS_FULL"
    sentence = "Every place in this class is taken."


class SessionChanged(Conflict):
    """An onboarding session got an answer while an account was about to take it over."""

    sentence = "The session is being changed; try again."


class ConfirmationRequired(Conflict):
    """A voice agent asked for something that its member is to confirm first. `confirmation` has
    the id that is sent with the same request afterwards.
    """

    code = "CONFIRMATION_REQUIRED"
    sentence = "The member is to confirm this first."


class IdempotencyInProgress(Conflict):
    code = "IDEMPOTENCY_IN_PROGRESS"
    sentence = "A request with this Idempotency-Key is still running."


# ---------------------------------------------------------------- the rest


class PayloadTooLarge(StvosError):
    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    code = "PAYLOAD_TOO_LARGE"
    sentence = "The body is too large."


class UnsupportedMediaType(StvosError):
    status = HTTPStatus.UNSUPPORTED_MEDIA_TYPE
    code = "UNSUPPORTED_MEDIA_TYPE"
    sentence = "This route takes another content type."


class UnsupportedImage(UnsupportedMediaType):
    code = "UNSUPPORTED_IMAGE"
    sentence = "Send a JPEG, PNG, WebP or HEIC picture."


class IdempotencyMismatch(StvosError):
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    code = "IDEMPOTENCY_MISMATCH"
    sentence = "This Idempotency-Key was used with another request."


class RateLimited(StvosError):
    """Too many; `Retry-After` says in how many seconds to try again."""

    status = HTTPStatus.TOO_MANY_REQUESTS
    code = "RATE_LIMITED"
    sentence = "Too many requests; try again later."

    def __init__(self, retry_after: int = 60) -> None:
        super().__init__(headers={"Retry-After": str(retry_after)})


class TooManyAttempts(RateLimited):
    code = "TOO_MANY_ATTEMPTS"
    sentence = "Too many attempts; try again later."


class VideoUnavailable(StvosError):
    status = HTTPStatus.BAD_GATEWAY
    code = "VIDEO_UNAVAILABLE"
    sentence = "The video service does not answer; try again."


class NotConfigured(StvosError):
    """A provider that this deployment has not set up. Subclasses carry the provider's code."""

    status = HTTPStatus.SERVICE_UNAVAILABLE
    code = "NOT_CONFIGURED"
    sentence = "This deployment has not set up the provider of this feature."


class VideoNotConfigured(NotConfigured):
    code = "VIDEO_NOT_CONFIGURED"
    sentence = "This deployment has not set up video rooms."


class VoiceUnavailable(StvosError):
    status = HTTPStatus.BAD_GATEWAY
    code = "VOICE_UNAVAILABLE"
    sentence = "The voice service does not answer; try again."


class VoiceNotConfigured(NotConfigured):
    code = "VOICE_NOT_CONFIGURED"
    sentence = "This deployment has not set up this voice provider."


class AiNotConfigured(NotConfigured):
    code = "AI_NOT_CONFIGURED"
    sentence = "This deployment has not set up a model that sees food."


class AiUnavailable(StvosError):
    status = HTTPStatus.BAD_GATEWAY
    code = "AI_UNAVAILABLE"
    sentence = "The model does not answer; try again."


class AiTimeout(StvosError):
    status = HTTPStatus.GATEWAY_TIMEOUT
    code = "AI_TIMEOUT"
    sentence = "The model takes too long; try again."


class AiBudgetExceeded(RateLimited):
    """`Retry-After`: in how many seconds the next day's budget begins."""

    code = "AI_BUDGET_EXCEEDED"
    sentence = "Today's budget for the model is used up."


class GatewayTimeout(StvosError):
    """What API Gateway answers for an endpoint that does not; no program of ours raises it."""

    status = HTTPStatus.GATEWAY_TIMEOUT
    code = "GATEWAY_TIMEOUT"
    sentence = "The answer took too long."


class InternalError(StvosError):
    pass


def all_codes() -> dict[str, HTTPStatus]:
    """The closed list of codes, as published in the OpenAPI document."""
    codes: dict[str, HTTPStatus] = {}
    todo = [StvosError]
    while todo:
        kind = todo.pop()
        codes[kind.code] = kind.status
        todo.extend(kind.__subclasses__())
    return dict(sorted(codes.items()))
