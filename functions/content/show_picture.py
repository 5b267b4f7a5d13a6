"""GET /v1/pictures/{name}: a picture that a brand uploaded, by a redirect to its file.

The address stays the same for as long as the picture is stored, the same for everybody who has it.
The file's own address, where it leads, is valid for an hour.
"""

from datetime import timedelta
from http import HTTPStatus

from stvos.api.endpoint import Request, endpoint
from stvos.models import Query
from stvos.pictures import picture_named
from stvos.providers.downloads import signed_url
from stvos.replies import Raw

_VALID_FOR = timedelta(hours=1)
# Half an hour less than the address is valid: what was kept on the way still works.
_KEPT_FOR = "public, max-age=1800"


@endpoint(who="-", status=HTTPStatus.SEE_OTHER, produces="text/plain", head=True)
def handler(request: Request[Query]) -> Raw:
    address = signed_url(picture_named(request.path_text("name")), _VALID_FOR)
    return Raw("", "text/plain", {"Location": address, "Cache-Control": _KEPT_FOR})
