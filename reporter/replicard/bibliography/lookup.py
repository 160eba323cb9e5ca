"""Looking up DOIs in the registries, if a user asks for it.

This module and `resolver` are the only ones of the program that reach the network, and
nothing calls them without ``--online``. It talks HTTPS to the resolver of DOIs and the
registries behind it, and to no other host, wherever they redirect to; time and size are
limited.

References
----------
Content negotiation of DOIs: https://citation.doi.org/docs.html
"""

import http.client
import json
import ssl
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, urljoin, urlsplit

from replicard.bibliography.records import Record, RecordError, checked

HOSTS = frozenset(
    {
        "doi.org",
        "api.crossref.org",
        "data.crossref.org",
        "api.datacite.org",
        "data.datacite.org",
        "data.crosscite.org",
    }
)
_ACCEPT = "application/vnd.citationstyles.csl+json"
_TIMEOUT_S = 10.0
_ALL_TOGETHER_S = 90.0
_MOST_BYTES = 2_000_000
_MOST_REDIRECTS = 5
_REDIRECTS = (301, 302, 303, 307, 308)
_OK, _NOT_FOUND = 200, 404

Connect = Callable[[str, float], http.client.HTTPConnection]
"""Makes a connection to a host, with a time limit in seconds."""


class LookupFailedError(Exception):
    """A record that could not be had; the message says why, as the end of a sentence."""


@dataclass(frozen=True, slots=True)
class LookedUp:
    """What the registries said.

    Attributes
    ----------
    records
        By DOI in lower case.
    failures
        Why a record could not be had, as the end of a sentence, by DOI.
    """

    records: Mapping[str, Record] = field(default_factory=dict)
    failures: Mapping[str, str] = field(default_factory=dict)


def _secure(host: str, timeout: float) -> http.client.HTTPConnection:
    return http.client.HTTPSConnection(host, timeout=timeout, context=ssl.create_default_context())


@dataclass(frozen=True, slots=True)
class Lookup:
    """Asks for records of DOIs.

    Attributes
    ----------
    agent
        What the program calls itself: name and version, and nothing about the user.
    connect
        Makes connections; tests put a local server here.
    clock
        Seconds that only grow.
    """

    agent: str = "replicard"
    connect: Connect = _secure
    clock: Callable[[], float] = time.monotonic

    def records(self, dois: Iterable[str]) -> LookedUp:
        """Return the records of some DOIs, and why others could not be had."""
        end = self.clock() + _ALL_TOGETHER_S
        records: dict[str, Record] = {}
        failures: dict[str, str] = {}
        for doi in dict.fromkeys(dois):
            try:
                self._require_time(end)
                records[doi.lower()] = self._record(doi, end)
            except LookupFailedError as error:
                failures[doi] = str(error)
        return LookedUp(records, failures)

    def _record(self, doi: str, end: float) -> Record:
        url = f"https://doi.org/{quote(doi, safe='/')}"
        for _ in range(_MOST_REDIRECTS + 1):
            status, location, body = self._answer(url, end)
            if status in _REDIRECTS and location:
                url = urljoin(url, location)
                continue
            if status == _NOT_FOUND:
                raise LookupFailedError("no registry knows this DOI")
            if status != _OK:
                raise LookupFailedError(f"the registry answered with status {status}")
            return _checked(body, doi)
        raise LookupFailedError("the registry redirects in circles")

    def _answer(self, url: str, end: float) -> tuple[int, str | None, bytes]:
        parts = urlsplit(url)
        host = parts.hostname or ""
        if parts.scheme != "https" or host not in HOSTS or parts.port not in (None, 443):
            raise LookupFailedError(
                f"the registry sends to {parts.scheme}://{host}, which is not one"
            )
        connection = self.connect(host, _TIMEOUT_S)
        try:
            target = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
            connection.request("GET", target, headers={"Accept": _ACCEPT, "User-Agent": self.agent})
            response = connection.getresponse()
            return response.status, response.getheader("Location"), self._body(response, end)
        except (OSError, http.client.HTTPException, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
            raise LookupFailedError(f"{host} could not be asked: {reason}") from error
        finally:
            connection.close()

    def _body(self, response: http.client.HTTPResponse, end: float) -> bytes:
        found = bytearray()
        while chunk := response.read1(65_536):
            found += chunk
            if len(found) > _MOST_BYTES:
                raise LookupFailedError(f"the answer has more than {_MOST_BYTES:,} bytes")
            self._require_time(end)
        return bytes(found)

    def _require_time(self, end: float) -> None:
        if self.clock() > end:
            raise LookupFailedError("the registries take too long to answer")


def _checked(body: bytes, doi: str) -> Record:
    """Return the record, which must be about the DOI that was asked for."""
    try:
        record = checked(json.loads(body.decode()), default_id=doi)
    except (RecordError, ValueError, RecursionError) as error:
        raise LookupFailedError(f"the answer cannot be used: {error}") from error
    if str(record.get("DOI", "")).lower() != doi.lower():
        raise LookupFailedError("the answer is about another DOI")
    if "title" not in record:
        raise LookupFailedError("the answer has no title")
    return record
