"""POST /v1/users/me/photo: a signed form that takes a photo of at most 5 MB.

A new photo takes the place of the old one once it has arrived.
"""

from stvos.accounts.models import Account
from stvos.api.endpoint import Request, endpoint
from stvos.members.answers import PhotoAnswer
from stvos.members.pictures import Pictures
from stvos.members.requests import PhotoBody


@endpoint(who="U", body=PhotoBody)
def handler(request: Request[PhotoBody, Account]) -> PhotoAnswer:
    form = Pictures.of(request.principal, request.caller).form(request.body.content_type)
    return PhotoAnswer(upload_url=form.url, fields=form.fields, image_url=form.image_url)
