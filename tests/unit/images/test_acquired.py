"""How images were taken, as their files say: real files, units, placeholders, hostile texts."""

import json
import sys
import time
from pathlib import Path

import numpy as np
import pytest
import tifffile

from replicard.errors import DataError, MissingExtraError
from replicard.images import Acquired, read_header, read_image
from replicard.images.metamorph import acquired_of_metamorph, metamorph_pixel_size
from replicard.images.ome import read_ome
from replicard.images.ome_acquired import acquired_of_ome

PIXELS = np.arange(64, dtype=np.uint16).reshape(8, 8)
SIZES = 'SizeX="8" SizeY="8" SizeC="1" SizeZ="1" SizeT="1" DimensionOrder="XYCZT" Type="uint16"'


def ome(pixels: str = "", *, instrument: str = "", image: str = "", inside: str = "") -> str:
    return (
        '<?xml version="1.0"?><OME xmlns="http://www.openmicroscopy.org/Schemas/OME/2016-06">'
        f'<Instrument ID="Instrument:0">{instrument}</Instrument><Image ID="Image:0">'
        f'<InstrumentRef ID="Instrument:0"/>{image}<Pixels {SIZES} {pixels}>{inside}</Pixels>'
        "</Image></OME>"
    )


def values(xml: str) -> dict[str, str]:
    return {one.field: one.value for one in acquired_of_ome(read_ome(xml, max_planes=1000))}


def save(folder: Path, xml: str | bytes, name: str = "a.ome.tif") -> str:
    content = xml if isinstance(xml, bytes) else xml.encode()
    tifffile.imwrite(folder / name, PIXELS, description=content, metadata=None)
    return name


def test_the_real_ome_tiff_tells_all_that_it_holds(shared_data: Path) -> None:
    name = "ome_containers/u2os_hoechst.ome.tif"

    said = {one.field: one.value for one in read_header(shared_data, name).acquired}

    assert said == {
        "modality": "widefield fluorescence microscopy",
        "microscope.manufacturer": "Molecular Devices",
        "microscope.model": "ImageXpress Micro",
        "objective.magnification": "20x",
        "objective.numerical_aperture": "0.5",
        "objective.immersion": "air",
        "detector.kind": "CCD",
        "detector.manufacturer": "Photometrics",
        "detector.model": "CoolSNAP HQ",
        "detector.binning": "2x2",
        "channels.0.name": "Hoechst",
        "channels.0.fluorophore": "Hoechst 33342",
        "exposure": "25 ms",
        "pixel_size.x": "0.656 µm",
        "pixel_size.y": "0.656 µm",
    }


@pytest.mark.parametrize(
    "name", ["ome_containers/u2os_hoechst.ome.tif", "ome_containers/u2os_hoechst.zarr"]
)
def test_a_header_says_what_the_image_says(shared_data: Path, name: str) -> None:
    pytest.importorskip("zarr")

    assert read_header(shared_data, name).acquired == read_image(shared_data, name).acquired


def test_the_real_ome_zarr_tells_channel_and_pixel_size(shared_data: Path) -> None:
    said = read_header(shared_data, "ome_containers/u2os_hoechst.zarr").acquired

    assert [(one.field, one.value) for one in said] == [
        ("pixel_size.x", "0.656 µm"),
        ("pixel_size.y", "0.656 µm"),
        ("channels.0.name", "Hoechst"),
    ]


def test_the_real_metamorph_text_tells_exposure_and_camera(shared_data: Path) -> None:
    folder = shared_data / "bbbc039_segmentation" / "images"
    name = min(path.name for path in folder.glob("*.tif"))

    said = {one.field: one.value for one in read_header(folder, name).acquired}

    assert said == {
        "exposure": "25 ms",
        "detector.binning": "2x2",
        "detector.gain": "Gain 2 (4x)",
        "detector.manufacturer": "Photometrics",
    }


def test_references_lead_to_the_parts_that_were_used(shared_data: Path) -> None:
    """The image refers to the second of two instruments; the first is there for old readers."""
    file = shared_data / "model_artifacts" / "ome_xml" / "seq0000xy01c1.ome.xml"

    said = values(file.read_text(encoding="utf-8"))

    assert said["objective.magnification"] == "10x"
    assert said["microscope.model"] == "Ti Microscope"
    assert "temperature" not in said, "-1 stands for no thermometer"
    assert "exposure" not in said, "40 without a unit are rather milliseconds than seconds"


def test_light_and_filters_are_found_by_their_ids(shared_data: Path) -> None:
    file = shared_data / "model_artifacts" / "ome_xml" / "instrument.ome.xml"

    said = values(file.read_text(encoding="utf-8"))

    assert said["channels.0.excitation"] == "510 nm laser", "not the pump of the same id"
    assert said["channels.0.emission"] == "562 to 633 nm"
    assert "pixel_size.x" not in said, "no pixel is a centimetre wide"


def test_detectors_of_several_channels_are_joined(shared_data: Path) -> None:
    file = shared_data / "model_artifacts" / "ome_xml" / "tubhiswt.ome.xml"

    said = values(file.read_text(encoding="utf-8"))

    assert said["detector.model"] == "H7422 and 1024TLD"
    assert said["objective.immersion"] == "oil"


def test_one_of_several_objectives_needs_a_reference() -> None:
    lenses = (
        '<Objective ID="Objective:0" NominalMagnification="63"/>'
        '<Objective ID="Objective:1" NominalMagnification="10"/>'
    )

    assert "objective.magnification" not in values(ome(instrument=lenses))
    chosen = ome(instrument=lenses, image='<ObjectiveSettings ID="Objective:1"/>')
    assert values(chosen)["objective.magnification"] == "10x"
    lost = ome(instrument=lenses, image='<ObjectiveSettings ID="Objective:9"/>')
    assert "objective.magnification" not in values(lost)


@pytest.mark.parametrize(
    ("lens", "expected"),
    [
        ('NominalMagnification="0"', None),
        ('NominalMagnification="1"', None),
        ('NominalMagnification="1" Model="Plan Apo 1x"', "1x"),
        ('NominalMagnification="-63"', None),
        ('NominalMagnification="1e300"', None),
        ('NominalMagnification="nan"', None),
        ('NominalMagnification="62.9999999"', "63x"),
        ('NominalMagnification="2.5"', "2.5x"),
    ],
)
def test_magnifications_that_no_lens_has_are_left_out(lens: str, expected: str | None) -> None:
    found = values(ome(instrument=f'<Objective ID="Objective:0" {lens}/>'))

    assert found.get("objective.magnification") == expected


@pytest.mark.parametrize(
    ("plane", "expected"),
    [
        ('ExposureTime="0.1"', "100 ms"),
        ('ExposureTime="25" ExposureTimeUnit="ms"', "25 ms"),
        ('ExposureTime="40"', None),
        ('ExposureTime="40" ExposureTimeUnit="s"', "40 s"),
        ('ExposureTime="500" ExposureTimeUnit="&#181;s"', "500 µs"),
        ('ExposureTime="0"', None),
        ('ExposureTime="-5" ExposureTimeUnit="ms"', None),
        ('ExposureTime="5" ExposureTimeUnit="reference frame"', None),
        ('ExposureTime="1e999"', None),
    ],
)
def test_exposures_have_units(plane: str, expected: str | None) -> None:
    found = values(ome(inside=f'<Plane TheC="0" TheZ="0" TheT="0" {plane}/>'))

    assert found.get("exposure") == expected


def test_exposures_that_differ_between_planes_are_a_range() -> None:
    planes = "".join(f'<Plane TheC="0" ExposureTime="{n}"/>' for n in ("0.3", "0.1", "0.3"))

    assert values(ome(inside=planes))["exposure"] == "100 ms to 300 ms"


def test_sizes_and_steps_are_converted() -> None:
    pixels = (
        'PhysicalSizeX="180" PhysicalSizeXUnit="nm" PhysicalSizeY="0.18" PhysicalSizeZ="0.5" '
        'TimeIncrement="2" TimeIncrementUnit="min"'
    )

    found = values(ome(pixels))

    assert found == {
        "pixel_size.x": "0.18 µm",
        "pixel_size.y": "0.18 µm",
        "pixel_size.z": "0.5 µm",
        "time_interval": "120 s",
    }


def test_a_size_that_is_no_number_costs_nothing_else(tmp_path: Path) -> None:
    name = save(tmp_path, ome('PhysicalSizeX="wide" PhysicalSizeY="0.2"'))

    image = read_image(tmp_path, name)

    assert image.record.pixel_size_um == {"Y": 0.2}


@pytest.mark.parametrize(
    "date", ["1970-01-01T00:00:00", "0001-01-01", "2000-01-01T00:00:00", "yesterday", "", "x" * 999]
)
def test_dates_that_no_clock_showed_are_left_out(date: str) -> None:
    assert values(ome(image=f"<AcquisitionDate>{date}</AcquisitionDate>")) == {}


def test_names_of_people_are_never_read(tmp_path: Path) -> None:
    person = '<Experimenter ID="E:0" Email="ann@lab.org" UserName="ann" LastName="Example"/>'
    xml = ome(image='<Description>taken by ann</Description><ExperimenterRef ID="E:0"/>')
    name = save(tmp_path, xml.replace("<Instrument ", f"{person}<Instrument ", 1))

    assert "ann" not in str(read_header(tmp_path, name)).lower().replace("channel", "")


def test_broken_xml_costs_the_metadata_and_not_the_image(tmp_path: Path) -> None:
    name = save(tmp_path, ome().replace("</Image>", "</Imag>"))

    image = read_image(tmp_path, name)

    assert image.acquired == ()
    assert any("OME-XML" in note for note in image.notes)
    np.testing.assert_array_equal(image.array, PIXELS)


def test_ten_megabytes_of_description_take_little(tmp_path: Path) -> None:
    many = '<Plane TheC="0" TheZ="0" TheT="0" ExposureTime="0.1"/>' * 180_000
    deep = "<A>" * 5000 + "</A>" * 5000
    name = save(tmp_path, ome(inside=f"{many}{deep}"))

    started = time.perf_counter()
    said = read_header(tmp_path, name).acquired

    assert time.perf_counter() - started < 20
    assert [one.value for one in said] == ["100 ms"]


def test_long_texts_and_odd_characters_are_no_values() -> None:
    stand = f'<Microscope Model="{"x" * 5000}" Manufacturer="a\u202eb"/>'

    assert values(ome(instrument=stand)) == {}


def test_imagej_tells_sizes_and_interval(tmp_path: Path) -> None:
    tifffile.imwrite(
        tmp_path / "a.tif",
        np.zeros((4, 3, 8, 8), np.uint16),
        imagej=True,
        resolution=(5.0, 5.0),
        metadata={
            "axes": "TZYX",
            "unit": "um",
            "spacing": 0.5,
            "finterval": 30.0,
            "tunit": "s",
        },
    )

    said = read_header(tmp_path, "a.tif").acquired

    assert {one.field: one.value for one in said} == {
        "pixel_size.x": "0.2 µm",
        "pixel_size.y": "0.2 µm",
        "pixel_size.z": "0.5 µm",
        "time_interval": "30 s",
    }


def test_plain_resolution_tags_are_not_trusted(tmp_path: Path) -> None:
    tifffile.imwrite(tmp_path / "a.tif", PIXELS, resolution=(300, 300), metadata=None)

    assert read_header(tmp_path, "a.tif").acquired == ()


METAXPRESS = (
    '<MetaData><prop id="Description" type="string" '
    'value="Exposure: 50 ms&#13;&#10;Temperature: -30"/>'
    '<prop id="spatial-calibration-state" type="bool" value="on"/>'
    '<prop id="spatial-calibration-x" type="float" value="0.325"/>'
    '<prop id="spatial-calibration-y" type="float" value="0.325"/>'
    '<prop id="spatial-calibration-units" type="string" value="um"/>'
    '<prop id="acquisition-time-local" type="time" value="20210304 13:46:34.765"/>'
    '<custom-prop id="_MagSetting_" type="string" value="20X Plan Apo"/>'
    '<prop id="_IllumSetting_" type="string" value="DAPI"/></MetaData>'
)


def test_metaxpress_properties_are_read() -> None:
    said = {one.field: one.value for one in acquired_of_metamorph(METAXPRESS)}

    assert said == {
        "date": "2021-03-04",
        "channels.0.name": "DAPI",
        "objective.magnification": "20x",
        "exposure": "50 ms",
        "pixel_size.x": "0.325 µm",
        "pixel_size.y": "0.325 µm",
    }
    assert metamorph_pixel_size(METAXPRESS) == {"Y": 0.325, "X": 0.325}
    assert metamorph_pixel_size(METAXPRESS.replace('"on"', '"off"')) == {}


@pytest.mark.parametrize(
    "text",
    [
        METAXPRESS[:-5],
        f'<!DOCTYPE a [<!ENTITY b "c">]>{METAXPRESS}',
        "<MetaData><prop id=",
        "Exposure: forever\r\nBinning: ",
        "Exposure: " + "9" * 1000,
        "",
    ],
)
def test_damaged_metamorph_texts_tell_nothing(text: str) -> None:
    assert acquired_of_metamorph(text) == ()


def test_a_zarr_store_tells_time_and_what_stands_in_its_xml(tmp_path: Path) -> None:
    zarr = pytest.importorskip("zarr")
    folder = tmp_path / "a.zarr"
    group = zarr.create_group(store=str(folder), zarr_format=2)
    group.create_array("0", shape=(2, 8, 8), dtype="uint16")
    scale = {"type": "scale", "scale": [30.0, 0.2, 0.2]}
    axes = [
        {"name": "t", "type": "time", "unit": "second"},
        *({"name": name, "type": "space", "unit": "micrometer"} for name in "yx"),
    ]
    levels = [{"path": "0", "coordinateTransformations": [scale]}]
    attributes = {"multiscales": [{"axes": axes, "datasets": levels}], "omero": {"channels": [7]}}
    (folder / ".zattrs").write_text(json.dumps(attributes))
    (folder / "OME").mkdir()
    lens = '<Objective ID="Objective:0" NominalMagnification="40"/>'
    (folder / "OME" / "METADATA.ome.xml").write_text(ome(instrument=lens))

    said = read_header(tmp_path, "a.zarr").acquired

    assert Acquired("time_interval", "30 s", "OME-Zarr multiscales, scale") in said
    assert {one.value for one in said if one.field.startswith("objective")} == {"40x"}
    (folder / "OME" / "METADATA.ome.xml").write_text("<!DOCTYPE OME []><OME/>")
    assert len(read_image(tmp_path, "a.zarr").acquired) == 3


CZI = (
    "<ImageDocument><Metadata><Information><Image><AcquisitionDateAndTime>2021-03-04T10:00:00Z"
    '</AcquisitionDateAndTime><ObjectiveSettings><ObjectiveRef Id="Objective:2"/>'
    '</ObjectiveSettings><Dimensions><Channels><Channel Id="Channel:0" Name="GFP">'
    "<AcquisitionMode>LaserScanningConfocalMicroscopy</AcquisitionMode><ExcitationWavelength>488"
    "</ExcitationWavelength><EmissionWavelength>509</EmissionWavelength><ExposureTime>50000000"
    "</ExposureTime></Channel></Channels></Dimensions></Image><Instrument><Objectives>"
    '<Objective Id="Objective:1"><NominalMagnification>10</NominalMagnification></Objective>'
    '<Objective Id="Objective:2" Name="Plan-Apochromat 63x/1.4"><NominalMagnification>63'
    "</NominalMagnification><LensNA>1.4</LensNA><Immersion>Oil</Immersion></Objective></Objectives>"
    '</Instrument></Information><Scaling><Items><Distance Id="X"><Value>2e-07</Value></Distance>'
    '<Distance Id="Y"><Value>2e-07</Value></Distance></Items></Scaling></Metadata></ImageDocument>'
)
LIF = (
    '<LMSDataContainerHeader><Element Name="a"><Data><Image><ImageDescription><Dimensions>'
    '<DimensionDescription DimID="1" NumberOfElements="11" Length="2e-06" Unit="m"/>'
    '<DimensionDescription DimID="2" NumberOfElements="11" Length="2e-06" Unit="m"/>'
    '</Dimensions></ImageDescription><Attachment Name="HardwareSetting">'
    '<ATLConfocalSettingDefinition ObjectiveName="HC PL APO 63x/1.40 OIL" Magnification="63" '
    'NumericalAperture="1.4" Immersion="OIL"/></Attachment></Image></Data></Element>'
    "</LMSDataContainerHeader>"
)


def czi(xml: str) -> bytes:
    """Lay out a file header that points at one segment with metadata."""
    content = xml.encode()
    head = b"ZISRAWFILE".ljust(92, b"\0") + (512).to_bytes(8, "little")
    segment = b"ZISRAWMETADATA".ljust(32, b"\0") + len(content).to_bytes(4, "little")
    return head.ljust(512, b"\0") + segment.ljust(288, b"\0") + content


def lif(xml: str) -> bytes:
    content = xml.encode("utf-16-le")
    sizes = (len(content) + 5).to_bytes(4, "little") + b"\x2a" + len(xml).to_bytes(4, "little")
    return b"\x70\0\0\0" + sizes + content


def test_the_header_of_a_czi_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.czi").write_bytes(czi(CZI))

    said = {one.field: one.value for one in read_header(tmp_path, "a.czi").acquired}

    assert said == {
        "date": "2021-03-04",
        "modality": "laser-scanning confocal microscopy",
        "objective.magnification": "63x",
        "objective.numerical_aperture": "1.4",
        "objective.immersion": "oil",
        "objective.model": "Plan-Apochromat 63x/1.4",
        "channels.0.name": "GFP",
        "channels.0.excitation": "488 nm",
        "channels.0.emission": "509 nm",
        "channels.0.exposure": "50 ms",
        "pixel_size.x": "0.2 µm",
        "pixel_size.y": "0.2 µm",
    }


def test_the_header_of_a_lif_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.lif").write_bytes(lif(LIF))

    said = {one.field: one.value for one in read_header(tmp_path, "a.lif").acquired}

    assert said["objective.magnification"] == "63x"
    assert said["objective.immersion"] == "oil"
    assert said["pixel_size.x"] == "0.2 µm", "eleven pixels are ten steps apart"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (czi(f'<!DOCTYPE a [<!ENTITY b "c">]>{CZI}'), "declares a document type"),
        (czi(CZI)[:900], "the file ends too early"),
        (czi(CZI[:-9]), "the file is damaged"),
        (b"ZISRAWFILE", "the file ends too early"),
        (b"ZISRAWFILE".ljust(200, b"\xff"), "the file is damaged"),
        (lif(LIF)[:100], "the file ends too early"),
        (lif(f'<!DOCTYPE a [<!ENTITY b "c">]>{LIF}'), "declares a document type"),
        (b"\x70\0\0\0" + b"\xff" * 100, "the file is damaged"),
    ],
)
def test_damaged_files_of_makers_end_in_one_sentence(
    tmp_path: Path, content: bytes, message: str
) -> None:
    (tmp_path / "a").write_bytes(content)

    with pytest.raises(DataError) as caught:
        read_header(tmp_path, "a")

    assert message in caught.value.problems[0].message


def test_an_nd2_without_its_reader_names_the_extra(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "nd2", None)
    (tmp_path / "a.nd2").write_bytes(b"\xda\xce\xbe\x0a" + bytes(100))

    with pytest.raises(MissingExtraError, match=r"pip install 'replicard\[vendor\]'"):
        read_header(tmp_path, "a.nd2")


def test_a_damaged_nd2_ends_in_one_sentence(tmp_path: Path) -> None:
    pytest.importorskip("nd2")
    (tmp_path / "a.nd2").write_bytes(b"\xda\xce\xbe\x0a" + bytes(100))

    with pytest.raises(DataError):
        read_header(tmp_path, "a.nd2")
