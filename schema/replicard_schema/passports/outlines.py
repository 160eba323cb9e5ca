"""Passports of the metrics that compare the outlines of masks."""

from replicard_schema.passport import Passport
from replicard_schema.vocabulary import Direction, MetricId

_CLASS = {"class": "Class that is scored; foreground stands for every value but 0."}
_OUTLINE = {
    "outline": (
        "Pixels of the class that share an edge (in a volume, a face) with a pixel outside it, or "
        "that lie at the border of the image. Distances run between centres of pixels."
    ),
    "spacing": (
        "Pixel size along each axis, from the card or else from the image file. A volume has a "
        "value only if the distance between its planes is known."
    ),
}
_N = "Images, each class on its own, that have a value."
_TOUCHING = "For instance masks all objects are one foreground: borders between them do not count."

BOUNDARY_F = Passport(
    id=MetricId.BOUNDARY_F,
    name="Boundary F",
    definition=(
        "Harmonic mean of the fraction of predicted outline pixels that lie within a tolerance "
        "of the true outline, and of the fraction of true ones within it of the predicted outline."
    ),
    formula=(
        "F = 2 P R / (P + R), P = near predicted outline pixels / predicted outline pixels, "
        "R = near true outline pixels / true outline pixels"
    ),
    range="0 to 1; 1 if no outline pixel lies farther away than the tolerance",
    direction=Direction.HIGHER_IS_BETTER,
    parameters={
        **_CLASS,
        "tolerance": (
            "Distance up to which outlines agree; equality counts. 2 px unless the card says "
            "otherwise. 1 px is the width of a pixel along x."
        ),
        **_OUTLINE,
    },
    undefined_when=(
        "Neither image has a pixel of the class, the tolerance is in µm and the pixel size is "
        "not known, or a volume has no distance between planes; the reason is reported."
    ),
    empty_rule=(
        "Class in neither image: undefined. Class only in the prediction, or only in the ground "
        "truth: 0."
    ),
    n=f"{_N} The pooled value rests on the outline pixels of all images.",
    aggregation=(
        "Per image: mean, median, standard deviation (n - 1), minimum and maximum over the images "
        "that have a value; the others are counted and left out. Pooled: computed once from the "
        "outline pixels of all images taken together. A time series is one image, its frames "
        "taken together."
    ),
    library="replicard, with the nearest-neighbour search of SciPy",
    reference="doi:10.5244/C.27.32",
    note=(
        "Depends on the tolerance, which is best set to how far annotators differ. The normalised "
        "surface distance is another number: it divides by the sum of both outlines. "
        f"{_TOUCHING}"
    ),
)

HD95 = Passport(
    id=MetricId.HD95,
    name="HD95",
    definition=(
        "95 % Hausdorff distance: 95 of 100 outline pixels lie this close to the other outline, "
        "or closer; the larger of the two directions."
    ),
    formula=(
        "HD95 = max(P95 of d(g, outline of P), P95 of d(p, outline of G)), d the distance of an "
        "outline pixel to the nearest one of the other outline, P95 with linear interpolation"
    ),
    range="0 to the diagonal of the image; 0 for identical masks",
    direction=Direction.LOWER_IS_BETTER,
    unit="µm",
    parameters={
        **_CLASS,
        "unit": "Unit of the value: µm, or px for planes of unknown pixel size.",
        **_OUTLINE,
    },
    undefined_when=(
        "Either image has no pixel of the class, or a volume has no distance between planes; the "
        "reason is reported."
    ),
    empty_rule="Class absent from either image, or from both: undefined.",
    n=_N,
    aggregation=(
        "Mean, median, standard deviation (n - 1), minimum and maximum over the images that have "
        "a value; the others are counted and left out, so a model that misses whole images is not "
        "punished here. Not pooled. A time series is one image, with the mean over its frames."
    ),
    library="replicard, with the nearest-neighbour search of SciPy",
    reference="doi:10.1109/34.232073",
    note=(
        "The 95th percentile of both sets of distances taken together is another number, which "
        f"tends to be smaller. One far false object can dominate it. {_TOUCHING}"
    ),
)
