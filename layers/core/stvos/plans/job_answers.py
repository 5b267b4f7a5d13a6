"""What is answered about plans that are made in the background."""

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Self

from stvos.models import Answer, Instant, OmittedIfNone
from stvos.plans.jobs import GeneratorName, PlanJob, PlanJobs, PlanJobState, StoredRefusal
from stvos.replies import WithStatus

if TYPE_CHECKING:
    from pydantic import BaseModel

    from stvos.identity.principal import Principal


class PlanJobStartedAnswer(Answer):
    """Ask `GET /ai/jobs/{id}` with this id for the plan. It is a secret, and works for a day."""

    job_id: str

    @classmethod
    def of_start(
        cls, generator: GeneratorName, body: "BaseModel", principal: "Principal"
    ) -> "StartedLater":
        """Start a job, and say so."""
        job_id = PlanJobs.of(principal.client).start(generator, body, principal)
        headers = {"Preference-Applied": "respond-async", "Retry-After": "2"}
        return WithStatus(cls(job_id=job_id), HTTPStatus.ACCEPTED, headers)


type StartedLater = WithStatus[PlanJobStartedAnswer]


class RefusedFieldAnswer(Answer):
    """A field of the request and what is wrong with it."""

    path: str
    message: str


class PlanJobErrorAnswer(Answer):
    """Why there is no plan: what the generator would have answered, with its `status`."""

    status: int
    code: str
    error: str
    fields: list[RefusedFieldAnswer]

    @classmethod
    def of(cls, refusal: StoredRefusal) -> Self:
        fields = [RefusedFieldAnswer(path=path, message=what) for path, what in refusal.fields]
        return cls(status=refusal.status, code=refusal.code, error=refusal.sentence, fields=fields)


class PlanJobAnswer(Answer):
    """`running`: ask again in some seconds. `ready`: `result` is the `data` that the generator
    answers. `failed`: `error` says why.
    """

    job_id: str
    status: PlanJobState
    started_at: Instant
    ended_at: OmittedIfNone[Instant] = None
    result: OmittedIfNone[dict[str, Any]] = None
    error: OmittedIfNone[PlanJobErrorAnswer] = None

    @classmethod
    def of(cls, job_id: str, job: PlanJob) -> Self:
        return cls(
            job_id=job_id,
            status=job.state,
            started_at=job.started_at,
            ended_at=job.ended_at,
            result=job.result,
            error=PlanJobErrorAnswer.of(job.refusal) if job.refusal else None,
        )
