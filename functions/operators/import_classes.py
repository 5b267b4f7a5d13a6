"""POST /v1/admin/clients/{id}/classes/import: add up to 1,000 classes in one call.

One class a line, in UTF-8, as for a single one; 5 MB at most. Blank lines are left out. If a line
is not valid nothing is added, and `fields[].path` says where: all lines of the file count, from 0,
so `lines[12].duration` is in the thirteenth. Send an `Idempotency-Key`: after a crash half way,
which may leave a part of the classes, the same request adds exactly the missing ones. The audit
names every id of an import.
"""

from http import HTTPStatus

from stvos.api.endpoint import Request, endpoint
from stvos.errors import Conflict
from stvos.operators.catalogue_answers import ImportedAnswer
from stvos.operators.catalogue_requests import CreateClassBody
from stvos.operators.classes import Classes
from stvos.operators.imports import MEDIA_TYPE, read_lines


@endpoint(
    who="A",
    body=CreateClassBody,
    media_type=MEDIA_TYPE,
    status=HTTPStatus.CREATED,
    raises=(Conflict,),
)
def handler(request: Request[CreateClassBody]) -> ImportedAnswer:
    classes = Classes.of(request.principal, request.path_id("id"))
    ids = classes.import_all(
        read_lines(request.header("Content-Type"), request.raw_body, request.path_id("id"))
    )
    return ImportedAnswer(imported=len(ids), ids=ids)
