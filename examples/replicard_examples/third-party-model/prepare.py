"""Make the files of this example out of two wheels and the weights of a published model.

Usage: python prepare.py --stardist WHEEL --mahotas WHEEL --weights weights.onnx

The wheels are those that ``pip download stardist==0.9.2 mahotas==1.4.19 --no-deps`` fetches;
their images are the same on every platform. weights.onnx is that of "UNet 2D Nuclei Broad",
see ORIGIN.md. Needs onnxruntime.
"""

import argparse
import io
import zipfile
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime
import tifffile
from PIL import Image

FOLDER = Path(__file__).parent
EDGE = 512
"""Edge length in pixels of the only image size that the model takes."""
FOREGROUND = np.uint8(255)
"""Value of the foreground in the masks, so that any image viewer shows them."""

Grey = npt.NDArray[np.uint16]
Mask = npt.NDArray[np.bool_]


def read_annotated_field(wheel: Path) -> tuple[Grey, Mask]:
    """Return the field of the stardist wheel and the foreground of its mask, ``(Y, X)`` each."""
    with zipfile.ZipFile(wheel) as archive:
        image, labels = (
            tifffile.imread(io.BytesIO(archive.read(f"stardist/data/images/{name}")))
            for name in ("img2d.tif", "mask2d.tif")
        )
    return image, labels > 0


def read_other_field(wheel: Path) -> Grey:
    """Return the left part of the field of the mahotas wheel, as sums of 2 x 2 pixels.

    The three channels of the file are equal.
    """
    with zipfile.ZipFile(wheel) as archive:
        content = archive.read("mahotas/demos/data/nuclear.png")
    grey = np.asarray(Image.open(io.BytesIO(content)))[: 2 * EDGE, : 2 * EDGE, 0]
    blocks = grey.reshape(EDGE, 2, EDGE, 2)
    return np.asarray(blocks.sum(axis=(1, 3), dtype=np.uint16))


def start_session(weights: Path) -> onnxruntime.InferenceSession:
    """Load the network, to run on the processor in one thread."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(weights, options, providers=["CPUExecutionProvider"])


def predict(session: onnxruntime.InferenceSession, image: npt.NDArray[np.floating]) -> Mask:
    """Return where the network says foreground with a probability above one half."""
    scaled = ((image - image.mean()) / (image.std() + 1e-6)).astype(np.float32)
    (logits,) = session.run(None, {session.get_inputs()[0].name: scaled[None, None]})
    # The sigmoid, which the model description puts after the network, is above one half here.
    return np.asarray(logits[0, 0] > 0)


def predict_view(session: onnxruntime.InferenceSession, image: Grey, view: int) -> Mask:
    """Predict on the image turned by quarters and, from view 4 on, mirrored; then turn back."""
    turned = np.rot90(image, view % 4).astype(np.float32)
    if view < 4:  # noqa: PLR2004 # four quarter turns
        return np.rot90(predict(session, turned), -(view % 4))
    return np.rot90(predict(session, turned[:, ::-1])[:, ::-1], -(view % 4))


def write(image: npt.NDArray[np.generic], *names: str) -> None:
    """Write an image without loss."""
    path = FOLDER.joinpath(*names)
    path.parent.mkdir(parents=True, exist_ok=True)
    tifffile.imwrite(path, image, compression="zlib", predictor=True, metadata={"axes": "YX"})


def main() -> None:
    """Write images, ground truth and predictions."""
    parser = argparse.ArgumentParser(description="Make the files of this example.")
    for name in ("--stardist", "--mahotas", "--weights"):
        parser.add_argument(name, type=Path, required=True)
    arguments = parser.parse_args()
    session = start_session(arguments.weights)
    image, truth = read_annotated_field(arguments.stardist)
    write(image, "annotated", "images", "field.tif")
    write(truth * FOREGROUND, "annotated", "masks", "field.tif")
    write(
        predict(session, image.astype(np.float32)) * FOREGROUND,
        "annotated",
        "predictions",
        "field.tif",
    )
    other = read_other_field(arguments.mahotas)
    write(other, "unannotated", "images", "field.tif")
    for view in range(8):
        mask = predict_view(session, other, view) * FOREGROUND
        write(mask, "unannotated", "predictions", f"view_{view}", "field.tif")


if __name__ == "__main__":
    main()
