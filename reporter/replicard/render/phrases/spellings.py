"""Programs and libraries as their makers spell them."""

import re
from collections.abc import Mapping
from types import MappingProxyType

_OFFICIAL: Mapping[str, str] = MappingProxyType(
    {
        "albumentations": "Albumentations",
        "careamics": "CAREamics",
        "cellpose": "Cellpose",
        "cellprofiler": "CellProfiler",
        "csbdeep": "CSBDeep",
        "cupy": "CuPy",
        "dask": "Dask",
        "deepimagej": "deepImageJ",
        "deeplabcut": "DeepLabCut",
        "detectron2": "Detectron2",
        "fiji": "Fiji",
        "ilastik": "ilastik",
        "imagej": "ImageJ",
        "jax": "JAX",
        "keras": "Keras",
        "matlab": "MATLAB",
        "monai": "MONAI",
        "nnunet": "nnU-Net",
        "nnunetv2": "nnU-Net",
        "numba": "Numba",
        "numpy": "NumPy",
        "onnxruntime": "ONNX Runtime",
        "opencv-python": "OpenCV",
        "opencv-python-headless": "OpenCV",
        "pytorch": "PyTorch",
        "pytorch-lightning": "PyTorch Lightning",
        "scikit_image": "scikit-image",
        "scikit_learn": "scikit-learn",
        "scipy": "SciPy",
        "stardist": "StarDist",
        "tensorflow": "TensorFlow",
        "tensorflow-gpu": "TensorFlow",
        "trackmate": "TrackMate",
        "transformers": "Transformers",
        "ultralytics": "Ultralytics",
        "zerocostdl4mic": "ZeroCostDL4Mic",
    }
)
_DISTRIBUTIONS = MappingProxyType({"torch": "PyTorch", "lightning": "Lightning"})
_FIRST_WORD = re.compile(r"[A-Za-z0-9_-]+")


def library(name: str) -> str:
    """Return the spelling of a distribution; an unknown name stays as it is.

    >>> library("tensorflow"), library("torch"), library("n2v")
    ('TensorFlow', 'PyTorch', 'n2v')
    """
    key = name.lower()
    return _DISTRIBUTIONS.get(key) or _OFFICIAL.get(key, name)


def program(name: str) -> str:
    """Spell the first word of a program's name, if it is a known one all in small letters.

    >>> program("cellpose GUI"), program("torch"), program("CARE")
    ('Cellpose GUI', 'torch', 'CARE')
    """
    first = _FIRST_WORD.match(name)
    if first is None or not first[0].islower():
        return name
    return _OFFICIAL.get(first[0], first[0]) + name[first.end() :]
