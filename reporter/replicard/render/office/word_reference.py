"""The DOCX whose styles, page and footer pandoc takes over; written here, part by part."""

from typing import Final

from replicard.render.office.layout import Layout, xml_text
from replicard.render.office.package import packed
from replicard.render.office.styles import STYLES, ParagraphStyle

_TWIPS_PER_MM: Final = 1440 / 25.4
_LINE: Final = 240
"""A single line, in the units of OOXML."""
_LINK_COLOUR: Final = "1F4E79"
_W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def word_reference(layout: Layout) -> bytes:
    """Return a DOCX without text that has the styles, page and footer of a layout."""
    return packed(
        {
            "[Content_Types].xml": _content_types(),
            "_rels/.rels": _relationships(("officeDocument", "word/document.xml")),
            "word/document.xml": _document(layout),
            "word/_rels/document.xml.rels": _relationships(
                ("styles", "styles.xml"), ("settings", "settings.xml"), ("footer", "footer1.xml")
            ),
            "word/styles.xml": _styles(layout),
            "word/settings.xml": _settings(),
            "word/footer1.xml": _footer(layout),
        }
    )


def _content_types() -> str:
    parts = {
        "document": f"{_TYPE}.document.main+xml",
        "styles": f"{_TYPE}.styles+xml",
        "settings": f"{_TYPE}.settings+xml",
        "footer1": f"{_TYPE}.footer+xml",
    }
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{kind}"/>'
        for name, kind in parts.items()
    )
    relationships = "application/vnd.openxmlformats-package.relationships+xml"
    return (
        f'{_DECLARATION}<Types xmlns="{_PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="{relationships}"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _relationships(*targets: tuple[str, str]) -> str:
    entries = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    )
    return (
        f'{_DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">{entries}</Relationships>'
    )


def _document(layout: Layout) -> str:
    margin = _twips(layout.margin_mm)
    return (
        f'{_DECLARATION}<w:document xmlns:w="{_W}" xmlns:r="{_OFFICE}"><w:body><w:p/><w:sectPr>'
        '<w:footerReference w:type="default" r:id="rId3"/>'
        f'<w:pgSz w:w="{_twips(layout.width_mm)}" w:h="{_twips(layout.height_mm)}"/>'
        f'<w:pgMar w:top="{margin}" w:right="{margin}" w:bottom="{margin}" w:left="{margin}"'
        f' w:header="{margin // 2}" w:footer="{margin // 2}" w:gutter="0"/>'
        "</w:sectPr></w:body></w:document>"
    )


def _settings() -> str:
    return f'{_DECLARATION}<w:settings xmlns:w="{_W}"><w:defaultTabStop w:val="720"/></w:settings>'


def _footer(layout: Layout) -> str:
    right = _twips(layout.width_mm - 2 * layout.margin_mm)
    text = f'<w:t xml:space="preserve">{xml_text(layout.footer)}</w:t>'
    return (
        f'{_DECLARATION}<w:ftr xmlns:w="{_W}" xmlns:r="{_OFFICE}"><w:p><w:pPr>'
        f'<w:pStyle w:val="Footer"/><w:tabs><w:tab w:val="right" w:pos="{right}"/></w:tabs></w:pPr>'
        f"<w:r>{text}</w:r><w:r><w:tab/></w:r>{_field('PAGE')}"
        f'<w:r><w:t xml:space="preserve"> / </w:t></w:r>{_field("NUMPAGES")}</w:p></w:ftr>'
    )


def _field(name: str) -> str:
    return f'<w:fldSimple w:instr="{name}"><w:r><w:t>1</w:t></w:r></w:fldSimple>'


def _styles(layout: Layout) -> str:
    font = xml_text(layout.font)
    size = _half_points(layout.points)
    fonts = f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:cs="{font}" w:eastAsia="{font}"/>'
    return (
        f'{_DECLARATION}<w:styles xmlns:w="{_W}"><w:docDefaults><w:rPrDefault><w:rPr>{fonts}'
        f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/><w:lang w:val="en-GB"/>'
        "</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
        "<w:qFormat/></w:style>"
        f"{''.join(_paragraph_style(style, layout) for style in STYLES)}"
        f"{_character_styles()}</w:styles>"
    )


def _paragraph_style(style: ParagraphStyle, layout: Layout) -> str:
    lines = style.lines or layout.line_spacing
    keeps = "<w:keepNext/><w:keepLines/>" if style.level or style.keeps_next else ""
    spacing = (
        f'<w:spacing w:before="{round(20 * style.before)}" w:after="{round(20 * style.after)}"'
        f' w:line="{round(lines * _LINE)}" w:lineRule="auto"/>'
    )
    outline = f'<w:outlineLvl w:val="{style.level - 1}"/>' if style.level else ""
    weight = "<w:b/><w:bCs/>" if style.is_bold else ""
    slant = "<w:i/><w:iCs/>" if style.is_italic else ""
    size = _half_points(layout.points + style.size)
    following = '<w:next w:val="BodyText"/>' if style.level else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{_id(style)}"><w:name w:val="{style.word}"/>'
        f'<w:basedOn w:val="Normal"/>{following}<w:qFormat/><w:pPr>{keeps}'
        f"{_hanging_tabs(style)}{spacing}{_hanging(style)}{outline}</w:pPr>"
        f'<w:rPr>{weight}{slant}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr></w:style>'
    )


def _id(style: ParagraphStyle) -> str:
    return style.word.title().replace(" ", "")


def _hanging_tabs(style: ParagraphStyle) -> str:
    if not style.hanging_mm:
        return ""
    return f'<w:tabs><w:tab w:val="left" w:pos="{_twips(style.hanging_mm)}"/></w:tabs>'


def _hanging(style: ParagraphStyle) -> str:
    if not style.hanging_mm:
        return ""
    indent = _twips(style.hanging_mm)
    return f'<w:ind w:left="{indent}" w:hanging="{indent}"/>'


def _character_styles() -> str:
    return (
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/></w:style>'
        '<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/>'
        '<w:basedOn w:val="DefaultParagraphFont"/>'
        f'<w:rPr><w:color w:val="{_LINK_COLOUR}"/></w:rPr></w:style>'
    )


def _twips(millimetres: float) -> int:
    return round(millimetres * _TWIPS_PER_MM)


def _half_points(points: float) -> int:
    return round(2 * points)
