"""Reading images, telling which belong together, and comparing what they are."""

from replicard.images.acquired import Acquired, kept
from replicard.images.budget import Budget
from replicard.images.digest import pixels_digest
from replicard.images.display import Plane, choose_plane, to_display
from replicard.images.groups import group_of
from replicard.images.header import Header, read_header
from replicard.images.labels import label_problem, read_labels, require_labels
from replicard.images.naming import differing_folders, pair_names
from replicard.images.pairing import FilePair, Pairing, pair_files
from replicard.images.raster import Pixels
from replicard.images.read import ImageFile, LoadedImage, open_image, read_image
from replicard.images.shapes import check_same_extent, check_same_shape
from replicard.images.source import PixelSource
from replicard.images.view import View, blocks, equal, extremes, middle_of, part_at

__all__ = [
    "Acquired",
    "Budget",
    "FilePair",
    "Header",
    "ImageFile",
    "LoadedImage",
    "Pairing",
    "PixelSource",
    "Pixels",
    "Plane",
    "View",
    "blocks",
    "check_same_extent",
    "check_same_shape",
    "choose_plane",
    "differing_folders",
    "equal",
    "extremes",
    "group_of",
    "kept",
    "label_problem",
    "middle_of",
    "open_image",
    "pair_files",
    "pair_names",
    "part_at",
    "pixels_digest",
    "read_header",
    "read_image",
    "read_labels",
    "require_labels",
    "to_display",
]
