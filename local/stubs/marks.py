"""How an answer says that it is a stand-in's."""

from aiohttp import web

HEADER, NAME = "X-Stand-In", "sTvOS"
WORDS = "sTvOS stand-in"


def marked(message: str) -> str:
    """A message for people."""
    return f"{message} ({WORDS})"


def application(*routes: web.RouteDef, body_limit: int) -> web.Application:
    """A server's routes; each answer of theirs, also that there is no such route, is marked."""
    app = web.Application(client_max_size=body_limit)
    app.add_routes(routes)
    app.on_response_prepare.append(_mark)
    return app


async def _mark(_: web.Request, response: web.StreamResponse) -> None:
    response.headers[HEADER] = NAME
