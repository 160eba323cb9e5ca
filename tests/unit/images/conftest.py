"""Writing real image files for the tests of this folder."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import pytest
import tifffile
from numpy.typing import NDArray
from PIL import Image

Save: TypeAlias = Callable[..., str]


def encoded(array: NDArray[Any], extension: str, **options: Any) -> bytes:  # noqa: ANN401 -- handed through to the writer
    buffer = io.BytesIO()
    if extension == "tif":
        tifffile.imwrite(buffer, array, **options)
    elif extension == "npy":
        np.save(buffer, array, **options)
    else:
        Image.fromarray(array).save(buffer, {"jpg": "jpeg"}.get(extension, extension), **options)
    return buffer.getvalue()


@pytest.fixture
def save(tmp_path: Path) -> Save:
    """Return a function that writes an array below ``tmp_path`` and returns its name."""

    def write(name: str, content: NDArray[Any] | bytes, **options: Any) -> str:  # noqa: ANN401 -- handed through
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not isinstance(content, bytes):
            content = encoded(content, path.suffix[1:], **options)
        path.write_bytes(content)
        return name

    return write
