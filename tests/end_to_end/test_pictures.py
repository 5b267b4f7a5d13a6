"""A brand's picture, from the operator's disk to the app's screen, on the deployed stack."""

from base64 import b64decode

import requests

from tests.end_to_end.api import Api
from tests.end_to_end.brand import ARCHIVE, set_up
from tests.end_to_end.conftest import LaptopStack

# One transparent pixel.
PNG = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)


def test_an_uploaded_logo_and_image_are_shown_to_the_app(stack: LaptopStack, operator: Api) -> None:
    brand = set_up(operator, ARCHIVE, classes=1)
    ours = f"/admin/clients/{brand.client_id}"

    def upload(kind: str) -> str:
        wanted = {"kind": kind, "contentType": "image/png", "size": len(PNG)}
        form = operator.post(f"{ours}/uploads", wanted).data
        sent = requests.post(
            form["uploadUrl"], data=form["fields"], files={"file": ("logo.png", PNG)}, timeout=30
        )
        assert sent.status_code in {200, 201, 204}, sent.text
        return str(form["ref"])

    logo, image = upload("logo"), upload("image")
    assert operator.put(ours, {"branding": {"logo": logo}}).status == 200
    added = operator.post(f"{ours}/categories", {"name": "Slow Sundays", "image": image})
    assert added.status == 201, added.text

    app = Api(stack.base_url, {"X-API-Key": brand.key})
    branding = app.get("/app/config").data["client"]["branding"]
    address = added.data["category"]["image"]
    for shown in (branding["logo"], address):
        assert shown.startswith(stack.base_url + "/pictures/")
        answer = requests.get(shown, timeout=30)
        assert (answer.status_code, answer.content) == (200, PNG)
        assert answer.headers["Content-Type"] == "image/png"
