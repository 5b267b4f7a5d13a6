"""Finding a coach: the best for a newcomer's answers, and the one that they choose."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from stvos.catalogue.models import Trainer
from stvos.catalogue.repository import CatalogueRepository
from stvos.clock import Clock, utc_now
from stvos.dynamodb.keys import ClientId
from stvos.dynamodb.table import Table
from stvos.errors import InvalidCoach, InvalidInput, NotFound
from stvos.identity.principal import Principal
from stvos.onboarding.coaches import Coaches
from stvos.onboarding.criteria import Criteria
from stvos.onboarding.models import OnboardingSession
from stvos.onboarding.ranking import Recommendation, ranked
from stvos.onboarding.repository import OnboardingSessions, session_hash
from stvos.onboarding.requests import MOST_COACHES, RecommendBody


@dataclass(frozen=True, slots=True)
class Chosen:
    """A session and the coach that was chosen in it."""

    session: OnboardingSession
    coach: Trainer


class CoachFinder:
    """The coaches of one brand, for newcomers."""

    def __init__(self, table: Table, tenant: ClientId, now: Clock = utc_now) -> None:
        self._sessions = OnboardingSessions(table, tenant)
        self._catalogue = CatalogueRepository(table, tenant)
        self._coaches = Coaches(table, tenant)
        self._now = now

    @classmethod
    def of(cls, principal: Principal) -> Self:
        return cls(Table.of_stack(), principal.client)

    def recommend(self, body: RecommendBody) -> list[Recommendation]:
        """The best coaches for a session, or for a profile; raises InvalidSession."""
        limit = min(max(body.limit, 1), MOST_COACHES)
        if body.session_id is not None:
            return self.recommend_for(body.session_id, limit)
        if body.profile is None:
            raise InvalidInput.at("body.sessionId", "or body.profile is required")
        answers = body.profile.given()
        return self._ranked(answers, json.dumps(answers, sort_keys=True), limit)

    def recommend_for(self, session_id: str, limit: int) -> list[Recommendation]:
        """The best coaches for a session; raises InvalidSession."""
        session = self._sessions.require(session_id, self._now())
        return self._ranked(session.values, session_hash(session_id), limit)

    def select(self, session_id: str, coach_id: int) -> Chosen:
        """Choose a coach; another choice later replaces it. Raises InvalidSession, InvalidCoach."""
        now = self._now()
        self._sessions.require(session_id, now)
        try:
            trainer = self._catalogue.require_trainer(coach_id)
        except NotFound:
            raise InvalidCoach from None
        if not trainer.active:
            raise InvalidCoach
        return Chosen(self._sessions.choose(session_id, coach_id, now), trainer)

    def _ranked(self, answers: Mapping[str, Any], seed: str, limit: int) -> list[Recommendation]:
        return ranked(self._coaches.recent(), Criteria.of(answers), seed, self._now(), limit)
