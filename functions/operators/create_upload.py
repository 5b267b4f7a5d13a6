"""POST /v1/admin/clients/{id}/uploads: prepare the upload of a file.

Post the answer's `fields` and then the file, as multipart/form-data, to `uploadUrl` within an
hour; only a file of exactly this type and size is taken. `ref` names the file afterwards. Videos:
mp4 up to 5 GB. Pictures: JPEG, PNG or WebP; thumbnails up to 5 MB, logos 2 MB, others 10 MB.
"""

from http import HTTPStatus

from stvos.api.endpoint import Request, endpoint
from stvos.errors import Conflict
from stvos.operators.answers import UploadAnswer
from stvos.operators.requests import UploadBody
from stvos.operators.uploads import Uploads


@endpoint(who="A", body=UploadBody, status=HTTPStatus.CREATED, raises=(Conflict,))
def handler(request: Request[UploadBody]) -> UploadAnswer:
    return Uploads.of(request.principal, request.path_id("id")).prepare(request.body)
