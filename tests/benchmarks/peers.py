"""The libraries that we are compared with."""

import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray
from skimage.metrics import (
    normalized_root_mse,
    peak_signal_noise_ratio,
    structural_similarity,
)

Array = NDArray[Any]
Counts = list[tuple[int, int, int]]


def ssim(reference: Array, prediction: Array) -> tuple[float, Array]:
    """Mean and map of scikit-image with the settings of the publication."""
    settings: dict[str, Any] = {"gaussian_weights": True, "sigma": 1.5, "full": True}
    mean, similar = structural_similarity(
        reference, prediction, data_range=10.0, use_sample_covariance=False, **settings
    )
    return float(mean), similar


def errors(reference: Array, prediction: Array) -> tuple[tuple[float, ...], Array]:
    """RMSE, NRMSE, PSNR and PCC one after another, and the map of absolute errors."""
    span = float(reference.max() - reference.min())
    nrmse = float(normalized_root_mse(reference, prediction, normalization="min-max"))
    rmse = float(np.sqrt(np.mean((reference - prediction) ** 2, dtype=np.float64)))
    psnr = float(peak_signal_noise_ratio(reference, prediction, data_range=span))
    pearson = float(np.corrcoef(reference.ravel(), prediction.ravel())[0, 1])
    return (rmse, nrmse, psnr, pearson), np.abs(reference - prediction)


def percentiles(image: Array, wanted: Sequence[float]) -> tuple[float, ...]:
    """Two calls of NumPy."""
    return tuple(float(np.percentile(image, one)) for one in wanted)


def restoration(reference: Array, prediction: Array) -> dict[str, float]:
    """All restoration metrics of one pair, scaled by percentiles, with scikit-image."""
    true, found = (_scaled(image) for image in (reference, prediction))
    return {
        "ssim": float(
            structural_similarity(
                true,
                found,
                data_range=1.0,
                gaussian_weights=True,
                sigma=1.5,
                use_sample_covariance=False,
            )
        ),
        "psnr": float(peak_signal_noise_ratio(true, found, data_range=1.0)),
        "nrmse": float(normalized_root_mse(true, found, normalization="min-max")),
        "rmse": float(np.sqrt(np.mean((true - found) ** 2))),
        "mae": float(np.abs(true - found).mean()),
        "pearson": float(np.corrcoef(true.ravel(), found.ravel())[0, 1]),
    }


def _scaled(image: Array) -> Array:
    low, high = np.percentile(image, 1.0), np.percentile(image, 99.8)
    return np.asarray((image.astype(np.float64) - low) / (high - low))


def stardist(folder: Path | None) -> Callable[..., Counts]:
    """StarDist's matching; raises ImportError where it is missing."""
    module = _module("stardist", "matching", folder)

    def match(reference: Array, prediction: Array, thresholds: Sequence[float]) -> Counts:
        found = module.matching(reference, prediction, thresh=list(thresholds))
        return [(one.tp, one.fp, one.fn) for one in found]

    return match


def cellpose(folder: Path | None) -> Callable[..., Counts]:
    """Cellpose's metrics, without PyTorch; raises ImportError where they are missing."""
    # its module of utilities wants OpenCV and PyTorch, which matching does not use
    sys.modules.setdefault("cellpose.utils", ModuleType("cellpose.utils"))
    module = _module("cellpose", "metrics", folder)

    def match(reference: Array, prediction: Array, thresholds: Sequence[float]) -> Counts:
        _, *counts = module.average_precision(reference, prediction, threshold=list(thresholds))
        tp, fp, fn = (np.rint(column).astype(int).tolist() for column in counts)
        return list(zip(tp, fp, fn, strict=True))

    return match


def _module(package: str, name: str, folder: Path | None) -> ModuleType:
    """Import one module of a package without the package itself, which would import more."""
    if folder is not None and str(folder) not in sys.path:
        sys.path.append(str(folder))
    for entry in sys.path:
        if (Path(entry) / package / f"{name}.py").is_file():
            if package not in sys.modules:
                shell = ModuleType(package)
                shell.__path__ = [str(Path(entry) / package)]
                sys.modules[package] = shell
                if package == "cellpose":
                    shell.utils = sys.modules["cellpose.utils"]  # type: ignore[attr-defined]
            return import_module(f"{package}.{name}")
    raise ImportError(f"{package} is not installed")
