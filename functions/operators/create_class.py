"""POST /v1/admin/clients/{id}/classes: add a recorded class.

Its category and trainer must be this brand's. `video.ref` is for `s3` the `ref` of an upload of
kind `video`, for `vimeo` the video's number, for `hls` an https address. With a `publishedAt`
ahead the class is scheduled; without one it is out now.
"""

from http import HTTPStatus

from stvos.api.endpoint import Request, endpoint
from stvos.errors import Conflict
from stvos.operators.catalogue_answers import ClassEnvelope
from stvos.operators.catalogue_requests import CreateClassBody
from stvos.operators.classes import Classes


@endpoint(who="A", body=CreateClassBody, status=HTTPStatus.CREATED, raises=(Conflict,))
def handler(request: Request[CreateClassBody]) -> ClassEnvelope:
    classes = Classes.of(request.principal, request.path_id("id"))
    return ClassEnvelope.of(classes.create(request.body))
