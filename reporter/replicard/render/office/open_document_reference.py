"""The ODT whose styles, page and footer pandoc takes over; written here, part by part."""

from typing import Final

from replicard.render.office.layout import Layout, xml_text
from replicard.render.office.package import packed
from replicard.render.office.styles import STYLES, ParagraphStyle

_TYPE: Final = "application/vnd.oasis.opendocument.text"
_ODF: Final = "urn:oasis:names:tc:opendocument:xmlns"
_NAMES: Final = (
    f'xmlns:office="{_ODF}:office:1.0" xmlns:style="{_ODF}:style:1.0" xmlns:text="{_ODF}:text:1.0"'
    f' xmlns:fo="{_ODF}:xsl-fo-compatible:1.0" xmlns:svg="{_ODF}:svg-compatible:1.0"'
    f' xmlns:meta="{_ODF}:meta:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' office:version="1.3"'
)
_DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
_LINK_COLOUR: Final = "#1f4e79"


def open_document_reference(layout: Layout) -> bytes:
    """Return an ODT without text that has the styles, page and footer of a layout."""
    return packed(
        {
            "mimetype": _TYPE,
            "META-INF/manifest.xml": _manifest(),
            "content.xml": (
                f"{_DECLARATION}<office:document-content {_NAMES}><office:body>"
                "<office:text/></office:body></office:document-content>"
            ),
            "styles.xml": _styles(layout),
            "meta.xml": (
                f"{_DECLARATION}<office:document-meta {_NAMES}><office:meta/>"
                "</office:document-meta>"
            ),
        }
    )


def _manifest() -> str:
    parts = ("content.xml", "styles.xml", "meta.xml")
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="text/xml"/>'
        for name in parts
    )
    return (
        f'{_DECLARATION}<manifest:manifest xmlns:manifest="{_ODF}:manifest:1.0"'
        ' manifest:version="1.3"><manifest:file-entry manifest:full-path="/"'
        f' manifest:media-type="{_TYPE}"/>{entries}</manifest:manifest>'
    )


def _styles(layout: Layout) -> str:
    font = xml_text(layout.font)
    return (
        f"{_DECLARATION}<office:document-styles {_NAMES}><office:font-face-decls>"
        f'<style:font-face style:name="{font}" svg:font-family="&apos;{font}&apos;"/>'
        "</office:font-face-decls><office:styles>"
        '<style:default-style style:family="paragraph"><style:text-properties'
        f' style:font-name="{font}" fo:font-size="{layout.points:g}pt" fo:language="en"'
        ' fo:country="GB"/></style:default-style>'
        '<style:style style:name="Standard" style:family="paragraph" style:class="text"/>'
        f"{''.join(_paragraph_style(style, layout) for style in STYLES)}{_text_styles()}"
        f"</office:styles>{_page(layout)}</office:document-styles>"
    )


def _paragraph_style(style: ParagraphStyle, layout: Layout) -> str:
    name = style.open_document
    lines = style.lines or layout.line_spacing
    keeps = ' fo:keep-with-next="always"' if style.level or style.keeps_next else ""
    weight = ' fo:font-weight="bold"' if style.is_bold else ""
    slant = ' fo:font-style="italic"' if style.is_italic else ""
    level = f' style:default-outline-level="{style.level}"' if style.level else ""
    following = ' style:next-style-name="Text_20_body"' if style.level else ""
    hanging = (
        f' fo:margin-left="{style.hanging_mm:g}mm" fo:text-indent="-{style.hanging_mm:g}mm"'
        if style.hanging_mm
        else ""
    )
    return (
        f'<style:style style:name="{_encoded(name)}" style:display-name="{name}"'
        f' style:family="paragraph" style:parent-style-name="Standard"'
        f'{level}{following}><style:paragraph-properties fo:margin-top="{style.before:g}pt"'
        f' fo:margin-bottom="{style.after:g}pt" fo:line-height="{100 * lines:g}%"'
        f"{hanging}{keeps}/><style:text-properties"
        f' fo:font-size="{layout.points + style.size:g}pt"{weight}{slant}/></style:style>'
    )


def _text_styles() -> str:
    # Pandoc gives links the style "Definition".
    names = ("Definition", "Internet link")
    return "".join(
        f'<style:style style:name="{_encoded(name)}" style:display-name="{name}"'
        f' style:family="text"><style:text-properties fo:color="{_LINK_COLOUR}"/></style:style>'
        for name in names
    )


def _page(layout: Layout) -> str:
    right = layout.width_mm - 2 * layout.margin_mm
    return (
        '<office:automatic-styles><style:style style:name="FooterLine" style:family="paragraph"'
        ' style:parent-style-name="Footer"><style:paragraph-properties><style:tab-stops>'
        f'<style:tab-stop style:position="{right:g}mm" style:type="right"/></style:tab-stops>'
        '</style:paragraph-properties></style:style><style:page-layout style:name="Page">'
        f'<style:page-layout-properties fo:page-width="{layout.width_mm:g}mm"'
        f' fo:page-height="{layout.height_mm:g}mm"'
        f' fo:margin="{layout.margin_mm:g}mm"/><style:footer-style>'
        '<style:header-footer-properties fo:min-height="6mm" fo:margin-top="4mm"/>'
        "</style:footer-style></style:page-layout></office:automatic-styles><office:master-styles>"
        '<style:master-page style:name="Standard" style:page-layout-name="Page"><style:footer>'
        f'<text:p text:style-name="FooterLine">{xml_text(layout.footer)}<text:tab/>'
        '<text:page-number text:select-page="current">1</text:page-number> / '
        "<text:page-count>1</text:page-count></text:p></style:footer></style:master-page>"
        "</office:master-styles>"
    )


def _encoded(name: str) -> str:
    return name.replace(" ", "_20_")
