"""Passports of the metrics that compare intensities."""

from replicard_schema.passport import Passport
from replicard_schema.vocabulary import Direction, MetricId

_BOX_1 = "doi:10.1038/s41592-021-01284-3"
_AGGREGATION = (
    "Mean, median, standard deviation (n - 1), minimum and maximum over the images that have a "
    "value; the others are counted and left out. Not pooled over pixels. A time series is one "
    "image, with the mean over its frames."
)
_N = "Images, each channel on its own, that have a value."
_UNSCALABLE = (
    "An image holds an intensity that is not finite, or has no contrast and must be normalised; "
    "the reason is reported."
)
_NORMALISATION = {
    "normalisation": "How intensities were brought to one scale before they were compared.",
    "percentiles": "Percentiles mapped to 0 and 1, for the percentile methods.",
}
_DATA_RANGE = {
    "data_range": (
        "Full scale of the ground truth: 1 after a normalisation, otherwise maximum minus "
        "minimum of each ground-truth image, never the range of the sample type."
    )
}

MAE = Passport(
    id=MetricId.MAE,
    name="MAE",
    definition=(
        "Mean absolute error: the mean over all pixels of the absolute difference between "
        "prediction and ground truth, which is the mean of the RSE map."
    ),
    formula="MAE = mean(|P - G|)",
    range="0 to infinity; 0 for identical images",
    direction=Direction.LOWER_IS_BETTER,
    parameters=_NORMALISATION,
    undefined_when=_UNSCALABLE,
    empty_rule="Defined for constant images, unless they must be normalised.",
    n=_N,
    aggregation=_AGGREGATION,
    library="replicard",
    reference=_BOX_1,
    note=(
        "RSE(i,j) = sqrt((P - G)^2) is the absolute error of a pixel. The root of the mean RSE "
        "is neither MAE nor RMSE."
    ),
)

RMSE = Passport(
    id=MetricId.RMSE,
    name="RMSE",
    definition="Root of the mean over all pixels of the squared difference.",
    formula="RMSE = sqrt(mean((P - G)^2))",
    range="0 to infinity; 0 for identical images",
    direction=Direction.LOWER_IS_BETTER,
    parameters=_NORMALISATION,
    undefined_when=_UNSCALABLE,
    empty_rule="Defined for constant images, unless they must be normalised.",
    n=_N,
    aggregation=_AGGREGATION,
    library="replicard",
    reference=_BOX_1,
    note=(
        "The RMSE of normalised images is what the guideline of Laine et al. (2021) calls NRMSE: "
        "its formula has no denominator. In intensity units if nothing was normalised."
    ),
)

NRMSE = Passport(
    id=MetricId.NRMSE,
    name="NRMSE (range)",
    definition=(
        "RMSE divided by the range of the ground truth, its maximum minus its minimum, both "
        "after the stated normalisation."
    ),
    formula="NRMSE = sqrt(mean((P - G)^2)) / (max(G) - min(G))",
    range="0 to infinity; 0 for identical images",
    direction=Direction.LOWER_IS_BETTER,
    parameters={**_NORMALISATION, "denominator": "Maximum minus minimum of the ground truth."},
    undefined_when=f"The ground truth is constant: its range is zero. {_UNSCALABLE}",
    empty_rule="Undefined for a constant ground truth.",
    n=_N,
    aggregation=_AGGREGATION,
    library="replicard",
    reference=_BOX_1,
    note=(
        "Other denominators are in use (Euclidean norm, mean), and other reports give the RMSE "
        "of normalised images under this name; compare only where both are named."
    ),
)

PEARSON = Passport(
    id=MetricId.PEARSON,
    name="Pearson correlation",
    definition="Linear correlation of the intensities of prediction and ground truth.",
    formula="PCC = cov(P, G) / (sd(P) sd(G))",
    range="-1 to 1; 1 if the prediction is a rising line of the ground truth",
    direction=Direction.HIGHER_IS_BETTER,
    parameters=_NORMALISATION,
    undefined_when=f"Either image is constant: it has no variance. {_UNSCALABLE}",
    empty_rule="Undefined for a constant image.",
    n=_N,
    aggregation=_AGGREGATION,
    library="replicard",
    reference="doi:10.1098/rspl.1895.0041",
    note=(
        "Blind to gain and offset, so normalisation changes it only by rounding. After a "
        "least-squares fit an inverted prediction has a positive correlation."
    ),
)

SSIM = Passport(
    id=MetricId.SSIM,
    name="SSIM",
    definition=(
        "Mean over all pixels of the structural similarity, which compares mean, variance and "
        "covariance in a Gaussian window around each pixel."
    ),
    formula=(
        "SSIM = mean((2 mP mG + C1)(2 cov + C2) / ((mP^2 + mG^2 + C1)(varP + varG + C2))), "
        "C1 = (K1 L)^2, C2 = (K2 L)^2, L the data range"
    ),
    range="-1 to 1; 1 for identical images",
    direction=Direction.HIGHER_IS_BETTER,
    parameters={
        **_NORMALISATION,
        **_DATA_RANGE,
        "window": "Gaussian with sigma 1.5 pixels, cut to 11 pixels along each axis.",
        "K1": "0.01",
        "K2": "0.03",
        "covariance": "Population statistics: sums are divided by n, not by n - 1.",
        "border": "The mean leaves out 5 pixels on each side, which the window cannot fill.",
    },
    undefined_when=(
        "An axis is shorter than the window of 11 pixels, or the ground truth is constant and "
        f"not normalised. {_UNSCALABLE}"
    ),
    empty_rule="Undefined for a constant ground truth, whose data range is zero.",
    n=_N,
    aggregation=_AGGREGATION,
    library="replicard",
    reference="doi:10.1109/TIP.2003.819861",
    note=(
        "Depends on the data range, so values under different normalisations are not "
        "comparable. A stack is scored as a volume, not slice by slice."
    ),
)

PSNR = Passport(
    id=MetricId.PSNR,
    name="PSNR",
    definition="Peak signal-to-noise ratio: the data range against the RMSE, in decibel.",
    formula="PSNR = 10 log10(L^2 / mean((P - G)^2)), L the data range",
    range="minus infinity to infinity; no finite value for identical images",
    direction=Direction.HIGHER_IS_BETTER,
    unit="dB",
    parameters={**_NORMALISATION, **_DATA_RANGE},
    undefined_when=(
        "The images are identical: no finite PSNR exists. Or the ground truth is constant and "
        f"not normalised. {_UNSCALABLE}"
    ),
    empty_rule="Undefined for a constant ground truth, whose data range is zero.",
    n=_N,
    aggregation=_AGGREGATION,
    library="replicard",
    reference="doi:10.1109/ICPR.2010.579",
    note="The peak is the data range of the ground truth, not 255 or 65535.",
)

NRMSE_MEAN = Passport(
    id=MetricId.NRMSE_MEAN,
    name="NRMSE (mean)",
    definition="RMSE divided by the mean of the ground truth, both after the stated normalisation.",
    formula="sqrt(mean((P - G)^2)) / mean(G)",
    range="0 to infinity; 0 for identical images",
    direction=Direction.LOWER_IS_BETTER,
    parameters={**_NORMALISATION, "denominator": "Mean of the ground truth."},
    undefined_when=f"The mean of the ground truth is not above zero. {_UNSCALABLE}",
    empty_rule="Undefined for a ground truth that is zero everywhere.",
    n=_N,
    aggregation=_AGGREGATION,
    library="replicard",
    reference=_BOX_1,
    note=(
        "An offset, of the camera or of a normalisation, changes the mean and so the value: it is "
        "comparable only for intensities whose zero means no light."
    ),
)

NRMSE_EUCLIDEAN = Passport(
    id=MetricId.NRMSE_EUCLIDEAN,
    name="NRMSE (Euclidean norm)",
    definition=(
        "Euclidean norm of the difference divided by that of the ground truth, both after the "
        "stated normalisation; the same as RMSE over the root mean square of the ground truth."
    ),
    formula="sqrt(sum((P - G)^2)) / sqrt(sum(G^2))",
    range="0 to infinity; 0 for identical images",
    direction=Direction.LOWER_IS_BETTER,
    parameters={**_NORMALISATION, "denominator": "Euclidean norm of the ground truth."},
    undefined_when=f"The ground truth is zero everywhere. {_UNSCALABLE}",
    empty_rule="Undefined for a ground truth that is zero everywhere.",
    n=_N,
    aggregation=_AGGREGATION,
    library="replicard",
    reference=_BOX_1,
    note=(
        "What scikit-image computes unless told otherwise. An offset, of the camera or of a "
        "normalisation, changes the norm and so the value."
    ),
)

MS_SSIM = Passport(
    id=MetricId.MS_SSIM,
    name="MS-SSIM",
    definition=(
        "Structural similarity over five scales: contrast and structure on the images and on "
        "copies halved up to four times, luminance on the smallest copy."
    ),
    formula=(
        "MS-SSIM = l_5^w_5 prod_(j=1..5) cs_j^w_j, l and cs the two factors of SSIM; on scale 5 "
        "the mean of their product, on the others the mean of cs_j"
    ),
    range="0 to 1; 1 for identical images",
    direction=Direction.HIGHER_IS_BETTER,
    parameters={
        **_NORMALISATION,
        **_DATA_RANGE,
        "weights": "0.0448, 0.2856, 0.3001, 0.2363, 0.1333, from the finest to the coarsest scale.",
        "window": "On each scale a Gaussian with sigma 1.5 pixels, cut to 11 pixels.",
        "scales": (
            "Halved by the mean of blocks of two pixels along each axis; what fills no block is "
            "left out."
        ),
        "K1": "0.01",
        "K2": "0.03",
        "negative": "A scale with a negative mean counts as 0, as in other programs.",
    },
    undefined_when=(
        "An axis is shorter than 176 pixels, so that the window does not fit the coarsest scale, "
        f"or the ground truth is constant and not normalised. {_UNSCALABLE}"
    ),
    empty_rule="Undefined for a constant ground truth, whose data range is zero.",
    n=_N,
    aggregation=_AGGREGATION,
    library="replicard, with the Gaussian filter of SciPy",
    reference="doi:10.1109/ACSSC.2003.1292216",
    note=(
        "Higher than SSIM as a rule, since noise weighs less on coarse scales. Volumes are "
        "halved along Z, too, and are mostly too flat."
    ),
)

MICRO_SSIM = Passport(
    id=MetricId.MICRO_SSIM,
    name="MicroSSIM",
    definition=(
        "Structural similarity after the background of each image was subtracted and the "
        "prediction multiplied by one factor, all of them found once for all images of the "
        "validation."
    ),
    formula=(
        "SSIM of (G - b_G) / m and a (P - b_P) / m; b the 3rd percentile of all pixels of the "
        "set, m = max(G) - b_G over the set, a the factor with the largest mean over all pixels"
    ),
    range="-1 to 1; 1 for images that are equal but for background and gain",
    direction=Direction.HIGHER_IS_BETTER,
    parameters={
        "fitted_to": (
            "All images of the validation, each candidate and each channel on its own; what was "
            "found stands beside the scores. With other images the same image scores differently."
        ),
        "background_percentile": "3, of all pixels of ground truth and of predictions.",
        "data_range": "Maximum minus minimum of each ground-truth image.",
        "window": (
            "Gaussian with sigma 1.5 pixels, cut to 11 pixels along each axis; a square of 7 "
            "pixels while the factor is found, as in the authors' program."
        ),
        "K1": "0.01",
        "K2": "0.03",
        "covariance": "Sums are divided by n - 1, n the pixels of the window, as the authors do.",
        "border": "The mean leaves out 5 pixels on each side, which the window cannot fill.",
        "normalisation": "Its own, whatever the card says.",
    },
    undefined_when=(
        "An axis is shorter than the window of 11 pixels, the ground truth is constant, an "
        "intensity is not finite, or no factor has the largest mean; the reason is reported."
    ),
    empty_rule="Undefined for a constant ground truth, whose data range is zero.",
    n=_N,
    aggregation=_AGGREGATION,
    library="replicard, with the Gaussian filter of SciPy",
    reference="doi:10.48550/arXiv.2408.08747",
    note=(
        "The fit uses the ground truth, so it flatters all candidates alike. The authors' program "
        "takes the constants of the last image while it fits the factor; here each image keeps "
        "its own."
    ),
)

LEGACY_ZEROCOST_NRMSE = Passport(
    id=MetricId.LEGACY_ZEROCOST_NRMSE,
    name="Legacy value (ZeroCostDL4Mic)",
    definition=(
        "Root of the mean of the RSE map, that is the root of a mean absolute error, which is "
        "neither RMSE nor NRMSE. Only to compare with numbers that published notebooks printed."
    ),
    formula="sqrt(mean(|P' - G'|)), G' and P' scaled as the notebooks do",
    range="0 to infinity; 0 for images that differ by gain and offset only",
    direction=Direction.LOWER_IS_BETTER,
    parameters={
        "normalisation": (
            "Always that of the notebooks, whatever the card says: the ground truth by its "
            "percentiles 0.1 and 99.9, the prediction by the line with the least squared error."
        ),
    },
    undefined_when=(
        "An image holds an intensity that is not finite, or has no contrast; the reason is "
        "reported."
    ),
    empty_rule="Undefined for a constant image.",
    n=_N,
    aggregation=_AGGREGATION,
    library="replicard",
    reference="doi:10.1038/s41467-021-22518-0",
    note=(
        "An RMSE of 0.047 has been printed as 0.19 this way. Do not compare it with an NRMSE. The "
        "notebooks compute in float32, so digits beyond the fourth differ."
    ),
)
