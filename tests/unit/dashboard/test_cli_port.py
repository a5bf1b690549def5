"""Is a port that is taken told with who has it and which one is free, and never as success?"""

from __future__ import annotations

import json
import socket
import threading
from contextlib import closing
from http.server import BaseHTTPRequestHandler, HTTPServer
from types import SimpleNamespace

import pytest

from dashboard.cli.port import taken_port
from graph_model.errors import BadValue

HOST = "127.0.0.1"


def service(version):
    held = None if version is None else SimpleNamespace(version=version)
    return SimpleNamespace(store=SimpleNamespace(published=lambda: held))


@pytest.fixture
def answering():
    """A server that answers every request with one JSON document: ``answering(told)`` gives its port."""
    started = []

    def start(told):
        class Answer(BaseHTTPRequestHandler):
            def do_GET(self):
                content = json.dumps(told).encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_):
                pass

        server = HTTPServer((HOST, 0), Answer)
        started.append(server)
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return server.server_port

    yield start
    for server in started:
        server.shutdown()
        server.server_close()


def refused(port, *, version="v1"):
    with pytest.raises(BadValue) as told:
        taken_port(HOST, port, service=service(version)).close()
    return told.value.code, told.value.values


NO_DATA = {"error": {"code": "no_data", "message": "…", "values": {}}}


@pytest.mark.parametrize(
    ("answer", "version", "code"),
    [
        ({"version": "v1", "batches": []}, "v1", "port_served"),
        ({"version": "v2", "batches": []}, "v1", "port_served_other"),
        ({"version": "v2", "batches": []}, None, "port_served_other"),
        (NO_DATA, "v1", "port_served_other"),
        (NO_DATA, None, "port_served_other"),
        ({"hello": "world"}, "v1", "port_taken"),
        (["hello"], "v1", "port_taken"),
    ],
)
def test_who_has_the_port_is_told(answering, answer, version, code):
    port = answering(answer)
    told, values = refused(port, version=version)
    assert told == code
    with closing(taken_port(HOST, int(values["free"]), service=service(None))) as held:
        assert held.getsockname()[1] == int(values["free"]) != port


def test_a_port_that_was_given_is_held_from_then_on():
    with closing(taken_port(HOST, 0, service=service(None))) as held, socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        with pytest.raises(OSError, match="in use"):
            other.bind(held.getsockname())


def test_what_can_be_no_port_of_this_machine_is_told_as_such():
    assert refused(99_999)[0] == "port_number"
    with pytest.raises(BadValue) as told:
        taken_port("203.0.113.7", 8050, service=service(None))
    assert (told.value.code, told.value.values["problem"]) == ("port_unusable", "errno_eaddrnotavail")


def test_a_second_server_ends_with_a_sentence_and_no_success(gongjian, tmp_path, answering):
    port = answering({"hello": "world"})
    told = gongjian(tmp_path / "data", "serve", "--port", port, lang="zh")
    assert told.code == 2
    assert f"127.0.0.1 的端口 {port} 已被占用；换一个空着的：--port " in told.err
    assert "Traceback" not in told.err
