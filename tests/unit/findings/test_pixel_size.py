"""Findings about the size of pixels."""

from collections.abc import Callable

from replicard_schema.findings import Finding

Find = Callable[..., list[Finding]]

STATED = {"datasets.test.acquisition": {"pixel_size": {"x": "180 nm", "y": "0.18 µm"}}}


def _images(*sizes: dict[str, float]) -> dict[str, object]:
    return {
        "test": {
            "images": [
                {
                    "path": f"test/{place}.tif",
                    "sha256": "0" * 64,
                    "bytes": 1,
                    "shape": (4, 4),
                    "axes": "YX",
                    "dtype": "uint16",
                    "pixel_size_um": size,
                }
                for place, size in enumerate(sizes)
            ]
        }
    }


def test_files_that_give_another_pixel_size_are_named_with_it(find: Find) -> None:
    sizes = ({"X": 0.2, "Y": 0.18}, {"X": 0.18, "Y": 0.18}, {"X": 0.36, "Y": 0.18})

    (finding,) = find(STATED, "pixel-size-differs", datasets=_images(*sizes))

    assert finding.field == "datasets.test.acquisition.pixel_size.x"
    assert "180 nm long along x, but 2 files say 0.2 to 0.36 µm" in finding.message
    assert finding.files == ("test/0.tif", "test/2.tif")


def test_rounding_is_no_disagreement(find: Find) -> None:
    assert not find(STATED, "pixel-size-differs", datasets=_images({"X": 0.1801, "Y": 0.18}))


def test_files_without_a_pixel_size_contradict_nothing(find: Find) -> None:
    assert not find(STATED, "pixel-size-differs", datasets=_images({}))
    assert not find({}, "pixel-size-differs", datasets=_images({"X": 0.2}))


def test_a_tolerance_without_its_metric_is_of_no_use(find: Find) -> None:
    stated = {"validations.nuclei.boundary_tolerance": "2 px"}

    (finding,) = find(stated, "unused-tolerance")

    assert finding.field == "validations.nuclei.boundary_tolerance"
    asked = {**stated, "validations.nuclei.metrics": ["boundary_f"]}
    assert not find(asked, "unused-tolerance")
