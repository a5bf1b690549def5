"""Is the text of a report, made finding by finding, the text of the whole report as it may leave?"""

from __future__ import annotations

import datetime as dt
import io
import sys
from concurrent.futures import Future

import pytest

from analytics.investigation import Investigation
from analytics.registry import DEFINITIONS
from dashboard.cli.output import write_utf8
from dashboard.people import told_report
from dashboard.reports.json_text import Written, json_pieces
from dashboard.reports.report_text import report_pieces
from dashboard.service import Service
from graph_model.network_tables import NetworkTables, read_network_tables
from graph_model.settings import Settings


@pytest.fixture(scope="module")
def investigation(region):
    with Service(Settings(data=region, store="embedded")) as service:
        service.ready()
        yield service.investigation()


@pytest.mark.parametrize("names", [(), ("bridges", "units_without_organisation")])
@pytest.mark.parametrize(("day", "place"), [(None, None), (dt.date(2017, 1, 1), "C1")])
def test_the_text_is_that_of_the_whole_report(investigation, names, day, place):
    asked = {"as_of": day, "place": place, "layer": None}
    whole = told_report(investigation.report(names, **asked), shown_from=10)
    written = b"".join(report_pieces(investigation, names, **asked, shown_from=10))
    assert written.decode() == "".join(json_pieces(whole.as_columns()))
    assert list(whole.findings) == list(names or DEFINITIONS)


def test_each_finding_is_told_once_before_the_report_is_there(investigation):
    told = []
    report = investigation.report(tell=told.append)
    assert {finding.id: finding for finding in told} == report.findings
    assert len(told) == len(DEFINITIONS)


def test_what_telling_raises_is_raised(investigation):
    def refuse(finding):
        raise LookupError(finding.id)

    with pytest.raises(LookupError, match="bridges"):
        investigation.report(["bridges"], tell=refuse)


def test_what_is_written_already_stands_as_it_is():
    content = {"a": {"b": [1], "c": {}}, "d": [{"e": 1}, {"e": 2}]}
    inside = {"a": Written(tuple(json_pieces(content["a"], inset="  "))), "d": content["d"]}
    assert "".join(json_pieces(inside)) == "".join(json_pieces(content))


def test_what_was_read_ahead_is_what_findings_rest_on(region, monkeypatch):
    read = []

    def counted(store):
        read.append(read_network_tables(store))
        return read[-1]

    for module in ("graph_model.network_tables", "analytics.fetched"):
        monkeypatch.setattr(f"{module}.read_network_tables", counted)
    with Service(Settings(data=region, store="embedded")) as service:
        service.ready()
        service.read_ahead()
        assert service.investigation().network_tables() is read[0]
        assert len(read) == 1


@pytest.mark.parametrize("read", [NetworkTables("another", {}), LookupError("gone")])
def test_tables_of_another_dataset_or_none_are_not_taken(region, read):
    reading = Future()
    reading.set_exception(read) if isinstance(read, Exception) else reading.set_result(read)
    with Service(Settings(data=region, store="embedded")) as service:
        service.ready()
        told = Investigation(service.store, reading=reading)
        assert told.network_tables().version == told.published.version


@pytest.mark.parametrize("encoding", ["utf-8", "UTF8", "gb18030"])
def test_stdout_is_told_in_what_it_speaks(monkeypatch, encoding):
    out = io.BytesIO()
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(out, encoding=encoding))
    sys.stdout.write("甲")
    write_utf8(["乙".encode(), b"c"])
    sys.stdout.flush()
    assert out.getvalue().decode(encoding) == "甲乙c\n"
