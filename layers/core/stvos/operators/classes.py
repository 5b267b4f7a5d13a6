"""Rules of recorded classes."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Self

from stvos.catalogue.models import FitnessClass, VideoSource
from stvos.catalogue.repository import CatalogueRepository
from stvos.clock import Clock, utc_now
from stvos.dynamodb.keys import ClientId
from stvos.errors import FieldError, InvalidInput, NotFound, StvosError
from stvos.identity.principal import Principal
from stvos.ids import new_id, new_ids
from stvos.operators.catalogue_answers import ImportedAnswer, OperatorClassAnswer
from stvos.operators.catalogue_requests import ChangeClassBody, CreateClassBody, VideoBody
from stvos.operators.client_scope import ClientScope
from stvos.operators.uploads import video_prefix
from stvos.paging import PageQuery

_VIMEO = re.compile(r"[0-9]{1,20}")
_PLAYLIST = re.compile(r"https://[^\s<>\"'\\/@:]+(:[0-9]+)?/[^\s<>\"'\\]+")
_FILE = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*")


class Classes:
    """One client's recorded classes."""

    def __init__(self, scope: ClientScope, now: Clock = utc_now) -> None:
        self._scope = scope
        self._content = CatalogueRepository(scope.table, scope.tenant)
        self._now = now

    @classmethod
    def of(cls, principal: Principal, client_id: int) -> Self:
        return cls(ClientScope.of(principal, client_id))

    def page(self, query: PageQuery) -> tuple[list[FitnessClass], int]:
        return self._content.classes(query)

    def require(self, class_id: int) -> FitnessClass:
        return self._content.require_class(class_id, consistent=True)

    def create(self, body: CreateClassBody) -> FitnessClass:
        """A new class; its category and trainer must be this client's."""
        self._require_video(body.video)
        made = _made(body, new_id(), self._now())
        audit = self._scope.audit_writes(
            "class.create", _name(made.id), after=OperatorClassAnswer.of(made)
        )
        self._content.add_class(made, *audit)
        return made

    def change(self, class_id: int, body: ChangeClassBody) -> FitnessClass:
        before, named = self.require(class_id), body.model_fields_set
        if "video" in named:
            self._require_video(body.video)
        changed = body.applied_to(before.model_dump()) | {"updated_at": self._now()}
        if changed["video"] != before.video.model_dump() and "duration_seconds" not in named:
            changed["duration_seconds"] = None  # It was the length of the video before.
        after = FitnessClass.model_validate(changed)
        audit = self._scope.audit_writes(
            "class.change",
            _name(class_id),
            before=OperatorClassAnswer.of(before),
            after=OperatorClassAnswer.of(after),
        )
        self._content.replace_class(before, after, *audit)
        return after

    def delete(self, class_id: int) -> None:
        action, target = "class.delete", _name(class_id)
        try:
            before = OperatorClassAnswer.of(self.require(class_id))
        except NotFound:
            return self._scope.require_done(action, target)
        audit = self._scope.audit_writes(action, target, before=before)
        return self._content.delete_class(class_id, *audit)

    def import_all(self, bodies: Sequence[CreateClassBody]) -> list[int]:
        """Add many classes, or none when one of them is not valid.

        A thousand do not fit one transaction. A repetition with the same Idempotency-Key meets
        what the first attempt stored; the audit entry, stored with the first classes, names all.
        """
        now = self._now()
        ids = new_ids(len(bodies))
        made = [_made(body, number, now) for body, number in zip(bodies, ids, strict=True)]
        answer = ImportedAnswer(imported=len(ids), ids=ids)
        audit = self._scope.audit_writes("class.import", "classes", after=answer)
        if not self._scope.audit.holds(audit[0]):
            self._require_valid(made, bodies)
        try:
            self._content.import_classes(made, *audit)
        except StvosError:
            self._take_back(answer)  # A category or trainer vanished meanwhile.
            raise
        return ids

    def _require_valid(
        self, made: Sequence[FitnessClass], bodies: Sequence[CreateClassBody]
    ) -> None:
        problems = [
            FieldError(f"lines[{line}].video.ref", problem)
            for line, body in enumerate(bodies)
            if (problem := video_problem(self._scope.tenant, body.video))
        ]
        problems += [
            FieldError(f"lines[{line}].{field}", "is unknown")
            for line, field in self._content.unknown_references(made)
        ]
        if problems:
            raise InvalidInput.of(problems)

    def _require_video(self, video: VideoBody) -> None:
        problem = video_problem(self._scope.tenant, video)
        if problem:
            raise InvalidInput.at("body.video.ref", problem)

    def _take_back(self, imported: ImportedAnswer) -> None:
        for class_id in imported.ids:
            try:
                self._content.delete_class(class_id)
            except NotFound:
                break  # They were stored in this order.
        undone = self._scope.audit.entry("class.import_undone", "classes", before=imported)
        self._scope.table.write(undone)


def video_problem(tenant: ClientId, video: VideoBody) -> str:
    """Why a reference cannot be this client's video; empty when it can."""
    match video.source:
        case VideoSource.VIMEO if not _VIMEO.fullmatch(video.ref):
            return "must be the number of a Vimeo video"
        case VideoSource.HLS if not _PLAYLIST.fullmatch(video.ref):
            return "must be the https address of a playlist"
        case VideoSource.S3:
            folder = video_prefix(tenant)
            file = video.ref.removeprefix(folder)
            if not video.ref.startswith(folder) or not _FILE.fullmatch(file):
                return "must be the ref of an upload of kind video"
    return ""


def _made(body: CreateClassBody, class_id: int, now: datetime) -> FitnessClass:
    fields = body.model_dump(by_alias=False) | {"published_at": body.published_at or now}
    return FitnessClass(**fields, id=class_id, created_at=now, updated_at=now)


def _name(class_id: int) -> str:
    return f"class/{class_id}"
