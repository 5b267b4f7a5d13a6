"""Who is calling: made from the authorizer's context and nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Self

from stvos.dynamodb.keys import ClientId, UserId
from stvos.errors import Forbidden, InvalidToken, MissingApiKey, MissingToken, Unauthenticated


class Who(StrEnum):
    """Who may call a route, in the contract's marks."""

    ANYONE = "-"
    KEY = "K"
    OPTIONAL_KEY = "K?"
    USER = "U"
    TRAINER = "T"
    PARTNER = "P"
    OPERATOR = "A"


_OF_A_CLIENT = {Who.KEY, Who.USER, Who.TRAINER, Who.PARTNER}


class AgentScope(StrEnum):
    """What a voice agent's token opens: routes of a newcomer's session, or of a member's, of which
    it asks some freely and others once the member has confirmed them.
    """

    ONBOARDING = "onboarding"
    READS = "reads"
    CONFIRMED = "confirmed"


class Feature(StrEnum):
    """Parts of the product that a client has or has not."""

    CLASSES = "classes"
    LIVE_CLASSES = "live_classes"
    WORKOUT_BUILDER = "workout_builder"
    NUTRITION = "nutrition"
    COACH_CONNECT = "coach_connect"
    AI_COACH = "ai_coach"


@dataclass(frozen=True, slots=True)
class Principal:
    """An authenticated caller. `tenant` is None for the operator and, until a route has found
    it, for a caller with the universal key.

    `works_in`: for a voice agent, onboarding or ai_coach; `session_mark`: see
    `stvos.identity.agent_tokens`.
    """

    kind: str = "public"
    tenant: ClientId | None = None
    features: frozenset[str] = frozenset()
    key_id: int | None = None
    universal: bool = False
    user_id: UserId | None = None
    role: str = ""
    family_id: int | None = None
    issued_ms: int = 0
    expires_at: int = 0
    staff_id: int | None = None
    partner_id: int | None = None
    works_in: str = ""
    session_mark: str = ""
    address: str = ""

    @classmethod
    def of_context(cls, context: Mapping[str, Any], address: str) -> Self:
        """From `requestContext.authorizer`, whose values API Gateway turns into strings."""

        def number(name: str) -> int | None:
            return int(context[name]) if context.get(name) else None

        tenant, user = number("clientId"), number("userId")
        return cls(
            kind=context.get("kind", "public"),
            tenant=ClientId(tenant) if tenant else None,
            features=frozenset(str(context.get("features", "")).split()),
            key_id=number("keyId"),
            universal=context.get("universal") == "true",
            user_id=UserId(user) if user else None,
            role=context.get("role", ""),
            family_id=number("familyId"),
            issued_ms=number("issuedMs") or 0,
            expires_at=number("expiresAt") or 0,
            staff_id=number("staffId"),
            partner_id=number("partnerId"),
            works_in=context.get("worksIn", ""),
            session_mark=context.get("sessionMark", ""),
            address=address,
        )

    def require(self, who: Who, agents: AgentScope | None = None) -> None:
        """Refuse a caller of another kind with 401, and one without the role with 403. `agents`:
        which voice agents pass for such a caller.
        """
        if self.is_agent:
            self._require_agent(agents)
            return
        match who:
            case Who.ANYONE | Who.OPTIONAL_KEY:
                return
            case Who.KEY if self.kind != "key":
                raise MissingApiKey
            case Who.USER | Who.TRAINER if self.kind != "user":
                raise MissingToken
            case Who.PARTNER if self.kind != "partner":
                raise MissingToken
            case Who.OPERATOR if self.kind != "operator":
                raise Unauthenticated("The operator's key is missing or wrong.")
            case Who.TRAINER if self.role != "trainer":
                raise Forbidden
        if who in _OF_A_CLIENT and self.tenant is None and not self.universal:
            # An authorizer that forgot the tenant must not pass for the universal key's.
            raise Unauthenticated("Nothing says which brand this call is for.")

    def _require_agent(self, agents: AgentScope | None) -> None:
        of_session = agents is AgentScope.ONBOARDING
        if agents is None or self.tenant is None or of_session != (self.works_in == "onboarding"):
            raise InvalidToken

    @property
    def is_agent(self) -> bool:
        """Whether a voice agent calls, for the newcomer or member whom it talks with."""
        return self.kind == "agent"

    def within(self, tenant: ClientId, features: frozenset[str]) -> "Principal":
        """The same caller once the tenant is known."""
        return replace(self, tenant=tenant, features=features)

    @property
    def client(self) -> ClientId:
        """The tenant; asking for it where none is known is a refusal, never a default."""
        if self.tenant is None:
            raise Unauthenticated("Nothing says which brand this call is for.")
        return self.tenant

    @property
    def user(self) -> UserId:
        if self.user_id is None:
            raise MissingToken
        return self.user_id

    @property
    def staff(self) -> int:
        if self.staff_id is None:
            raise MissingToken
        return self.staff_id

    @property
    def partner(self) -> int:
        if self.partner_id is None:
            raise MissingToken
        return self.partner_id

    @property
    def scope(self) -> str:
        """Who this caller is as far as the credentials say, for idempotency keys: only one that
        `is_known` is distinguished from every other.
        """
        actor = self.session_mark or self.user_id or self.staff_id or self.key_id or ""
        return f"{self.kind}:{self.tenant or ''}:{actor}"

    @property
    def is_known(self) -> bool:
        """Whether the credentials prove one person. A brand's key is in everybody's app."""
        is_coach = self.is_agent and self.user_id is not None
        return is_coach or self.kind in {"user", "partner", "operator"}
