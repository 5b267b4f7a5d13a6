"""POST /v1/food-scanner/scan-food: what a photo of a meal shows, in numbers.

The photo is the field `image` of a form (up to 4.5 MB), a data URL in JSON, or the `uploadKey` of
an upload, with a `hint`, if there is one, of what it shows. It is read by its content, not its
name. Foods that the food table knows take their values from it (`source`). With a member's token
beside the key the scan is kept, its photo upright, small and without metadata; otherwise nothing
is. No food in the picture is an answer: `isFood` is false.
"""

from stvos.api.endpoint import Request, endpoint
from stvos.api.spec import FORM
from stvos.errors import (
    AiBudgetExceeded,
    AiNotConfigured,
    AiTimeout,
    AiUnavailable,
    UnsupportedImage,
)
from stvos.food_scans.answers import ScanEnvelope
from stvos.food_scans.scanning import Scanner
from stvos.food_scans.sent_photos import ScanPhotoBody, sent_photo


@endpoint(
    who="K",
    public=True,
    feature="nutrition",
    body=ScanPhotoBody,
    media_type=FORM,
    raises=(
        UnsupportedImage,
        AiBudgetExceeded,
        AiNotConfigured,
        AiTimeout,
        AiUnavailable,
    ),
    form=("hint",),
    member_token=True,
)
def handler(request: Request[ScanPhotoBody]) -> ScanEnvelope:
    scanner = Scanner.of(request.principal, request.header("Authorization"))
    return ScanEnvelope.of(scanner.examine(sent_photo(request.image, request.body)))
