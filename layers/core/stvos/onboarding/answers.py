"""What newcomers are answered."""

from typing import Self

from pydantic.alias_generators import to_camel

from stvos.accounts.answers import CoachAnswer
from stvos.models import Answer, Instant, Number, OmittedIfNone
from stvos.onboarding.models import AnswerSource, OnboardingSession
from stvos.onboarding.questions import unanswered
from stvos.onboarding.ranking import Recommendation
from stvos.onboarding.recommending import Chosen
from stvos.onboarding.safety import RedFlag, script
from stvos.onboarding.voice_presence import VoiceState
from stvos.pictures import PictureUrl


class AnsweredProfile(Answer):
    """What was answered so far; what was not is left out."""

    age: OmittedIfNone[int] = None
    gender: OmittedIfNone[str] = None
    height: OmittedIfNone[Number] = None
    weight: OmittedIfNone[Number] = None
    fitness_level: OmittedIfNone[str] = None
    fitness_goal: OmittedIfNone[str] = None
    goals: OmittedIfNone[list[str]] = None
    workout_days: OmittedIfNone[list[str]] = None
    workout_times: OmittedIfNone[list[str]] = None
    equipment: OmittedIfNone[list[str]] = None
    injuries: OmittedIfNone[list[str]] = None
    dietary_restrictions: OmittedIfNone[list[str]] = None
    allergies: OmittedIfNone[list[str]] = None
    preferences: OmittedIfNone[list[str]] = None
    languages: OmittedIfNone[list[str]] = None
    budget: OmittedIfNone[Number] = None
    currency: OmittedIfNone[str] = None
    timezone: OmittedIfNone[str] = None
    name: OmittedIfNone[str] = None
    email: OmittedIfNone[str] = None


class OriginAnswer(Answer):
    """How a field was answered, and whether the newcomer agreed to it."""

    source: AnswerSource
    confirmed: bool


class NextQuestionAnswer(Answer):
    """What to ask next, under the field that answers it."""

    field: str
    text: str


class SafetyAnswer(Answer):
    """What an answer mentioned that needs a doctor, and the words to say, as they are."""

    flags: list[RedFlag]
    message: str


class SoFarAnswer(Answer):
    """A session as it is. `missing`: the fields that are still to be asked, in their order.
    `voice`, of one that talks, where it is read: `form` where the app goes on without the agent.
    """

    session_id: str
    profile: AnsweredProfile
    origins: dict[str, OriginAnswer]
    missing: list[str]
    complete: bool
    next: OmittedIfNone[NextQuestionAnswer] = None
    questions_version: int
    safety: OmittedIfNone[SafetyAnswer] = None
    voice: OmittedIfNone[VoiceState] = None
    expires_at: Instant

    @classmethod
    def of(cls, session: OnboardingSession, voice: VoiceState | None = None) -> Self:
        missing, flags = unanswered(session.answers), session.red_flags
        return cls(
            session_id=session.id,
            profile=AnsweredProfile.model_validate(session.values),
            origins={
                to_camel(field): OriginAnswer(source=given.source, confirmed=given.confirmed)
                for field, given in session.answers.items()
            },
            missing=[to_camel(question.field) for question in missing],
            complete=not missing,
            next=NextQuestionAnswer(field=to_camel(missing[0].field), text=missing[0].text)
            if missing
            else None,
            questions_version=session.questions,
            safety=SafetyAnswer(flags=list(flags), message=script(flags)) if flags else None,
            voice=voice,
            expires_at=session.expires_at,
        )


class ConsentAnswer(Answer):
    """`givenAt`: when this was last said; null where nothing was."""

    transcript: bool
    recording: bool
    given_at: Instant | None


class SessionConsentAnswer(Answer):
    session_id: str
    consent: ConsentAnswer

    @classmethod
    def of(cls, session: OnboardingSession) -> Self:
        consent = ConsentAnswer(
            transcript=session.transcript,
            recording=session.recording,
            given_at=session.consent_at,
        )
        return cls(session_id=session.id, consent=consent)


class CoachSuggestionAnswer(Answer):
    """A trainer who suits. `score` is from 0 to 1; `reasons` say what speaks for them."""

    id: int
    name: str
    image: PictureUrl | None
    specialisations: list[str]
    score: Number
    reasons: list[str]


class CoachesAnswer(Answer):
    """Best first."""

    coaches: list[CoachSuggestionAnswer]

    @classmethod
    def of(cls, found: list[Recommendation]) -> Self:
        return cls(
            coaches=[
                CoachSuggestionAnswer(
                    id=one.coach.id,
                    name=one.coach.name,
                    image=one.coach.image,
                    specialisations=list(one.coach.specialisations),
                    score=one.score,
                    reasons=list(one.reasons),
                )
                for one in found
            ]
        )


class ChosenCoachAnswer(Answer):
    session_id: str
    coach: CoachAnswer

    @classmethod
    def of(cls, chosen: Chosen) -> Self:
        return cls(session_id=chosen.session.id, coach=CoachAnswer.model_validate(chosen.coach))
