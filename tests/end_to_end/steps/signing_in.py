"""Coming in and staying in."""

from tests.end_to_end.trip import NEW_PASSWORD, PASSWORD, Trip, code_for, mails_to, sign_up

# How long the token just used still gives the same successor, and a little more.


def the_app_looks_like_its_brand(trip: Trip) -> None:
    client = trip.app.get("/app/config").data["client"]

    assert (client["id"], client["name"]) == (trip.brand.client_id, trip.brand.vocabulary.name)
    assert client["branding"]["primaryColor"] == trip.brand.vocabulary.colour
    assert {"classes", "nutrition"} <= set(client["enabledFeatures"])


def somebody_becomes_a_member(trip: Trip) -> None:
    settings = {"timezone": trip.zone}
    trip.member, data = sign_up(trip.app, trip.address, name=trip.name, settings=settings)
    again = {"email": trip.address, "password": PASSWORD}

    assert data["user"]["email"] == trip.address
    assert trip.app.post("/auth/register", again).code == "USER_EXISTS"
    trip.expect_brand(data)
    trip.user_id = data["user"]["id"]
    code = code_for(trip.stack, trip.address, "confirm")
    verified = trip.member.post("/auth/verify-email", {"code": code}).data["user"]
    assert (verified["id"], verified["emailVerified"]) == (trip.user_id, True)


def only_the_right_password_signs_in(trip: Trip) -> None:
    wrong = {"email": trip.address, "password": "wrong password"}

    refused = trip.app.post("/auth/login", wrong)

    assert (refused.status, refused.code) == (401, "INVALID_CREDENTIALS")
    assert trip.sign_in(PASSWORD)["user"]["id"] == trip.user_id


def a_lost_answer_to_a_refresh_is_given_again_and_an_older_token_ends_it_all(trip: Trip) -> None:
    first = trip.sign_in(PASSWORD)["refreshToken"]

    second = _renewed(trip, first)
    assert _renewed(trip, first) == second != first
    third = _renewed(trip, second)

    reused = trip.app.post("/auth/refresh", {"refreshToken": first})
    assert (reused.status, reused.code) == (401, "TOKEN_REUSED")
    dead = trip.app.post("/auth/refresh", {"refreshToken": third})
    assert (dead.status, dead.code) == (401, "INVALID_TOKEN")
    assert trip.member.get("/auth/me").status == 200, "the sign-up's own family lives"


def a_forgotten_password_is_set_anew_with_the_code_of_the_mail(trip: Trip) -> None:
    app, before = trip.app, trip.sign_in(PASSWORD)["refreshToken"]
    assert app.post("/auth/forgot-password", {"email": trip.address}).status == 202
    code = code_for(trip.stack, trip.address, "password")
    wish = {"email": trip.address, "code": code, "newPassword": NEW_PASSWORD}

    wrong = app.post("/auth/reset-password", wish | {"code": f"{(int(code) + 1) % 10**6:06d}"})
    assert wrong.code == "INVALID_CODE"
    assert app.post("/auth/reset-password", wish).status == 200
    assert app.post("/auth/reset-password", wish).code == "INVALID_CODE"

    assert trip.member.get("/auth/me").code == "INVALID_TOKEN"
    assert app.post("/auth/refresh", {"refreshToken": before}).status == 401
    old = app.post("/auth/login", {"email": trip.address, "password": PASSWORD})
    assert (old.status, old.code) == (401, "INVALID_CREDENTIALS")
    trip.member = app.signed_in(trip.sign_in(NEW_PASSWORD)["accessToken"])
    mail = list(mails_to(trip.stack, trip.address))[-1]
    assert trip.brand.vocabulary.name in str(mail["Subject"])
    html = mail.get_body(("html",)).get_content()  # type: ignore[union-attr]
    assert trip.brand.vocabulary.colour in html


def a_tablet_signs_in_and_refreshes(trip: Trip) -> None:
    old = trip.sign_in(NEW_PASSWORD)["refreshToken"]

    trip.tablet = old, _renewed(trip, old)


def its_older_token_ends_its_sign_in(trip: Trip) -> None:
    old, new = trip.tablet
    assert _renewed(trip, old) == new, "a lost answer signs no one out"
    newest = _renewed(trip, new)

    reused = trip.app.post("/auth/refresh", {"refreshToken": old})

    assert (reused.status, reused.code) == (401, "TOKEN_REUSED")
    assert trip.app.post("/auth/refresh", {"refreshToken": newest}).code == "INVALID_TOKEN"
    assert trip.member.get("/auth/me").status == 200, "the phone stays signed in"


def _renewed(trip: Trip, token: str) -> str:
    return str(trip.app.post("/auth/refresh", {"refreshToken": token}).data["refreshToken"])
