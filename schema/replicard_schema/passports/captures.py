"""Passports of the metrics that compare two captures of one field with each other."""

from replicard_schema.passport import Passport
from replicard_schema.vocabulary import Direction, MetricId

FRC_RESOLUTION = Passport(
    id=MetricId.FRC_RESOLUTION,
    name="FRC resolution",
    definition=(
        "Length of the finest detail that two captures of one field share: one over the "
        "frequency at which their Fourier ring correlation first falls below 1/7. Predictions "
        "of the two captures are compared with each other, and so are the raw captures."
    ),
    formula=(
        "1 / f with FRC(f) = 1/7, FRC(ring) = Re sum(F1 conj(F2)) / sqrt(sum(|F1|^2) "
        "sum(|F2|^2)), F the Fourier transform, sums over a ring"
    ),
    range="2 pixels to the size of the image",
    direction=Direction.LOWER_IS_BETTER,
    unit="µm",
    parameters={
        "threshold": "1/7, constant; the curve counts where it first falls below.",
        "unit": "Unit of the value: µm, or px for planes of unknown pixel size.",
        "window": "The mean is subtracted, then a Hann window is applied along each axis.",
        "rings": (
            "As wide as one frequency step of the shortest axis, each centred on a multiple of it."
        ),
        "smoothing": "Running median over 5 rings before the crossing is looked for.",
        "normalisation": "None is needed: gain and offset change nothing.",
    },
    undefined_when=(
        "The curve stays above 1/7 up to the Nyquist frequency, or lies below it from the "
        "coarsest ring on; an axis has fewer than 32 pixels; an image is constant or holds an "
        "intensity that is not finite; a volume has no distance between planes; the reason is "
        "reported."
    ),
    empty_rule="Undefined for a constant image.",
    n="Pairs of captures, each channel on its own, that have a value.",
    aggregation=(
        "Mean, median, standard deviation (n - 1), minimum and maximum over the pairs that have "
        "a value; the others are counted and left out, so pairs finer than the pixels can show "
        "are missing from the mean. The curve is the mean over all pairs. A time series is one "
        "pair, with the mean over its frames."
    ),
    library="replicard, with the Fourier transform of SciPy",
    reference="doi:10.1038/nmeth.2448",
    note=(
        "Tells agreement, not truth: a network can invent detail, or copy it from its training "
        "images, in both predictions alike, and a pattern of the camera repeats itself. Smoothing "
        "by a prediction takes noise away and so raises the curve. Volumes are compared shell by "
        "shell, up to what the widest spacing can hold."
    ),
)
