"""The bundled sub-district, drawn once for all tests of it."""

from __future__ import annotations

import pytest

from loaders.synthetic import subdistrict


@pytest.fixture(scope="session")
def region():
    return subdistrict.generate()
