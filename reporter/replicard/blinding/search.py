"""Searching every byte of what was made for what must not be there.

Archives within archives, compressed streams of PDFs and texts in PNGs are opened as well;
UTF-16 is found by leaving out its zero bytes.
"""

import base64
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator

from replicard.blinding.spelling import folded
from replicard.blinding.terms import Term

_LATIN = {code: folded(chr(code)) for code in range(256)}
_STREAM = re.compile(rb"stream\r?\n")
_HEX = re.compile(rb"<([0-9A-Fa-f\s]{8,})>")
_ESCAPED = re.compile(rb"\\([0-7]{3})")
_BASE64 = re.compile(rb";base64,([A-Za-z0-9+/=\s]{64,})")
_MOST = 256 << 20
_MOST_NESTED = 4


def hits_in(content: bytes, terms: Iterable[Term]) -> list[Term]:
    """Return the terms that a file holds in any form."""
    wanted = list(terms)
    found: dict[str, Term] = {}
    for part in contents_of(content):
        for plain in _readings(part):
            found |= {t.pattern.pattern: t for t in wanted if t.pattern.search(plain)}
    return list(found.values())


def contents_of(content: bytes, nested: int = 0) -> Iterator[bytes]:
    """Yield the bytes of a file, and of all that is packed in it, unpacked."""
    yield content
    if nested >= _MOST_NESTED:
        return
    inner: Iterator[bytes] = iter(())
    if content.startswith(b"PK"):
        inner = _of_archive(content)
    elif content.startswith(b"%PDF"):
        inner = _of_pdf(content)
    elif content.startswith(b"\x89PNG"):
        inner = _of_png(content)
    else:
        inner = (_decoded(match[1]) for match in _BASE64.finditer(content))
    for part in inner:
        yield from contents_of(part, nested + 1)


def _of_archive(content: bytes) -> Iterator[bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for info in archive.infolist():
                if info.file_size <= _MOST:
                    yield info.filename.encode("utf-8", "replace")
                    yield archive.read(info)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError):
        return


def _of_pdf(content: bytes) -> Iterator[bytes]:
    for match in _STREAM.finditer(content):
        part = _inflated(content[match.end() :])
        if part:
            yield part
            yield from _hexadecimal(part)
    yield from _hexadecimal(content)
    yield _ESCAPED.sub(lambda found: bytes([int(found[1], 8) & 0xFF]), content)


def _hexadecimal(content: bytes) -> Iterator[bytes]:
    for match in _HEX.finditer(content):
        digits = re.sub(rb"\s", b"", match[1])
        yield bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())


def _of_png(content: bytes) -> Iterator[bytes]:
    at = 8
    while at + 12 <= len(content):
        size = int.from_bytes(content[at : at + 4], "big")
        kind, data = content[at + 4 : at + 8], content[at + 8 : at + 8 + size]
        if kind in {b"zTXt", b"iTXt", b"iCCP"}:
            start = data.find(b"\x78")
            yield _inflated(data[start:]) if start >= 0 else b""
        at += 12 + size


def _decoded(content: bytes) -> bytes:
    try:
        return base64.b64decode(content, validate=False)
    except ValueError:
        return b""


def _inflated(content: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(content, _MOST)
    except zlib.error:
        return b""


def _readings(content: bytes) -> Iterator[str]:
    """Yield a file as folded text in the encodings that it may be in."""
    try:
        yield folded(content.decode("utf-8"))
    except UnicodeDecodeError:
        # Bytes of any kind, with texts among them.
        yield content.decode("latin-1").translate(_LATIN)
        yield folded(content.decode("utf-8", "ignore"))
    if b"\x00" in content:
        yield content.replace(b"\x00", b"").decode("latin-1").translate(_LATIN)
        if not _looks_binary(content):
            yield folded(content.decode("utf-16-le", "ignore"))
            yield folded(content.decode("utf-16-be", "ignore"))


def _looks_binary(content: bytes) -> bool:
    """Say whether bytes are no text in UTF-16, in which many bytes of a sample are zero."""
    sample = content[:4096]
    return sample.count(0) * 8 < len(sample)
