"""A tus client that costs next to nothing: sends one random chunk again and again. Prints one JSON line: seconds and bytes.

The chunk and its checksum are made beforehand, so that the server is what is measured.
"""

import base64
import hashlib
import http.client
import json
import os
import sys
import time

CHUNK = 16 << 20


def checksum(piece: bytes) -> str:
    """The header that says what arrives unharmed."""
    return "sha256 " + base64.b64encode(hashlib.sha256(piece).digest()).decode()


def main(port: int, cookie: str, meeting: int, total: int) -> None:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    always = {"Tus-Resumable": "1.0.0", "Cookie": cookie, "Upload-Fingerprint": "bench"}
    told = {
        "filename": "messung.mp4",
        "meeting": str(meeting),
        "batch": f"bench-{os.getpid():08}",
        "fingerprint": "bench",
    }
    encoded = ",".join(f"{name} {base64.b64encode(value.encode()).decode()}" for name, value in told.items())
    line.request(
        "POST", "/ratsbuero/hochladen", headers={**always, "Upload-Length": str(total), "Upload-Metadata": encoded}
    )
    answer = line.getresponse()
    if answer.status != 201:
        raise SystemExit(f"{answer.status}: {answer.read().decode()}")
    answer.read()
    address = answer.headers["Location"]
    block = os.urandom(CHUNK)
    whole = checksum(block)
    began, offset = time.perf_counter(), 0
    while offset < total:
        piece = block[: total - offset]
        digest = whole if len(piece) == CHUNK else checksum(piece)
        line.request(
            "PATCH", address, body=piece,
            headers={
                **always, "Content-Type": "application/offset+octet-stream", "Upload-Offset": str(offset),
                "Upload-Checksum": digest,
            },
        )  # fmt: skip
        answer = line.getresponse()
        problem = answer.read()
        if answer.status != 204:
            raise SystemExit(f"{answer.status}: {problem.decode()}")
        offset = int(answer.headers["Upload-Offset"])
    print(json.dumps({"seconds": time.perf_counter() - began, "bytes": offset}))


main(int(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
