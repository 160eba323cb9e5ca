"""How images were taken: summaries, findings, checklist answers, new cards, imports."""

import sys
import time
from pathlib import Path

import numpy as np
import pytest
import tifffile

from replicard.checklist import answer_checklist, shipped_checklists
from replicard.errors import ProblemsError
from replicard.findings import all_findings
from replicard.images import Acquired
from replicard.loading import load_card
from replicard.pipeline.acquisition import summarised
from replicard.pipeline.evaluate import evaluate_card
from replicard.pipeline.importing import import_sources
from replicard.pipeline.starting import start_card
from replicard_schema.evidence import Evidence
from replicard_schema.vocabulary import Origin

XML = (
    '<?xml version="1.0"?><OME xmlns="http://www.openmicroscopy.org/Schemas/OME/2016-06">'
    '<Instrument ID="Instrument:0"><Microscope Manufacturer="Nikon" Model="{model}"/>'
    '<Detector ID="Detector:0" Type="CMOS" Model="Prime 95B"/>'
    '<Objective ID="Objective:0" NominalMagnification="{lens}" LensNA="1.4" Immersion="Oil"/>'
    '</Instrument><Image ID="Image:0"><AcquisitionDate>2021-03-{day:02}T10:00:00'
    '</AcquisitionDate><InstrumentRef ID="Instrument:0"/><ObjectiveSettings ID="Objective:0"/>'
    '<Pixels DimensionOrder="XYCZT" Type="uint16" SizeX="8" SizeY="8" SizeC="1" SizeZ="1" '
    'SizeT="1" PhysicalSizeX="0.18" PhysicalSizeY="0.18">'
    '<Channel ID="Channel:0" Name="GFP" EmissionWavelength="525"/><TiffData/>'
    '<Plane TheC="0" TheZ="0" TheT="0" ExposureTime="{exposure}" ExposureTimeUnit="ms"/>'
    "</Pixels></Image></OME>"
)
CARD = """\
card_version: "1.0"
study: {{title: Nuclei, authors: [{{name: Given Family}}]}}
datasets:
  training:
    images: images/*.tif
    acquisition: {acquisition}
models:
  net:
    task: instance segmentation
    algorithm: {{name: StarDist}}
    provenance: trained
    training: {{datasets: [training]}}
"""


def write_images(folder: Path, n: int = 4, *, model: str = "Ti2") -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for at in range(n):
        pixels = np.full((8, 8), at, np.uint16)
        lens, exposure = (40 if at == 1 else 63), 100 * (1 + at % 3)
        text = XML.format(lens=lens, exposure=exposure, day=at % 28 + 1, model=model)
        tifffile.imwrite(
            folder / f"i{at:05}.ome.tif", pixels, description=text.encode(), metadata=None
        )


def write_card(folder: Path, acquisition: str = "{}") -> Path:
    path = folder / "card.yaml"
    path.write_text(CARD.format(acquisition=acquisition), encoding="utf-8")
    return path


def evidence_of(card: Path) -> Evidence:
    return evaluate_card(card, environ={"SOURCE_DATE_EPOCH": "0"}).evidence


def contradictions(card: Path) -> dict[str, str]:
    evidence = evidence_of(card)
    return {
        finding.field.removeprefix("datasets.training.acquisition."): finding.message
        for finding in all_findings(load_card(card).card, evidence)
        if finding.code in {"acquisition-contradicted", "source-disagrees"}
    }


def test_a_data_set_is_summarised(tmp_path: Path) -> None:
    write_images(tmp_path / "images", 7)

    read = evidence_of(write_card(tmp_path)).datasets["training"].acquisition

    words = {one.field: one.words for one in read}
    assert words["objective.magnification"] == "63x (6 files), 40x (1 file)"
    assert words["exposure"] == "100 ms (3 files), 200 ms (2 files), 300 ms (2 files)"
    assert words["date"] == "2021-03-01 to 2021-03-07 (7 values)"
    assert words["microscope.model"] == "Ti2"
    assert words["pixel_size.x"] == "0.18 µm"
    assert [one.field for one in read][:2] == ["date", "microscope.manufacturer"]


def test_spellings_of_one_value_are_one() -> None:
    files = [[Acquired("exposure", text, "here")] for text in ("100 ms", "0.1 s", "100.0 ms")]

    (found,) = summarised(files)

    assert (found.n_values, found.words, found.n_files) == (1, "100 ms", 3)


def test_the_card_against_the_files(tmp_path: Path) -> None:
    write_images(tmp_path / "images")
    acquisition = "{objective: {magnification: 20x, immersion: dry}, date: 2020, exposure: 0.1 s}"

    found = contradictions(write_card(tmp_path, acquisition))

    assert found["objective.magnification"] == (
        "The card says that the magnification of the objective is 20x; image files of training "
        "say 63x in 3 files, 40x in 1 file (OME-XML Objective NominalMagnification)."
    )
    assert set(found) == {
        "objective.magnification",
        "objective.immersion",
        "date",
        "exposure",
    }


@pytest.mark.parametrize(
    "acquisition",
    [
        "{microscope: {model: Ti2, manufacturer: Nikon Instruments}}",
        "{microscope: {model: Eclipse Ti2}}",
        "{date: 2021-03}",
        "{detector: {model: PRIME-95B, kind: sCMOS camera}}",
        "{channels: [{name: GFP (nuclei), emission: 525/50 nm}]}",
        "{channels: [{name: gfp, emission: 500-550 nm filter}]}",
        "{objective: {immersion: oil, numerical_aperture: 1.40}}",
        "{notes: nothing else}",
    ],
)
def test_other_words_for_the_same_are_no_finding(tmp_path: Path, acquisition: str) -> None:
    write_images(tmp_path / "images")

    assert contradictions(write_card(tmp_path, acquisition)) == {}


@pytest.mark.parametrize(
    ("acquisition", "field"),
    [
        ("{channels: [{name: GFP, emission: 700 nm}]}", "channels[0].emission"),
        ("{microscope: {model: Axio}}", "microscope.model"),
        ("{objective: {numerical_aperture: 1.2}}", "objective.numerical_aperture"),
    ],
)
def test_other_values_are_found(tmp_path: Path, acquisition: str, field: str) -> None:
    write_images(tmp_path / "images")

    assert list(contradictions(write_card(tmp_path, acquisition))) == [field]


def test_what_is_read_answers_in_part(tmp_path: Path) -> None:
    write_images(tmp_path / "images")
    path = write_card(tmp_path)
    loaded, evidence = load_card(path), evidence_of(path)

    (laine,) = [c for c in shipped_checklists() if c.id == "laine-2021"]
    result = answer_checklist(laine, loaded.card, evidence, place=loaded.place)

    read = {
        answer.value: item.verdict
        for item in result.items
        for answer in item.answers
        if answer.origin is Origin.READ
    }
    assert read["Objective, numerical aperture: 1.4"] == "partly"
    assert "Exposure: 100 ms (2 files), 200 ms (1 file), 300 ms (1 file)" in read


def test_a_new_card_takes_what_all_files_say(tmp_path: Path) -> None:
    write_images(tmp_path / "data" / "train" / "images", 20, model="/home/ann/scope")

    outcome = start_card(tmp_path)

    acquisition = load_card(outcome.card).card.datasets["training-images"].acquisition
    assert acquisition is not None
    assert acquisition.objective is not None
    assert acquisition.objective.numerical_aperture == 1.4
    assert acquisition.date == "2021-03"
    assert acquisition.pixel_size is not None
    assert acquisition.channels[0].name == "GFP"
    assert acquisition.microscope is not None
    assert acquisition.microscope.model is None, "a path of a user is taken nowhere"
    text = outcome.card.read_text(encoding="utf-8")
    assert (
        "immersion: oil  # 12 of 20 files of data/train/images, OME-XML Objective Immersion "
        "(observed)"
    ) in text
    assert "/home" not in text
    assert any(
        remark.startswith(
            "training-images, exposure by 12 of 20 files of data/train/images: 100 ms"
        )
        for remark in outcome.remarks
    )


def test_a_new_card_takes_a_file_beside_the_images(tmp_path: Path) -> None:
    for folder in ("train/images", "test/images"):
        (tmp_path / "data" / folder).mkdir(parents=True)
        tifffile.imwrite(tmp_path / "data" / folder / "a.tif", np.zeros((8, 8), np.uint8))
    text = XML.format(lens=63, exposure=100, day=1, model="Ti2")
    (tmp_path / "data" / "test" / "images" / "a.ome.xml").write_text(text, encoding="utf-8")

    card = load_card(start_card(tmp_path).card).card

    acquisition = card.datasets["evaluation-images"].acquisition
    assert acquisition is not None
    assert str(acquisition.exposure) == "100 ms"
    assert card.datasets["evaluation-images"].source_files == ("data/test/images/a.ome.xml",)


def test_files_of_microscopes_are_pointed_at(tmp_path: Path) -> None:
    write_images(tmp_path / "images", 1)
    (tmp_path / "raw").mkdir()
    for name in ("a.czi", "b.lif"):
        (tmp_path / "raw" / name).write_bytes(b"ZISRAWFILE")

    assert (
        "raw/a.czi and 1 more may say how the images were taken: replicard import raw/a.czi "
        "--into card.yaml --as DATASET."
    ) in start_card(tmp_path).remarks


def test_many_files_cost_no_more_than_a_few(tmp_path: Path) -> None:
    folder = tmp_path / "images"
    write_images(folder, 1)
    content = next(folder.iterdir()).read_bytes()
    for at in range(1, 3000):
        (folder / f"i{at:05}.ome.tif").write_bytes(content)

    started = time.perf_counter()
    start_card(tmp_path)

    assert time.perf_counter() - started < 30


def test_an_image_is_imported_like_any_other_source(tmp_path: Path) -> None:
    write_images(tmp_path / "images", 1)
    path = write_card(tmp_path, "{objective: {magnification: 63.0, immersion: water}}")

    outcome = import_sources(path, ["images/i00000.ome.tif"], named="training")

    added = {".".join(addition.path): addition.value for addition in outcome.added}
    start = "datasets.training.acquisition"
    assert added[f"{start}.exposure"] == "100 ms"
    assert added[f"{start}.channels"] == [{"name": "GFP", "emission": "525 nm"}]
    (finding,) = outcome.findings
    assert finding.field == f"{start}.objective.immersion"
    assert "images/i00000.ome.tif says oil (OME-XML Objective Immersion" in finding.message


def test_an_image_that_is_none_is_one_finding(tmp_path: Path) -> None:
    (tmp_path / "images").mkdir()
    (tmp_path / "images" / "a.tif").write_bytes(b"II*\x00")

    outcome = import_sources(write_card(tmp_path), ["images/a.tif"], named="training")

    (finding,) = outcome.findings
    assert finding.message == "images/a.tif could not be read: the file ends too early."


def test_a_file_that_needs_an_extra_is_one_finding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "nd2", None)
    (tmp_path / "a.nd2").write_bytes(b"\xda\xce\xbe\x0a" + bytes(100))

    outcome = import_sources(write_card(tmp_path), ["a.nd2"], named="training")

    (finding,) = outcome.findings
    assert finding.message == (
        "a.nd2 could not be read: reading the header of an ND2 file needs: pip install "
        "'replicard[vendor]'."
    )


def test_an_image_that_is_missing_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ProblemsError):
        import_sources(write_card(tmp_path), ["images/a.tif"], named="training")


def test_a_bomb_in_a_file_beside_the_images_is_one_finding(tmp_path: Path) -> None:
    (tmp_path / "a.ome.xml").write_text('<!DOCTYPE OME [<!ENTITY a "b">]><OME>&a;</OME>')

    outcome = import_sources(write_card(tmp_path), ["a.ome.xml"], named="training")

    (finding,) = outcome.findings
    assert finding.message == (
        "a.ome.xml was not read: its OME-XML declares a document type, which is never needed."
    )


@pytest.mark.parametrize("cut", [100, 500, 700])
def test_a_cut_off_file_beside_the_images_is_one_finding(tmp_path: Path, cut: int) -> None:
    text = XML.format(lens=63, exposure=100, day=1, model="Ti2")[:cut]
    (tmp_path / "a.ome.xml").write_text(text, encoding="utf-8")

    outcome = import_sources(write_card(tmp_path), ["a.ome.xml"], named="training")

    (finding,) = outcome.findings
    assert finding.message.startswith("a.ome.xml is no whole XML: ")
    assert not outcome.added
