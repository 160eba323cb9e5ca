"""Image data: specimen, acquisition, ground truth, files and deposit."""

from pydantic import Field

from replicard_schema.base import Section
from replicard_schema.dates import PartialDate
from replicard_schema.paths import FilePath, FilePattern
from replicard_schema.quantities import Duration, Length, Magnification, Power, Temperature
from replicard_schema.scalars import Aperture, Axes, Count, Flag, Fraction, Id, Line, Many, Text
from replicard_schema.sections.deposit import Deposit
from replicard_schema.sections.software import Software
from replicard_schema.vocabulary import LabelKind


class Label(Section):
    """What was stained or tagged, and with what."""

    target: Line
    """Structure or molecule."""
    fluorophore: Line | None = None
    """Dye or fluorescent protein."""
    method: Line | None = None
    """How the label was brought in: antibody, live dye, fusion protein ..."""


class Specimen(Section):
    """What was imaged."""

    organism: Line | None = None
    """Species, by its scientific name."""
    sample: Line | None = None
    """Cell line, tissue, strain or material."""
    labels: tuple[Label, ...] = ()
    """Stains and tags."""
    preparation: Text | None = None
    """Culture, fixation, mounting and treatment."""
    intrinsic_variables: Text | None = None
    """What the specimen brings with it: genotype, mutation, age, sex ..."""
    extrinsic_variables: Text | None = None
    """What was done to it: treatment, dose, time point ..."""
    experimental_variables: Text | None = None
    """What was varied on purpose between the images."""


class Microscope(Section):
    """The microscope."""

    manufacturer: Line | None = None
    """Who made it."""
    model: Line | None = None
    """Its model."""
    kind: Line | None = None
    """Stand or type, such as inverted."""


class Objective(Section):
    """The objective lens."""

    magnification: Magnification | None = None
    """Nominal magnification, such as 63x."""
    numerical_aperture: Aperture | None = None
    """Numerical aperture."""
    immersion: Line | None = None
    """Immersion medium: air, water, oil, glycerol."""
    manufacturer: Line | None = None
    """Who made it."""
    model: Line | None = None
    """Its model, such as Plan-Apochromat."""


class Detector(Section):
    """Camera or point detector."""

    kind: Line | None = None
    """sCMOS, EMCCD, CCD, PMT, HyD ..."""
    manufacturer: Line | None = None
    """Who made it."""
    model: Line | None = None
    """Its model."""
    binning: Line | None = None
    """Binning, such as 2x2."""
    gain: Line | None = None
    """Gain setting, as the software shows it."""


class Channel(Section):
    """One channel of the images."""

    name: Line
    """Name of the channel."""
    excitation: Line | None = None
    """Light source and wavelength, such as 640 nm laser."""
    emission: Line | None = None
    """Detected wavelengths or filter, such as 692/40 nm."""
    exposure: Duration | None = None
    """Exposure or dwell time."""
    power: Power | None = None
    """Power of the light."""


class PixelSize(Section):
    """Distance between neighbouring pixels in the specimen."""

    x: Length
    """Along the width of the image."""
    y: Length
    """Along the height of the image."""
    z: Length | None = None
    """Between planes of a stack."""


class Acquisition(Section):
    """How images were taken."""

    date: PartialDate | None = None
    """When the images were taken."""
    modality: Line | None = None
    """Imaging method, such as spinning-disk confocal microscopy."""
    microscope: Microscope | None = None
    """The microscope."""
    objective: Objective | None = None
    """The objective lens."""
    detector: Detector | None = None
    """Camera or point detector."""
    channels: tuple[Channel, ...] = ()
    """Channels, in the order of the files."""
    exposure: Duration | None = None
    """Exposure time, where it is the same for all channels."""
    illumination: Text | None = None
    """Light source, wavelength and power, where no channels are listed."""
    pixel_size: PixelSize | None = None
    """Size of a pixel or voxel in the specimen."""
    time_interval: Duration | None = None
    """Time between frames of a time series."""
    temperature: Temperature | None = None
    """Temperature of the specimen."""
    software: Software | None = None
    """Program that ran the microscope."""
    notes: Text | None = None
    """Anything else needed to judge whether other images are similar."""


class GroundTruth(Section):
    """What predictions are compared with, and how it came to be."""

    kind: Line | None = None
    """Expert annotation, matching high-SNR acquisition, high-SNR images degraded by computation."""
    annotators: Count | None = None
    """How many people annotated."""
    annotated_by: Text | None = None
    """Who annotated, and with what experience."""
    combined_by: Line | None = None
    """How several annotations became one."""
    noise_limited_by: Text | None = None
    """How noise or bias in the ground truth was limited: averaging, several annotators ..."""
    tool: Software | None = None
    """Program used to annotate."""
    description: Text | None = None
    """Further details."""
    type: Line | None = Field(default=None, examples=["segmentation mask", "bounding boxes"])
    """What an annotation is: segmentation mask, bounding boxes, points, tracks, class labels ..."""
    because: Text | None = None
    """Why this kind of ground truth was chosen."""
    criteria: Text | None = None
    """Rules that the annotators followed."""
    coverage: Text | None = None
    """Which images, or parts of them, are annotated."""
    confidence: Text | None = None
    """How sure the annotators were, and how that was assessed."""
    agreement: Text | None = None
    """How far annotators agreed with each other or with themselves."""
    instructions: Text | None = None
    """What the annotators were told, or where that can be read."""
    payment: Text | None = None
    """What annotators or participants were paid."""
    spatial: Text | None = None
    """For annotations that are no images: the coordinates that they are given in."""
    transformations: Text | None = None
    """Steps from the image to the annotation, such as scaling or cropping."""
    date: PartialDate | None = None
    """When the annotations were made."""


class Dataset(Section):
    """A set of images with a role in the study."""

    description: Text | None = None
    """What the data set is and what it was used for."""
    specimen: Specimen | None = None
    """What was imaged."""
    acquisition: Acquisition | None = None
    """How images were taken."""
    ground_truth: GroundTruth | None = None
    """What predictions are compared with."""
    preprocessing: Many[Text] = ()
    """What was done to the images before they were used."""
    origin: Text | None = None
    """Where the images come from: acquired for this study, public benchmark ..."""
    made_for_study: Flag | None = None
    """Whether the images were taken or annotated for this study."""
    earlier_use: Text | None = None
    """Whether others used the images before, and where that is published."""
    rationale: Text | None = None
    """Why these images suit the task."""
    sampling: Text | None = None
    """How the images were chosen: from which wells, animals, days, fields of view."""
    criteria: Text | None = None
    """What an image or sample had to fulfil to be included."""
    subset: Text | None = None
    """Which part of an image or record was used, where it was not all."""
    excluded: Text | None = None
    """What was left out, why, and whether the rule was set beforehand."""
    missing: Text | None = None
    """How much is missing, such as channels or annotations, and how that was dealt with."""
    corrupt: Text | None = None
    """How damaged or impossible images were found, and what was done with them."""
    class_sizes: Text | None = None
    """How many images or objects there are of each class."""
    distribution: Text | None = None
    """What the data are like in numbers: density, size, brightness ..."""
    representativeness: Text | None = None
    """How well the images represent those that the study is about."""
    shortcuts: Text | None = None
    """Whether anything in the images gives the answer away, and how that was ruled out."""
    privacy: Text | None = None
    """How data of people were made anonymous, and what these people agreed to."""
    format: Line | None = None
    """File format in which the images were recorded."""
    independent_of: Many[Id] = ()
    """Data sets with which it shares no image; the program checks the files."""
    image_count: Count | None = None
    """Number of images, where the files are not at hand."""
    images: FilePattern | None = None
    """Image files."""
    targets: FilePattern | None = None
    """Ground-truth files, one for each image."""
    annotations: dict[Id, FilePattern] = Field(
        default={}, examples=[{"annotator-1": "a1/*.tif", "annotator-2": "a2/*.tif"}]
    )
    """Label images of each annotator, by a name; ``targets`` may be their combination."""
    second_images: FilePattern | None = None
    """A second, independent capture of the same fields, one file for each image."""
    axes: Axes | None = None
    """Axes of the image files, for formats that do not name them: T, C, Z, Y, X, S."""
    label_kind: LabelKind | None = None
    """What the numbers in the ground-truth files mean; by default it follows from the task."""
    classes: dict[str, Line] = Field(default={}, examples=[{"1": "nucleus", "2": "cytoplasm"}])
    """Name of each class, by its number in the label images."""
    labels: FilePath | None = None
    """CSV table with the columns image and label, for image classification."""
    boxes: FilePath | None = None
    """CSV table with the columns image, label, y0, x0, y1 and x1 (excluded), for detection."""
    groups: Line | None = Field(default=None, examples=["{well}_s{field}_*"])
    """Pattern of names; images for which the words in braces catch the same belong together."""
    group_table: FilePath | None = None
    """CSV table with the columns image and group, where names do not tell what belongs together."""
    deposit: Deposit | None = None
    """Where the data can be obtained."""
    source_files: Many[FilePath] = ()
    """Files that tell about this data set; the program reads them."""


class HeldOut(Section):
    """Images kept back from training to watch its progress."""

    fraction: Fraction | None = None
    """Share of the training images that was held out."""
    dataset: Id | None = None
    """Data set that was used, where it is one of its own."""
    description: Text | None = None
    """How they were chosen."""
    level: Line | None = Field(default=None, examples=["well", "animal"])
    """What was kept whole when images were divided: image, well, animal, day ..."""
