"""The process that renders PDFs: pages and their files in, PDFs out.

It is run as ``python -m replicard.render.pdf_worker`` with a job on standard input, so
that a crash of a native library, endless work or a hunger for memory ends this process
and not the program. It opens no address: its fetcher serves the files of the job.
"""

import base64
import io
import json
import logging
import sys
import warnings
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

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
    rendered = [_render(page, fonts, variant=job["variant"]) for page in job["pages"]]
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


def _render(
    page: Mapping[str, Any], fonts: Mapping[str, bytes], *, variant: str
) -> tuple[bytes, list[str]]:
    from weasyprint import HTML, Attachment  # noqa: PLC0415 - only this process needs it
    from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: PLC0415 - as above

    files = {**fonts, **_decoded(page["files"])}

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
    day = datetime.fromisoformat(page["date"]).replace(tzinfo=UTC)
    attachments = [
        Attachment(
            file_obj=io.BytesIO(base64.b64decode(one["content"])),
            name=one["name"],
            description=one["description"],
            relationship=one["relationship"],
            created=day,
            modified=day,
        )
        for one in page["attachments"]
    ]
    media_types = [one["media_type"] for one in page["attachments"]]

    def mend(document: object, pdf: Any) -> None:  # noqa: ANN401 - pydyf has no types
        """Name the media types, and each associated file once."""
        del document
        for attachment, media_type in zip(attachments, media_types, strict=True):
            for thing in pdf.objects:
                extra = getattr(thing, "extra", {})
                parameters = extra.get("Params", {}) if extra.get("Type") == "/EmbeddedFile" else {}
                if parameters.get("CheckSum") == f"<{attachment.md5}>":
                    extra["Subtype"] = f"/{media_type.replace('/', '#2f').replace('+', '#2b')}"
        if "AF" in pdf.catalog:
            pdf.catalog["AF"][:] = dict.fromkeys(pdf.catalog["AF"])

    document = HTML(string=page["html"], url_fetcher=Table()).render()
    content = document.write_pdf(
        pdf_variant=variant, pdf_tags=True, attachments=attachments, finisher=mend
    )
    return content, collector.messages


if __name__ == "__main__":
    sys.exit(main())
