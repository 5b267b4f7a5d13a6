"""What the document says in sentences, and what is the same for every route."""

from typing import Any

from stvos.identity.principal import Who

# Title and purpose of each domain, in the order of the reference.
DOMAINS: dict[str, tuple[str, str]] = {
    "platform_info": ("Platform", "Health, the app's configuration, this reference."),
    "accounts": ("Accounts", "Signing up and in, staying signed in, passwords and devices."),
    "content": ("Content", "Classes to discover, browse and search; partners' products."),
    "viewing": ("Viewing", "Playing classes, keeping the place, favourites."),
    "members": ("Members", "A member's own data: profile, settings, photo, export, erasure."),
    "plans": ("Plans", "Workout and class plans, the daily plan."),
    "progress_logs": ("Progress", "Logs of training, food, water and body; the exercise library."),
    "trainers": ("Trainers", "Trainers and what they offer."),
    "programmes": ("Programmes", "Programmes of several weeks that trainers offer."),
    "my_bookings": ("My bookings", "A member's sessions, group classes and programmes."),
    "trainer_portal": ("Trainer portal", "What trainers do: hours, offers, bookings, clients."),
    "foods": ("Foods and nutrition", "The food table, nutrition plans, nutrition from a photo."),
    "onboarding": ("Onboarding and coach", "Voice onboarding, finding a coach, the AI coach."),
    "rooms": ("Rooms", "What the video server tells of its rooms."),
    "partners": ("Partner portal", "Vouchers, members, use, billing, products, staff."),
    "operators": ("Operator", "How brands, their keys, partners, trainers and content are made."),
}

WHO: dict[Who, str] = {
    Who.ANYONE: "anyone",
    Who.KEY: "an app with its client's key",
    Who.OPTIONAL_KEY: "anyone; with a client's key, for that client",
    Who.USER: "a signed-in member, in an app with its client's key",
    Who.TRAINER: "a signed-in trainer, in an app with its client's key",
    Who.PARTNER: "a partner's signed-in staff",
    Who.OPERATOR: "the platform's operator",
}

SECURITY: dict[Who, list[dict[str, list[str]]]] = {
    Who.ANYONE: [],
    Who.KEY: [{"ClientKey": []}],
    Who.OPTIONAL_KEY: [{"ClientKey": []}, {}],
    Who.USER: [{"ClientKey": [], "UserToken": []}],
    Who.TRAINER: [{"ClientKey": [], "UserToken": []}],
    Who.PARTNER: [{"PartnerToken": []}],
    Who.OPERATOR: [{"OperatorKey": []}],
}

# Beside what the route asks of everyone, where a token is read but not asked for.
WITH_MEMBER_TOKEN: list[dict[str, list[str]]] = [{"ClientKey": [], "UserToken": []}]

SECURITY_SCHEMES: dict[str, dict[str, str]] = {
    "ClientKey": {
        "type": "apiKey",
        "in": "header",
        "name": "X-API-Key",
        "description": "The key of a client (a brand), which its apps carry.",
    },
    "UserToken": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "JWT",
        "description": "The access token of a member or trainer. It must be of the key's client.",
    },
    "PartnerToken": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "JWT",
        "description": "The access token of a partner's staff. A client's key may be sent "
        "besides; it must then be of the partner's client.",
    },
    "OperatorKey": {
        "type": "apiKey",
        "in": "header",
        "name": "X-Admin-Key",
        "description": "The platform operator's key, made at deployment.",
    },
}

IDEMPOTENCY_KEY: dict[str, Any] = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "Makes a repetition safe: the same key with the same request is done once and "
    "answered alike for 24 hours.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255},
}

CONFIRMATION: dict[str, Any] = {
    "name": "X-Confirmation",
    "in": "header",
    "required": False,
    "description": "Of a voice agent alone: the `confirmation.id` that 409 `CONFIRMATION_REQUIRED` "
    "answered this very request with, once the member has said yes.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 100},
}

PREFER: dict[str, Any] = {
    "name": "Prefer",
    "in": "header",
    "required": False,
    "description": "With `respond-async` (RFC 7240) the answer is 202 with an id, and the work is "
    "done afterwards. Other preferences change nothing.",
    "schema": {"type": "string", "examples": ["respond-async"]},
}

HEADERS: dict[str, dict[str, Any]] = {
    "X-Request-Id": {
        "description": "Names this call; tell it when you report a problem.",
        "schema": {"type": "string"},
    },
    "X-Ignored-Fields": {
        "description": "Fields of the request that this API does not know and did not read.",
        "schema": {"type": "string"},
    },
    "Idempotency-Replayed": {
        "description": "`true` on the answer of an earlier request with the same key.",
        "schema": {"type": "string", "const": "true"},
    },
    "X-Row-Count": {
        "description": "How many rows a spreadsheet has, without its header.",
        "schema": {"type": "string", "pattern": "^[0-9]+$"},
    },
    "X-Content-SHA256": {
        "description": "The SHA-256 of a spreadsheet's file, in hex.",
        "schema": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
    },
    "Preference-Applied": {
        "description": "`respond-async`: the request's `Prefer` was followed.",
        "schema": {"type": "string", "const": "respond-async"},
    },
    "Retry-After": {
        "description": "In how many seconds to try again.",
        "schema": {"type": "string", "pattern": "^[0-9]+$"},
    },
}

INTRODUCTION = """\
The backend of fitness brands' apps. One deployment serves many brands (clients); a client's key \
or a signed-in user's token decides whose data a call sees.

**Answers.** Success is `{"success": true, "data": {...}}`. A refusal is `{"error", "code", \
"details", "requestId"}`, and names each wrong field in `fields`. A thing of another client is \
not found, like one that does not exist.

**Conventions.** JSON in UTF-8, camelCase. Ids are integers below 2^53. Instants are ISO 8601 in \
UTC, days `YYYY-MM-DD` in the person's own time zone. Kilograms, centimetres, minutes; money is a \
decimal number with its ISO 4217 `currency`.

**Lists** take `page` and `limit` and answer `pagination`, or go on by `cursor` with the \
`nextCursor` of the page before.

**Repeating.** Every route that changes something takes an `Idempotency-Key`. The same key and \
request give the first answer again, with `Idempotency-Replayed: true`; another request with the \
same key is refused (422), but is a request of its own where the caller is not signed in.

**Unknown fields** are ignored and named in `X-Ignored-Fields` on the routes of the public API, \
and refused on all others."""
