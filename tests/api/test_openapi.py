"""Are the answers what OpenAPI says they are, whatever is asked?"""

from __future__ import annotations

import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
FEW = settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None)


def test_every_answer_is_as_openapi_says(app):
    schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", app)
    operations = [found.ok() for found in schema.get_all_operations()]
    assert len(operations) >= 12
    for operation in operations:

        @FEW
        @given(case=operation.as_strategy())
        def answers_as_it_says(case):
            case.call_and_validate(checks=CHECKS)

        answers_as_it_says()


def test_every_route_says_what_it_answers(client):
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    for path, methods in paths.items():
        assert path.startswith("/api/v1/")
        for told in methods.values():
            assert told["responses"]["200"]
            assert {"400", "404", "409", "422", "500", "503", "504"} <= set(told["responses"])
