"""POST /v1/food-scanner/uploads: a signed form that takes a photo of up to 20 MB to be scanned.

For photos over 4 MB. Only a file of exactly this media type and size is taken: JPEG, PNG, WebP or
HEIC. `uploadKey` names the photo afterwards; after a day it is gone.
"""

from http import HTTPStatus

from stvos.api.endpoint import Request, endpoint
from stvos.errors import UnsupportedImage
from stvos.food_scans.answers import PhotoUploadAnswer
from stvos.food_scans.requests import PhotoUploadBody
from stvos.food_scans.uploads import photo_upload


@endpoint(
    who="K",
    feature="nutrition",
    body=PhotoUploadBody,
    status=HTTPStatus.CREATED,
    raises=(UnsupportedImage,),
)
def handler(request: Request[PhotoUploadBody]) -> PhotoUploadAnswer:
    return PhotoUploadAnswer.of(photo_upload(request.principal.client, request.body))
