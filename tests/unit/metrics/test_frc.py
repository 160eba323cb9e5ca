"""Fourier ring correlation, against the rings counted one by one and against another program."""

import json
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from replicard.errors import UndefinedMetricError
from replicard.metrics import frc, measure_captures
from replicard.metrics.frc import FourierCurve, fourier_ring_correlation, frc_resolution

RECORDED = json.loads(Path(__file__).with_name("frc_curve.json").read_text(encoding="utf-8"))
RNG = np.random.default_rng(21)


def blurred(shape: tuple[int, ...], *, at: float) -> NDArray[np.float64]:
    """Return noise without any frequency above ``at`` (periods per pixel)."""
    spectrum = np.fft.fftn(RNG.normal(size=shape))
    frequencies = np.meshgrid(*(np.fft.fftfreq(n) for n in shape), indexing="ij")
    spectrum[np.sqrt(sum(f**2 for f in frequencies)) > at] = 0
    image = np.fft.ifftn(spectrum).real
    return np.asarray(image / image.std(), dtype=np.float64)


def ring_by_ring(
    first: NDArray[np.float64], second: NDArray[np.float64], spacing: tuple[float, ...]
) -> list[float]:
    """Correlate the whole spectra of two windowed images, one coefficient after another."""
    shape = first.shape
    spectra = [np.fft.fftn(frc._windowed(image)) for image in (first, second)]
    step = max(1 / (n * width) for n, width in zip(shape, spacing, strict=True))
    rings: dict[int, list[float]] = {}
    for place in np.ndindex(*shape):
        length = sum(
            np.fft.fftfreq(n, width)[i] ** 2
            for i, n, width in zip(place, shape, spacing, strict=True)
        )
        a, b = (complex(spectrum[place]) for spectrum in spectra)
        sums = rings.setdefault(int(np.floor(length**0.5 / step + 0.5)), [0, 0, 0])
        sums[0] += (a * b.conjugate()).real
        sums[1] += abs(a) ** 2
        sums[2] += abs(b) ** 2
    last = int(0.5 / max(spacing) / step + 1e-9)
    return [float(rings[r][0] / (rings[r][1] * rings[r][2]) ** 0.5) for r in range(1, last + 1)]


@pytest.mark.parametrize(
    ("shape", "spacing"),
    [
        ((32, 32), (1.0, 1.0)),
        ((33, 40), (1.0, 1.0)),
        ((36, 33), (0.2, 0.1)),
        ((32, 32, 33), (0.5, 0.2, 0.2)),
    ],
)
def test_rings_are_those_counted_one_by_one(
    shape: tuple[int, ...], spacing: tuple[float, ...]
) -> None:
    shared = RNG.normal(size=shape)
    first, second = (shared + RNG.normal(size=shape) for _ in range(2))

    curve = fourier_ring_correlation(first, second, spacing=spacing)

    assert curve.correlations == pytest.approx(ring_by_ring(first, second, spacing), abs=1e-9)


def test_sums_over_rings_equal_those_of_another_program(shared_data: Path) -> None:
    # the program `frc` cuts rings at whole numbers, ours are centred on them
    folder = shared_data / "fmd_denoise_real" / "noisy"
    images = [np.asarray(Image.open(folder / name), dtype=np.float64) for name in RECORDED["files"]]
    spectra = [np.fft.rfft2(frc._windowed(image)) for image in images]
    y, x = np.fft.fftfreq(512) * 512, np.fft.rfftfreq(512) * 512
    rings = np.floor(np.hypot(y[:, np.newaxis], x)).astype(np.intp)
    shared, *powers = (
        frc._by_ring(rings, values, n_last=512)
        for values in (
            (spectra[0] * spectra[1].conj()).real,
            np.abs(spectra[0]) ** 2,
            np.abs(spectra[1]) ** 2,
        )
    )

    found = shared / np.sqrt(powers[0] * powers[1])
    assert found[:256] == pytest.approx(RECORDED["curve"], abs=1e-6)


def test_the_resolution_of_real_captures_is_near_that_of_another_program(
    shared_data: Path,
) -> None:
    folder = shared_data / "fmd_denoise_real" / "noisy"
    images = [np.asarray(Image.open(folder / name)) for name in RECORDED["files"]]

    resolution = frc_resolution(fourier_ring_correlation(*images))

    # theirs is the first crossing of the raw curve, ours of the smoothed one
    assert resolution == pytest.approx(2.5, abs=0.25)
    assert RECORDED["resolution_of_the_raw_curve"] == pytest.approx(2.28, abs=0.01)


@pytest.mark.parametrize("at", [0.1, 0.2, 0.35])
def test_the_resolution_is_where_shared_structure_ends(at: float) -> None:
    structure = blurred((288, 256), at=at)
    first, second = (structure + 0.3 * RNG.normal(size=structure.shape) for _ in range(2))

    # the window spreads the edge over neighbouring rings of 1 / 256
    found = 1 / frc_resolution(fourier_ring_correlation(first, second))
    assert found == pytest.approx(at, abs=5 / 256)


def test_the_resolution_scales_with_the_pixel_size_and_not_with_gain_or_offset() -> None:
    structure = blurred((96, 96), at=0.2)
    first, second = (structure + 0.3 * RNG.normal(size=structure.shape) for _ in range(2))

    plain = frc_resolution(fourier_ring_correlation(first, second))
    scaled = frc_resolution(
        fourier_ring_correlation(5 * first + 1e4, 0.1 * second - 3, spacing=(0.1, 0.1))
    )
    assert scaled == pytest.approx(0.1 * plain)
    assert plain == frc_resolution(fourier_ring_correlation(second, first))


def test_a_curve_that_never_falls_has_no_resolution() -> None:
    image = RNG.normal(size=(64, 64))

    with pytest.raises(UndefinedMetricError, match="stays above 1/7"):
        frc_resolution(fourier_ring_correlation(image, image))


def test_captures_without_shared_structure_have_no_resolution() -> None:
    curve = FourierCurve(np.arange(1.0, 9) / 16, np.array([0.3, -0.3, 0.1, 0.3, 0, 0, 0, 0]), 0.5)

    with pytest.raises(UndefinedMetricError, match="share no structure"):
        frc_resolution(curve)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda image: image[:31], "at least 32 pixels along each axis, and the image has 31 x 64"),
        (np.zeros_like, "the first capture is constant"),
        (lambda image: np.where(image > 2, np.nan, image), "without a finite intensity"),
    ],
)
def test_images_without_a_spectrum_have_no_curve(change: object, reason: str) -> None:
    assert callable(change)
    image = change(RNG.normal(size=(64, 64)))

    with pytest.raises(UndefinedMetricError, match=reason):
        fourier_ring_correlation(image, image)


def test_empty_rings_count_as_zero() -> None:
    wave = np.sin(np.arange(64) / 4)[:, np.newaxis] * np.ones(64)

    correlations = fourier_ring_correlation(wave, wave).correlations

    assert np.isfinite(correlations).all()


def test_smoothing_takes_the_median_of_five_rings_and_of_fewer_at_the_ends() -> None:
    curve = FourierCurve(np.arange(1.0, 7), np.array([1, 0, 0, 1, 0, 1.0]), 6.0)

    assert curve.smoothed() == pytest.approx([0, 0.5, 0, 0, 0.5, 1])


def test_a_plane_of_unknown_pixel_size_is_measured_in_pixels() -> None:
    images = RNG.normal(size=(2, 64, 64))
    um, px = (measure_captures(*images, pixel_size_um=size)[0] for size in ({"Y": 1, "X": 1}, {}))

    assert um.parameters["unit"] == "µm"
    assert px.parameters["unit"] == "px"


def test_a_volume_of_unknown_spacing_has_no_resolution() -> None:
    volume = RNG.normal(size=(32, 32, 32))

    measured, curve = measure_captures(volume, volume, pixel_size_um={"Y": 0.1, "X": 0.1})

    assert curve is None
    assert "distance between the planes" in str(measured.undefined_because)
