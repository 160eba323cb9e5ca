import http.client
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from replicard.bibliography.lookup import Lookup

DOI = "10.1234/Abc(1)"
RECORD = {
    "type": "journal-article",
    "DOI": DOI.lower(),
    "title": "A title",
    "author": [{"family": "Roe", "given": "A."}],
    "issued": {"date-parts": [[2020, 5]]},
    "container-title": ["J"],
}

Answer = tuple[int, dict[str, str], bytes]


@contextmanager
def registry(answers: dict[str, Answer]) -> Iterator[tuple[Lookup, list[str]]]:
    """Stand in for every host; which one was meant is the first part of the path asked for."""
    seen: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            address = f"{self.headers['Host']}{self.path}"
            seen.append(f"{address} {self.headers['Accept']} {self.headers['User-Agent']}")
            status, headers, body = answers.get(address, (404, {}, b""))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()

    class Local(http.client.HTTPConnection):
        """A connection to the server here, whatever host is named."""

        def connect(self) -> None:
            self.sock = socket.create_connection(("127.0.0.1", server.server_port), 5)

    try:
        yield Lookup("replicard/1", lambda host, timeout: Local(host, timeout=timeout)), seen
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


FIRST = "doi.org/10.1234/Abc%281%29"
SECOND = "api.crossref.org/v1/x?y=1"


def to(location: str) -> Answer:
    return 302, {"Location": location}, b""


def test_a_record_is_found_behind_a_redirect() -> None:
    body = json.dumps(RECORD).encode()
    with registry({FIRST: to(f"https://{SECOND}"), SECOND: (200, {}, body)}) as (lookup, seen):
        found = lookup.records([DOI, DOI])

    record = found.records[DOI.lower()]
    assert not found.failures
    assert (record["type"], record["title"], record["container-title"]) == (
        "article-journal",
        "A title",
        "J",
    )
    accept = "application/vnd.citationstyles.csl+json"
    assert seen == [f"{FIRST} {accept} replicard/1", f"{SECOND} {accept} replicard/1"]


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ((404, {}, b""), "no registry knows this DOI"),
        ((500, {}, b""), "the registry answered with status 500"),
        (to("https://evil.example/x"), "the registry sends to https://evil.example"),
        (to("http://api.crossref.org/x"), "the registry sends to http://api.crossref.org"),
        (to("https://doi.org:8443/x"), "the registry sends to https://doi.org"),
        (to("file:///etc/passwd"), "the registry sends to file://"),
        (to("/10.1234/Abc%281%29"), "the registry redirects in circles"),
        ((200, {}, b"<html>"), "the answer cannot be used"),
        ((200, {}, b"[" * 50_000), "the answer cannot be used"),
        ((200, {}, b'{"title": "x", "DOI": "10.9999/other"}'), "the answer is about another DOI"),
        ((200, {}, b'{"DOI": "10.1234/abc(1)"}'), "the answer has no title"),
        ((200, {}, b'{"DOI": "10.1234/abc(1)", "title": "\\u001b"}'), "its title holds U+001B"),
        ((200, {}, b" " * 3_000_000), "the answer has more than 2,000,000 bytes"),
    ],
)
def test_a_failure_is_one_sentence_and_no_error(answer: Answer, why: str) -> None:
    with registry({FIRST: answer}) as (lookup, _):
        found = lookup.records([DOI])

    assert not found.records
    assert why in found.failures[DOI]


def test_time_is_limited_for_all_together() -> None:
    ticks = iter(range(0, 10_000, 60))
    with registry({}) as (lookup, seen):
        patient = Lookup(connect=lookup.connect, clock=lambda: float(next(ticks)))
        found = patient.records(["10.1234/a", "10.1234/b", "10.1234/c"])

    assert len(seen) <= 1
    assert found.failures["10.1234/c"] == "the registries take too long to answer"


def test_a_host_that_cannot_be_reached_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(101, "Network is unreachable")

    monkeypatch.setattr(socket, "create_connection", refuse)

    found = Lookup().records([DOI])

    assert found.failures == {DOI: "doi.org could not be asked: Network is unreachable"}
