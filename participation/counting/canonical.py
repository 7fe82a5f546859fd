"""The one way a JSON value is written in published data, so that its bytes can be compared and summed up."""

import json
from typing import Any

_ENCODER = json.JSONEncoder(sort_keys=True, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def canonical(value: Any) -> bytes:
    """Members sorted, no blanks, UTF-8."""
    return _ENCODER.encode(value).encode()
