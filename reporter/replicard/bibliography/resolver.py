"""Asking whether ORCID iDs and web addresses lead somewhere, if a user wants to know.

Like `lookup`, it talks HTTPS only, to the hosts named here and no others; time and size
are limited, redirects are not followed, and nothing calls it without ``--online``.

References
----------
Public API of ORCID, https://info.orcid.org/documentation/api-tutorials
"""

import http.client
import json
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from replicard.bibliography.lookup import Lookup

ORCID_HOST = "pub.orcid.org"
PAGE_HOSTS = frozenset(
    {
        *("bioimage.io", "codeberg.org", "dataverse.org", "figshare.com", "github.com"),
        *("gitlab.com", "huggingface.co", "osf.io", "pypi.org", "spdx.org"),
        *("www.ebi.ac.uk", "zenodo.org"),
    }
)
"""Repositories of code, data and models; other hosts are not asked."""
_TIMEOUT_S = 10.0
_ALL_TOGETHER_S = 90.0
_MOST_BYTES = 200_000
_OK, _FAULT, _NOT_FOUND, _GONE = 200, 400, 404, 410


class NotAskedError(Exception):
    """Nothing could be learnt; the message says why, as the end of a sentence."""


@dataclass(slots=True)
class Resolver:
    """Asks hosts, within a time for all questions together.

    Attributes
    ----------
    lookup
        Makes connections, tells the time and what the program calls itself.
    """

    lookup: Lookup
    _end: float | None = None

    def names_of(self, orcid: str) -> tuple[str, ...] | None:
        """Return the public names of a person; None if no record has this iD.

        Raises
        ------
        NotAskedError
            If the registry cannot be asked, or answers with something else.
        """
        target = f"/v3.0/{orcid}/personal-details"
        status, body = self._answer(ORCID_HOST, target, "application/json")
        if status == _NOT_FOUND:
            return None
        if status != _OK:
            raise NotAskedError(f"{ORCID_HOST} answered with status {status}")
        try:
            record = json.loads(body.decode())
        except (ValueError, RecursionError) as error:
            raise NotAskedError(f"the answer of {ORCID_HOST} cannot be used") from error
        return tuple(_names(record))

    def leads_somewhere(self, url: str) -> bool:
        """Say whether a page is there.

        Raises
        ------
        NotAskedError
            If its host is not one of those that are asked, or does not answer.
        """
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
        if parts.scheme != "https" or host not in PAGE_HOSTS or parts.port not in (None, 443):
            raise NotAskedError(f"{host} is not among the hosts that are asked")
        target = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
        status, _ = self._answer(host, target, "*/*")
        if status in {_NOT_FOUND, _GONE}:
            return False
        if status >= _FAULT:
            raise NotAskedError(f"{host} answered with status {status}")
        return True

    def _answer(self, host: str, target: str, accept: str) -> tuple[int, bytes]:
        now = self.lookup.clock()
        self._end = now + _ALL_TOGETHER_S if self._end is None else self._end
        if now > self._end:
            raise NotAskedError("the hosts take too long to answer")
        connection = self.lookup.connect(host, _TIMEOUT_S)
        try:
            headers = {"Accept": accept, "User-Agent": self.lookup.agent}
            connection.request("GET", target, headers=headers)
            response = connection.getresponse()
            return response.status, response.read(_MOST_BYTES)
        except (OSError, http.client.HTTPException, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
            raise NotAskedError(f"{host} could not be asked: {reason}") from error
        finally:
            connection.close()


def _names(record: object) -> Iterator[str]:
    name = record.get("name") if isinstance(record, dict) else None
    for key in ("given-names", "family-name", "credit-name"):
        part = name.get(key) if isinstance(name, dict) else None
        value = part.get("value") if isinstance(part, dict) else None
        if isinstance(value, str):
            yield value
