"""The API keeps what its OpenAPI document promises, whatever is asked of it."""

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.applications import Starlette

from ratsfenster.api.operations import OPERATIONS, Operation


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
def test_every_operation_keeps_its_promise(published_app: Starlette, operation: Operation) -> None:
    schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", published_app)
    asked = schema[operation.path]["GET"].as_strategy()

    @given(st.data())
    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    def keeps_it(data: st.DataObject) -> None:
        data.draw(asked).call_and_validate()

    keeps_it()
