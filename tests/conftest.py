"""What every test may use: the private Neo4j server, started when the first test asks for it."""

from __future__ import annotations

pytest_plugins = ["tests.neo4j_fixture"]
