"""Segment the field with the two candidates of this example, and cut the labels into tiles.

Usage: python segment.py otsu
       python segment.py unet --weights weights.onnx

Both see the whole field, put together from its tiles, so that no nucleus is cut before it
is segmented. The U-Net needs onnxruntime; weights.onnx is that of "UNet 2D Nuclei Broad",
see ORIGIN.md.
"""

import argparse
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy import ndimage
from skimage.feature import peak_local_max
from skimage.filters import gaussian, threshold_otsu
from skimage.segmentation import watershed
from tiles import FOLDER, read_field, write_tiles

SMOOTHING = 1.0
"""Standard deviation in pixels of the Gaussian on the image and on the distance map."""
MIN_PEAK_DISTANCE = 7
MIN_SIZE = 30
"""Foreground pieces with fewer pixels are dropped."""

FloatImage = npt.NDArray[np.floating]
Mask = npt.NDArray[np.bool_]


def otsu_foreground(image: FloatImage) -> Mask:
    """Threshold the smoothed image as Otsu proposed."""
    smooth = gaussian(image, SMOOTHING, preserve_range=True)
    return np.asarray(smooth > threshold_otsu(smooth))


def unet_foreground(image: FloatImage, weights: Path) -> Mask:
    """Return where the network says foreground with a probability above one half."""
    # Only this candidate needs the package, so the other one runs without it.
    import onnxruntime  # noqa: PLC0415 # see above

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(weights, options, providers=["CPUExecutionProvider"])
    scaled = ((image - image.mean()) / (image.std() + 1e-6)).astype(np.float32)
    (logits,) = session.run(None, {session.get_inputs()[0].name: scaled[None, None]})
    # The sigmoid, which the model description puts after the network, is above one half here.
    return np.asarray(logits[0, 0] > 0)


def clean(foreground: Mask) -> Mask:
    """Fill holes and drop small pieces."""
    pieces, _ = ndimage.label(ndimage.binary_fill_holes(foreground))
    large = np.bincount(pieces.ravel()) >= MIN_SIZE
    large[0] = False
    return np.asarray(large[pieces])


def split_touching(foreground: Mask) -> npt.NDArray[np.uint16]:
    """Label the objects, cutting those that touch along the watershed of the distance map."""
    distance = ndimage.gaussian_filter(ndimage.distance_transform_edt(foreground), SMOOTHING)
    peaks = peak_local_max(distance, min_distance=MIN_PEAK_DISTANCE, exclude_border=False)
    seeds = np.zeros(foreground.shape, dtype=np.int32)
    seeds[tuple(peaks.T)] = np.arange(1, len(peaks) + 1)
    labels = watershed(-distance, seeds, mask=foreground)
    return np.asarray(labels, dtype=np.uint16)


def main() -> None:
    """Write the labels of one candidate."""
    parser = argparse.ArgumentParser(description="Segment the field of this example.")
    parser.add_argument("candidate", choices=["otsu", "unet"])
    parser.add_argument("--weights", type=Path)
    arguments = parser.parse_args()
    if arguments.candidate == "unet" and arguments.weights is None:
        parser.error("the U-Net needs --weights")
    image = read_field(FOLDER / "images").astype(np.float32)
    if arguments.candidate == "unet":
        foreground, folder = unet_foreground(image, arguments.weights), "unet_nuclei_broad"
    else:
        foreground, folder = otsu_foreground(image), "otsu_watershed"
    write_tiles(split_touching(clean(foreground)), FOLDER / "predictions" / folder)


if __name__ == "__main__":
    main()
