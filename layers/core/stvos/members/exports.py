"""M6 to M8: a member asks for a copy of all that is held of them, and a worker makes it."""

from datetime import timedelta
from itertools import chain
from tempfile import SpooledTemporaryFile
from typing import Self

from stvos.accounts.models import Account
from stvos.accounts.not_erased import not_erased
from stvos.clients.repository import ClientRepository
from stvos.clock import Clock, utc_now
from stvos.dynamodb.keys import ClientId, Keys, UserId
from stvos.dynamodb.outbox import Work, message
from stvos.dynamodb.table import Attr, Table, delete, put, update
from stvos.errors import Conflict, NotFound
from stvos.identity.limits import Limit, Limiter
from stvos.identity.principal import Principal
from stvos.ids import new_id, new_token
from stvos.members.answers import ExportAnswer
from stvos.members.archive import write_archive
from stvos.members.models import ExportJob
from stvos.members.objects import MemberObjects
from stvos.providers.downloads import signed_url
from stvos.queues.worker import Task

EXPORTS = Limit("export", 5, timedelta(days=1))
KEPT = timedelta(days=7)
URL_LIFETIME = timedelta(hours=1)
# By then its message is among the dead letters, or never came.
_GIVEN_UP = timedelta(hours=2)
_IN_MEMORY = 5_000_000


class Exports:
    """One member's exports."""

    def __init__(
        self, table: Table, tenant: ClientId, account: Account, now: Clock = utc_now
    ) -> None:
        self._table = table
        self._keys = Keys(tenant)
        self._member = UserId(account.id)
        self._objects = MemberObjects.of(tenant, self._member)
        self._limiter = Limiter(table, tenant, now)
        self._now = now

    @classmethod
    def of(cls, principal: Principal, account: Account) -> Self:
        return cls(Table.of_stack(), principal.client, account)

    def start(self) -> int:
        """M6: ask for an export; its worker gets the message in the same transaction."""
        now = self._now()
        job = ExportJob(id=new_id(), user_id=self._member, file=new_token(24), created_at=now)
        self._limiter.charge(EXPORTS, str(self._member))
        self._table.transact(
            not_erased(self._keys.user(self._member)),
            put(
                self._keys.export_job(self._member, job.id),
                job.to_item() | {"type": "export_job"},
                unless_exists=Conflict(),
                expires=now + KEPT,
            ),
            message(
                self._keys.tenant,
                Work.EXPORT,
                {"user_id": self._member, "job_id": job.id},
                now,
            ),
        )
        return job.id

    def look(self, job_id: int) -> ExportAnswer:
        """M7: how far an export is, with an address to fetch it from once it is ready."""
        item = self._table.find(self._keys.export_job(self._member, job_id), consistent=True)
        if item is None:
            raise NotFound
        job, now = ExportJob.of_item(item), self._now()
        if job.ready_at is None:
            late = now - job.created_at > _GIVEN_UP
            return ExportAnswer(status="failed" if late else "pending")
        left = min(URL_LIFETIME, job.created_at + KEPT - now)
        return ExportAnswer(
            status="ready",
            url=signed_url(self._objects.export(job.file), left),
            expires_at=now + left,
        )


class ExportWorker:
    """Makes the archives of every client's members."""

    def __init__(self, table: Table, now: Clock = utc_now) -> None:
        self._table = table
        self._clients = ClientRepository(table)
        self._now = now

    @classmethod
    def of_stack(cls) -> Self:
        return cls(Table.of_stack())

    def export(self, task: Task) -> None:
        """M8: make one archive and say so; once made, and for who has left, there is nothing to do.

        Made again, it takes the place of what a worker that died had stored. The message, which
        names the member, goes last.
        """
        self._export(task)
        self._table.write(delete(Keys(task.tenant).outbox(task.id)))

    def _export(self, task: Task) -> None:
        keys, member = Keys(task.tenant), UserId(task.content["user_id"])
        held = self._table.find(keys.export_job(member, task.content["job_id"]), consistent=True)
        account_item = self._table.find(keys.user(member), consistent=True)
        if held is None or account_item is None or account_item.get("erased_at"):
            return
        job, account = ExportJob.of_item(held), Account.of_item(account_item)
        if job.ready_at is not None:
            return
        objects = MemberObjects.of(task.tenant, member)
        name = objects.export(job.file)
        self._make(task.tenant, member, objects, name)
        try:
            self._finish(task.tenant, account, job)
        except NotFound:
            objects.remove(name)  # The member left meanwhile.

    def _make(self, tenant: ClientId, member: UserId, objects: MemberObjects, name: str) -> None:
        # Of the worker alone: it would weigh on the endpoints that order an export.
        from stvos.bookings.repository import BookingRepository
        from stvos.group_classes.taken import TakenSeats

        media_type = objects.media_type(objects.photo)
        with SpooledTemporaryFile(_IN_MEMORY) as archive:
            write_archive(
                archive,
                brand=self._clients.require(tenant).name,
                made_at=self._now(),
                items=chain(
                    self._table.all(Keys(tenant).everything_of(member), consistent=True),
                    BookingRepository(self._table, tenant).of_member(member),
                    TakenSeats(self._table, tenant, member).stored(),
                ),
                photo=(media_type, objects.read(objects.photo)) if media_type else None,
            )
            archive.seek(0)
            objects.write(name, archive, "application/json")

    def _finish(self, tenant: ClientId, account: Account, job: ExportJob) -> None:
        keys, now = Keys(tenant), self._now()
        mail = {
            "template": "export_ready",
            "to": account.email,
            "name": account.name,
            "job_id": job.id,
        }
        self._table.transact(
            update(
                keys.export_job(UserId(account.id), job.id),
                sets={"ready_at": now.isoformat()},
                only_if=Attr("pk").exists() & Attr("ready_at").not_exists(),
                refusal=NotFound(),
            ),
            message(tenant, Work.MAIL, mail, now),
        )
