"""Sends answers through a storm, in a process of its own, and prints the keys of those that saw a receipt.

python -m tests.bench.survey_storm_sender PORT FILE
"""

import asyncio
import json
import random
import sys
import time
from pathlib import Path
from typing import Any

from tests.bench.survey_sender import Lines, request

CUT, TWICE, GIVING_UP = (
    0.3,
    0.2,
    0.1,
)  # shares of attempts that are cut, of people who press twice, and who do not try again
ATTEMPTS, PAUSE_S, PATIENCE_S = 40, 1.0, 10.0


async def person(lines: Lines, told: dict[str, Any], chance: random.Random) -> bool:
    """Try until there is a receipt, or until one gives up; whether there was one."""
    attempts = 1 if chance.random() < GIVING_UP else ATTEMPTS
    for _ in range(attempts):
        if chance.random() < CUT:
            await _cut(lines.port, told, chance)
        elif await _receipt(lines, told):
            return True
        await asyncio.sleep(chance.uniform(0.2, 1.8) * PAUSE_S)
    return False


async def _cut(port: int, told: dict[str, Any], chance: random.Random) -> None:
    """The line goes down somewhere in the request, or just before the answer."""
    sent = request(told, port)
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(sent[: chance.choice([len(sent) // 2, len(sent) - 1, len(sent), len(sent)])])
        await asyncio.sleep(chance.uniform(0, 0.03))
        writer.transport.abort()
    except OSError:
        pass  # nobody there: the server was killed


async def _receipt(lines: Lines, told: dict[str, Any]) -> bool:
    try:
        answer = await asyncio.wait_for(lines.exchange(told), PATIENCE_S)
    except (OSError, asyncio.IncompleteReadError):  # TimeoutError is an OSError
        return False
    return answer.status == 200 and told["expects"].encode() in answer.body


async def run(port: int, requests: list[dict[str, Any]]) -> list[str]:
    """Everybody at their moment, some of them in two windows at once."""
    lines, began, chance = Lines(port), time.perf_counter(), random.Random(5)
    running: list[tuple[str, asyncio.Task[bool]]] = []
    for told in requests:
        await asyncio.sleep(max(0, began + told["at"] - time.perf_counter()))
        for _ in range(2 if chance.random() < TWICE else 1):
            own = random.Random(chance.random())
            running.append((told["key"], asyncio.create_task(person(lines, told, own))))
    return [key for key, task in running if await task]


if __name__ == "__main__":
    found = [json.loads(line) for line in Path(sys.argv[2]).read_text().splitlines()]
    print(json.dumps(asyncio.run(run(int(sys.argv[1]), found))))
