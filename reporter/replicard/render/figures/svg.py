"""Matplotlib's SVG, made fit to stand inside a page with a strict content security policy.

Matplotlib writes style attributes, which such a policy forbids, ids that clash when two
drawings share a page, and images with an alpha channel that they do not need.
"""

import base64
import io
import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, fromstring, tostring

from PIL import Image

from replicard.render.figures.palette import INK, MUTED, PAPER, RULE

SHOWN = "shown:"
"""Beginning of the names of parts that show an image, as in ``shown:best:Input``.

They are told in ``data-row`` and ``data-shows``, by which a page finds them again.
"""

_SVG = "{http://www.w3.org/2000/svg}"
_XLINK = "{http://www.w3.org/1999/xlink}"
_THEMED = {INK: "ink", MUTED: "muted", RULE: "rule", PAPER: "paper"}
_FONT = re.compile(r"(?:(?P<weight>bold|[1-9]00) )?(?P<size>[0-9.]+)px (?P<family>.+)")
_REFERENCE = re.compile(r"url\(#([^)]+)\)")
_LONG_NUMBER = re.compile(r"-?[0-9]+\.[0-9]{3,}")
_GEOMETRY = ("d", "x", "y", "width", "height", "transform", "points")
_FONTS = "DejaVu Sans, Verdana, sans-serif"
_SMOOTH_FROM_PIXELS = 96
_PALETTE_COLOURS = 256


def tidy(drawing: bytes, *, prefix: str) -> str:
    """Rewrite a drawing of matplotlib.

    Parameters
    ----------
    drawing
        What matplotlib wrote.
    prefix
        Beginning of every id.

    Returns
    -------
    str
        The ``svg`` element, without declaration, metadata, style sheet and style
        attributes. Text stays text.
    """
    root = fromstring(drawing)  # noqa: S314 - written by matplotlib in this process
    _drop(root, f"{_SVG}metadata")
    _drop(root, f"{_SVG}style")
    used = set(_referenced(root))
    for element in list(root.iter()):
        _rewrite(element, prefix=prefix, used=used)
    root.attrib.update(_root_attributes(root))
    return tostring(root, encoding="unicode")


def _root_attributes(root: Element) -> dict[str, str]:
    width, height = (root.attrib.pop(side).removesuffix("pt") for side in ("width", "height"))
    root.attrib.clear()
    return {
        "xmlns": "http://www.w3.org/2000/svg",
        "viewBox": f"0 0 {width} {height}",
        "width": f"{width}pt",
        "height": f"{height}pt",
        "role": "img",
        "stroke-linejoin": "round",
        "stroke-linecap": "butt",
    }


def _drop(root: Element, tag: str) -> None:
    for parent in list(root.iter()):
        for child in [child for child in parent if child.tag == tag]:
            parent.remove(child)


def _referenced(root: Element) -> Iterator[str]:
    for element in root.iter():
        for value in element.attrib.values():
            yield from _REFERENCE.findall(value)
        target = element.get(f"{_XLINK}href", "")
        if target.startswith("#"):
            yield target[1:]


def _rewrite(element: Element, *, prefix: str, used: set[str]) -> None:
    attributes = dict(element.attrib)
    element.attrib.clear()
    name = attributes.pop("id", "")
    if name in used:
        element.set("id", f"{prefix}-{name}")
    if name.startswith(SHOWN):
        row, _, shows = name.removeprefix(SHOWN).partition(":")
        element.attrib.update({"data-row": row, "data-shows": shows})
    for key, value in _declarations(attributes.pop("style", "")):
        _set_property(element, key, value, prefix=prefix)
    for key, value in attributes.items():
        if key == f"{_XLINK}href":
            element.set("href", _target(value, prefix=prefix))
        else:
            element.set(key, _shortened(key, _local(value, prefix=prefix)))
    element.tag = element.tag.removeprefix(_SVG)
    if element.tag == "image" and int(float(element.get("width", "0"))) < _SMOOTH_FROM_PIXELS:
        element.set("image-rendering", "pixelated")


def _declarations(style: str) -> Iterator[tuple[str, str]]:
    for declaration in style.split(";"):
        key, colon, value = declaration.partition(":")
        if colon:
            yield key.strip(), value.strip()


def _set_property(element: Element, key: str, value: str, *, prefix: str) -> None:
    if key == "image-rendering":
        return
    if key == "font" and (found := _FONT.fullmatch(value)):
        element.set("font-family", _FONTS)
        element.set("font-size", found["size"])
        if found["weight"]:
            element.set("font-weight", found["weight"])
        return
    element.set(key, _local(value, prefix=prefix))
    if key in {"fill", "stroke"} and value in _THEMED:
        names = [name for name in (element.get("class"), f"{key}-{_THEMED[value]}") if name]
        element.set("class", " ".join(names))


def _local(value: str, *, prefix: str) -> str:
    return _REFERENCE.sub(lambda found: f"url(#{prefix}-{found[1]})", value)


def _shortened(key: str, value: str) -> str:
    """Two decimals of a point are finer than any printer."""
    if key not in _GEOMETRY:
        return value
    return _LONG_NUMBER.sub(lambda found: f"{float(found[0]):.2f}", value)


def _target(address: str, *, prefix: str) -> str:
    if address.startswith("#"):
        return f"#{prefix}-{address[1:]}"
    head, _, content = address.partition(",")
    return f"{head},{base64.b64encode(compact_png(base64.b64decode(content))).decode()}"


def compact_png(content: bytes, *, dots_per_inch: int | None = None) -> bytes:
    """Write a PNG again with no channel that it does not need.

    Grey images get one channel, images of few colours a palette, and only images with
    transparent pixels keep their alpha channel.
    """
    with Image.open(io.BytesIO(content)) as image:
        pixels = _compact(image.convert("RGBA"))
    stream = io.BytesIO()
    resolution = {} if dots_per_inch is None else {"dpi": (dots_per_inch, dots_per_inch)}
    pixels.save(stream, format="PNG", optimize=True, **resolution)
    return stream.getvalue()


def _compact(image: Image.Image) -> Image.Image:
    if image.getchannel("A").getextrema() != (255, 255):
        return image
    opaque = image.convert("RGB")
    red, green, blue = opaque.split()
    if red.tobytes() == green.tobytes() == blue.tobytes():
        return red
    if opaque.getcolors(_PALETTE_COLOURS) is not None:
        return opaque.quantize(_PALETTE_COLOURS, dither=Image.Dither.NONE)
    return opaque
