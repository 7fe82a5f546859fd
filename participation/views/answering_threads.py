"""The few threads that answering a survey works on.

It is all reckoning, of which one thread at a time gets on whatever their number; 40 of them, as there are for all other pages, would
take turns in the middle of their work, each with a database connection in its hand. So the others wait, in the order they came.
"""

from collections.abc import Callable
from functools import partial
from typing import ParamSpec, TypeVar

import anyio
from anyio.lowlevel import RunVar

THREADS = 4

_limiter: RunVar[anyio.CapacityLimiter] = RunVar("ratsfenster_answering_threads")
_Given = ParamSpec("_Given")
_Result = TypeVar("_Result")


async def run(work: Callable[_Given, _Result], *given: _Given.args, **named: _Given.kwargs) -> _Result:
    """Run something that waits for nothing but a quick look into the database."""
    try:
        limiter = _limiter.get()
    except LookupError:
        limiter = anyio.CapacityLimiter(THREADS)
        _limiter.set(limiter)
    return await anyio.to_thread.run_sync(partial(work, *given, **named), limiter=limiter)
