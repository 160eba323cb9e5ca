"""The process that renders PDFs: pages and their files in, PDFs out.

It is run as ``python -m replicard.render.pdf_worker`` with a job on standard input, so
that a crash of a native library, endless work or a hunger for memory ends this process
and not the program. It opens no address: its fetcher serves the files of the job.
"""

import base64
import json
import logging
import sys
import warnings
from collections.abc import Mapping
from contextlib import suppress

MISSING = 3
"""Exit status if WeasyPrint or one of its native libraries cannot be loaded."""


class _Collector(logging.Handler):
    """Keeps what the renderer complains about."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


def main() -> int:
    """Render the job on standard input; the outcome goes to standard output as JSON."""
    job = json.load(sys.stdin)
    _limit(memory_bytes=job["memory_bytes"], seconds=job["seconds"])
    try:
        with warnings.catch_warnings():
            # The page names font files, so it does not matter that none is installed.
            warnings.filterwarnings("ignore", message="No fonts configured")
            import weasyprint  # noqa: F401, PLC0415 - loads the native libraries
    except (ImportError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return MISSING
    fonts = _decoded(job["fonts"])
    rendered = [
        _render(page["html"], {**fonts, **_decoded(page["files"])}, variant=job["variant"])
        for page in job["pages"]
    ]
    outcome = [
        {"pdf": base64.b64encode(content).decode(), "messages": messages}
        for content, messages in rendered
    ]
    json.dump(outcome, sys.stdout)
    return 0


def _decoded(files: Mapping[str, str]) -> dict[str, bytes]:
    return {address: base64.b64decode(content) for address, content in files.items()}


def _limit(*, memory_bytes: int, seconds: int) -> None:
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:
        return
    for limit, value in (
        (resource.RLIMIT_AS, memory_bytes),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(limit)
        soft = value if hard == resource.RLIM_INFINITY else min(value, hard)
        # macOS refuses some limits; the time limit of the caller holds there, too.
        with suppress(ValueError, OSError):
            resource.setrlimit(limit, (soft, hard))


def _render(html: str, files: Mapping[str, bytes], *, variant: str) -> tuple[bytes, list[str]]:
    from weasyprint import HTML  # noqa: PLC0415 - only this process needs it
    from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: PLC0415 - as above

    class Table(URLFetcher):  # type: ignore[misc] # WeasyPrint has no types
        """Serves the files of the job and refuses every other address."""

        def fetch(self, url: str, headers: object = None) -> object:
            """Return a file of the job."""
            del headers
            if url.startswith("data:"):
                return super().fetch(url)
            if url not in files:
                raise ValueError(f"{url} is not part of the report")
            return URLFetcherResponse(url, files[url])

    collector = _Collector()
    logger = logging.getLogger("weasyprint")
    logger.handlers = [collector]
    logger.propagate = False
    document = HTML(string=html, url_fetcher=Table()).render()
    return document.write_pdf(pdf_variant=variant, pdf_tags=True), collector.messages


if __name__ == "__main__":
    sys.exit(main())
