"""The public API, ``/api/v1``: what the pages show, as JSON. Unpublished things do not exist in it."""

from typing import Any

from pydantic import BaseModel, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from council.base import lifetimes, pages
from ratsfenster.api.answers import PREFIX, Call
from ratsfenster.api.document import document
from ratsfenster.api.operations import OPERATIONS, Operation
from ratsfenster.api.shapes import LARGEST_ID
from search.engines import SearchError, UnavailableError

RETRY = {"Retry-After": "60"}


def _route(operation: Operation) -> Route:
    def endpoint(request: Request) -> Response:
        try:
            parameters = operation.parameters.model_validate(_single_values(request))
        except ValidationError as error:
            first = error.errors()[0]
            name = ".".join(str(part) for part in first["loc"]) or "query"
            return JSONResponse({"error": f"{name}: {first['msg']}"}, 400)
        number = request.path_params.get("id", 0)
        try:
            answer = operation.answer(Call(request, parameters, number)) if number <= LARGEST_ID else None
        except UnavailableError:
            return JSONResponse({"error": "the search index is being built; try again in a minute"}, 503, RETRY)
        except SearchError:
            return JSONResponse({"error": "the search does not answer right now; try again in a minute"}, 503, RETRY)
        if answer is None:
            return JSONResponse({"error": "not found"}, 404)
        body = answer.model_dump(mode="json") if isinstance(answer, BaseModel) else answer
        cache = lifetimes.briefly(request.app.state.site) if operation.kept else pages.ASK_AGAIN
        headers = {"Cache-Control": cache, "Access-Control-Allow-Origin": "*"}
        return JSONResponse(body, headers=headers)

    return Route(PREFIX + operation.path.replace("{id}", "{id:int}"), endpoint, methods=["GET"], name=operation.name)


def _single_values(request: Request) -> dict[str, Any]:
    """The query as a dict; a parameter given twice is passed on as a list, which no parameter takes."""
    query = request.query_params
    return {name: query[name] if len(query.getlist(name)) == 1 else query.getlist(name) for name in query}


def _openapi(request: Request) -> Response:
    return JSONResponse(document(request.app.state.site), headers={"Cache-Control": pages.A_MINUTE})


routes: list[BaseRoute] = [*map(_route, OPERATIONS), Route(f"{PREFIX}/openapi.json", _openapi, methods=["GET"])]
