"""What styles cannot say, mended in the files that pandoc wrote.

Only our own fixed elements are looked for: text of a document cannot hold them, since
its angle brackets are escaped.
"""

from collections.abc import Mapping
from typing import Final

_ROW: Final = b"<w:tr><w:tc>"
_WHOLE_ROW: Final = b"<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc>"
_HEADER: Final = b'<w:trPr><w:tblHeader w:val="on" /></w:trPr>'
_WHOLE_HEADER: Final = b'<w:trPr><w:cantSplit/><w:tblHeader w:val="on"/></w:trPr>'
_BARE_CELL: Final = b'<style:table-cell-properties fo:border="none" />'
_RULED_CELL: Final = (
    b'<style:table-cell-properties fo:padding="0.6mm" fo:border-left="none"'
    b' fo:border-right="none" fo:border-top="none" fo:border-bottom="0.5pt solid #8c8c8c"/>'
)


def with_whole_rows(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """Keep the rows of tables in a DOCX from being split over two pages."""
    document = parts["word/document.xml"]
    whole = document.replace(_ROW, _WHOLE_ROW).replace(_HEADER, _WHOLE_HEADER)
    return {**parts, "word/document.xml": whole}


def with_ruled_rows(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """Draw a line below each row of the tables in an ODT, as the styles of a DOCX do."""
    return {**parts, "content.xml": parts["content.xml"].replace(_BARE_CELL, _RULED_CELL)}
