"""Parts of ZIP packages such as DOCX and ODT, and their XML, read within limits.

Everything in such a file is a stranger's: an archive may unpack to a thousand times its
size, and XML may declare entities that grow without end or name files elsewhere. So a
part is unpacked up to a limit, and XML with a document type is refused.
"""

import io
import zipfile
import zlib
from collections.abc import Mapping
from typing import Protocol
from xml.parsers import expat

from replicard.manuscript.document import unreadable

MAX_PART_BYTES = 64 << 20
MAX_PARTS = 10_000
MAX_DEPTH = 200
_NAMESPACE_END = "}"


class Listener(Protocol):
    """Takes the elements and the text of an XML document in their order."""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Take the start of an element; names come without their namespace."""

    def end(self, tag: str) -> None:
        """Take the end of an element."""

    def text(self, text: str) -> None:
        """Take text."""


class _RefusedError(Exception):
    """XML with something that no office program writes."""


class Package:
    """A ZIP archive that holds a document."""

    def __init__(self, name: str, data: bytes) -> None:
        self.name = name
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
            self._parts = {entry.filename: entry for entry in self._archive.infolist()}
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise unreadable(name, "is no ZIP archive, or a damaged one") from error
        if len(self._parts) > MAX_PARTS:
            raise unreadable(name, f"holds more than {MAX_PARTS:,} parts")

    def __contains__(self, part: str) -> bool:
        return part in self._parts

    def read(self, part: str) -> bytes:
        """Unpack one part, up to a limit whatever its header says.

        Raises
        ------
        ManuscriptError
            If it is missing, encrypted, damaged or too large.
        """
        if part not in self._parts:
            raise unreadable(self.name, f"lacks its part {part}, so it is no such document")
        try:
            with self._archive.open(self._parts[part]) as handle:
                content = handle.read(MAX_PART_BYTES + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
            raise unreadable(self.name, f"its part {part} is damaged") from error
        except (RuntimeError, NotImplementedError) as error:
            raise unreadable(
                self.name,
                f"its part {part} is encrypted or packed in an unusual way",
                hint="save it without a password",
            ) from error
        if len(content) > MAX_PART_BYTES:
            limit = MAX_PART_BYTES >> 20
            raise unreadable(self.name, f"its part {part} unpacks to more than {limit} MiB")
        return content

    def parse(self, part: str, listener: Listener) -> None:
        """Read the XML of one part.

        Raises
        ------
        ManuscriptError
            If it is damaged, declares a document type or is nested too deeply.
        """
        parser = expat.ParserCreate(namespace_separator=_NAMESPACE_END)
        depth = 0

        def start(tag: str, attributes: dict[str, str]) -> None:
            nonlocal depth
            depth += 1
            if depth > MAX_DEPTH:
                raise _RefusedError(f"its part {part} is nested too deeply")
            listener.start(_local(tag), {_local(key): value for key, value in attributes.items()})

        def end(tag: str) -> None:
            nonlocal depth
            depth -= 1
            listener.end(_local(tag))

        def doctype(*_: object) -> None:
            raise _RefusedError(f"its part {part} declares a document type, which is refused")

        parser.buffer_text = True
        parser.StartElementHandler = start
        parser.EndElementHandler = end
        parser.CharacterDataHandler = listener.text
        parser.StartDoctypeDeclHandler = doctype
        try:
            parser.Parse(self.read(part), True)  # noqa: FBT003 - the signature is expat's
        except _RefusedError as error:
            raise unreadable(self.name, str(error)) from error
        except expat.ExpatError as error:
            raise unreadable(self.name, f"its part {part} is no whole XML") from error


def _local(name: str) -> str:
    return name.rpartition(_NAMESPACE_END)[2]
