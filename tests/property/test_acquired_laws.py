"""Whatever stands in the header of an image, reading it ends in values or in one error."""

from xml.parsers.expat import ExpatError

from hypothesis import given
from hypothesis import strategies as st

from replicard.images.metamorph import acquired_of_metamorph, metamorph_pixel_size
from replicard.images.ome import read_ome
from replicard.images.ome_acquired import acquired_of_ome
from replicard.images.raster import DecodeError
from replicard_schema.comparing import UnfitValueError, converted
from replicard_schema.text_policy import forbidden_character

TEXTS = st.one_of(
    st.sampled_from(["0", "1", "63", "-1", "nan", "1e400", "Objective:0", "Other", "ms", "µm"]),
    st.floats().map(str),
    st.text(st.characters(blacklist_characters="<>&\"'", min_codepoint=32), max_size=30),
)
NAMES = st.sampled_from(
    [
        *("Instrument", "Image", "Pixels", "Channel", "Plane", "Objective", "Detector", "Laser"),
        *("ObjectiveSettings", "DetectorSettings", "LightSourceSettings", "InstrumentRef"),
        *("LightPath", "EmissionFilterRef", "Filter", "TransmittanceRange", "FilterSetRef"),
    ]
)
ATTRIBUTES = st.sampled_from(
    [
        *("ID", "NominalMagnification", "LensNA", "Model", "Type", "Gain", "Binning", "Name"),
        *("ExposureTime", "ExposureTimeUnit", "TheC", "Wavelength", "CutIn", "CutOut"),
        *("TimeIncrement", "EmissionWavelength", "AcquisitionMode", "Immersion"),
    ]
)


def _element(name: str, attributes: dict[str, str], within: list[str]) -> str:
    listed = " ".join(f'{key}="{value}"' for key, value in attributes.items())
    return f"<{name} {listed}>{''.join(within)}</{name}>"


ELEMENTS = st.recursive(
    st.just(""),
    lambda inner: st.builds(
        _element,
        NAMES,
        st.dictionaries(ATTRIBUTES, TEXTS, max_size=4),
        st.lists(inner, max_size=4),
    ),
    max_leaves=12,
)


@given(ELEMENTS, ELEMENTS, ELEMENTS)
def test_ome_xml_gives_values_that_fit_the_card_or_none(
    first: str, second: str, third: str
) -> None:
    xml = f"<OME>{first}<Image>{second}<Pixels>{third}</Pixels></Image></OME>"
    try:
        said = acquired_of_ome(read_ome(xml, max_planes=100))
    except (DecodeError, ExpatError, ValueError):
        return

    for one in said:
        assert one.value
        assert not forbidden_character(one.value)
        is_range = " to " in one.value
        if one.field.startswith("channels") or is_range:
            continue
        try:
            converted(("datasets", "a", "acquisition", *one.field.split(".")), one.value)
        except UnfitValueError as error:
            raise AssertionError(one) from error


@given(st.text(max_size=300), st.sampled_from(["Exposure: ", "Binning: ", "<MetaData><prop "]))
def test_metamorph_gives_values_or_none(text: str, start: str) -> None:
    for description in (start + text, text + start, f"Exposure: {text}\nBinning: {text}"):
        assert all(one.value for one in acquired_of_metamorph(description))
        assert all(size > 0 for size in metamorph_pixel_size(description).values())
