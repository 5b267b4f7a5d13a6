"""GET /v1/admin/clients/{id}/audit: what operators changed, newest first.

`from` and `to` are days in UTC, both included; without them the last thirty. Secrets are never
part of an entry.
"""

from stvos.api.endpoint import Request, endpoint
from stvos.operators.answers import AuditAnswer, AuditEntryAnswer
from stvos.operators.audit import AuditEntry
from stvos.operators.client_scope import ClientScope
from stvos.operators.requests import AuditQuery
from stvos.paging import cursor_of


@endpoint(who="A", query=AuditQuery)
def handler(request: Request[AuditQuery]) -> AuditAnswer:
    page = ClientScope.of(request.principal, request.path_id("id")).audit.page(request.query)
    entries = [AuditEntry.of_item(item) for item in page.items]
    return AuditAnswer(
        items=[AuditEntryAnswer.model_validate(entry) for entry in entries],
        next_cursor=cursor_of(page.after),
    )
