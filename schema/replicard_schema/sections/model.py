"""Models: algorithm, training, prediction, and where they can be obtained."""

from pydantic import ConfigDict, Field

from replicard_schema.base import Section
from replicard_schema.dates import PartialDate
from replicard_schema.identifiers import Reference, Url
from replicard_schema.paths import FilePath
from replicard_schema.quantities import Duration
from replicard_schema.scalars import (
    Count,
    Flag,
    FreeValue,
    Id,
    Integer,
    Line,
    Many,
    SpelledNumber,
    Text,
)
from replicard_schema.sections.dataset import HeldOut
from replicard_schema.sections.deposit import Deposit
from replicard_schema.sections.software import Algorithm, Software
from replicard_schema.vocabulary import Caution, Provenance, Task


class _Open(Section):
    """A record that takes further keys, because every tool has its own."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, FreeValue] = Field(init=False)


class Augmentation(_Open):
    """One kind of data augmentation, with its settings under names of their own."""

    name: Line
    """What was varied: rotation, flip, intensity scaling ..."""


class Hyperparameters(_Open):
    """Settings of the training; any further ones under the names the tool uses."""

    epochs: Count | None = None
    """Passes over the training data that were run."""
    steps_per_epoch: Count | None = None
    """Gradient steps in one epoch."""
    batch_size: Count | None = None
    """Patches or images in one gradient step."""
    patch_size: Many[Count] = ()
    """Edge lengths of a training patch in pixels, in the order (Z,) Y, X."""
    learning_rate: SpelledNumber | None = None
    """Initial learning rate."""
    optimizer: Line | None = None
    """Optimiser, as the framework spells it."""
    loss: Line | None = None
    """Loss function."""


class InitialWeights(Section):
    """Where training started."""

    kind: Line
    """random, or pretrained."""
    model: Line | None = None
    """Pretrained model that training started from."""
    references: Many[Reference] = ()
    """Paper or record of that model: DOI, or key: and a key of a bibliography file."""


class Overfitting(Section):
    """What was done against overfitting."""

    checked: Text | None = None
    """How training and validation loss were inspected, and what they showed."""
    measures: Many[Text] = ()
    """Measures such as augmentation, early stopping, regularisation or a simpler model."""


class Training(Section):
    """How the weights came to be."""

    datasets: Many[Id] = ()
    """Data sets used for training."""
    validation: HeldOut | None = None
    """Images kept back to watch the progress."""
    split: Text | None = None
    """How all images were divided into training, validation and test sets."""
    split_files: Line | None = None
    """Where others find which image is in which set."""
    separation: Text | None = None
    """How it was made sure that nothing was learnt from test images, in preprocessing too."""
    strategy: Line | None = Field(default=None, examples=["supervised", "self-supervised"])
    """Supervised, self-supervised ..."""
    initial_weights: InitialWeights | None = None
    """Where training started."""
    preprocessing: Many[Text] = ()
    """What was done to the images before training."""
    augmentation: tuple[Augmentation, ...] | None = None
    """Data augmentation; an empty list says that none was used."""
    hyperparameters: Hyperparameters | None = None
    """Settings of the training."""
    procedure: Text | None = None
    """How training went beyond its settings: schedule, stages, stopping."""
    search: Text | None = None
    """How hyperparameters were chosen: which values were tried, and by what the best was told."""
    runs: Count | None = None
    """How often the model was trained."""
    imbalance: Text | None = None
    """What was done about rare classes."""
    overfitting: Overfitting | None = None
    """What was done against overfitting."""
    libraries: dict[str, Line | None] = Field(default={}, examples=[{"tensorflow": "2.12.0"}])
    """Main libraries, each with its version."""
    hardware: Line | None = None
    """Graphics card or processor."""
    memory: Line | None = None
    """Memory of the machine or graphics card."""
    code: Line | None = None
    """Script or notebook that trained it: file in the repository, or web address."""
    duration: Duration | None = None
    """How long training took."""
    date: PartialDate | None = None
    """When the model was trained."""
    seed: Integer | None = None
    """Seed of the random numbers."""
    log: FilePath | None = None
    """File with the loss of each epoch, or folder of a run with TensorBoard's event files."""
    weights_used: Line | None = Field(default=None, examples=["best validation loss", "last epoch"])
    """Which weights were kept: of the best or of the last epoch."""


class Prediction(Section):
    """How the model was applied."""

    tool: Software | None = None
    """Program that ran the model."""
    preprocessing: Many[Text] = ()
    """Steps before the network, such as normalisation."""
    parameters: dict[str, FreeValue] = {}
    """Settings, under the names the tool uses."""
    postprocessing: Many[Text] = ()
    """Steps after the network, such as thresholds and removal of small objects."""
    workflow: Text | None = None
    """The whole pipeline around the model, from the raw image to the reported result."""
    used_for: Text | None = None
    """What the predictions were used for in the study."""
    datasets: Many[Id] = ()
    """Data sets to which the model was applied."""
    similarity_to_training: Text | None = None
    """How similar these images are to the training images: microscope, label, SNR ..."""
    intensity_measured: Flag | None = None
    """Whether intensities were measured in the predicted images."""
    hardware: Line | None = None
    """Machine on which the model ran."""
    runtime: Line | None = Field(default=None, examples=["0.4 s for an image of 1024 x 1024 px"])
    """Time for one typical image."""
    manual_rois: Flag | None = None
    """Whether regions of interest were drawn by hand."""
    rois: Text | None = None
    """Where the files with these regions can be obtained."""
    all_settings: Text | None = None
    """File with every setting and the state of the program."""
    environment: Text | None = None
    """File that lists the installed packages, such as environment.yml."""
    tutorial: Text | None = None
    """Where screenshots, a recording or a tutorial show how the tool was used."""
    container: Text | None = None
    """Container or hosted notebook in which others can run the model."""


class Cautions(Section):
    """Cautions that the reader of the results needs."""

    hallucination: Text | None = None
    """Why structures in the output can be trusted although a network can invent them."""
    intensity: Text | None = None
    """How a possible non-linearity of predicted intensities was dealt with."""
    agreed: Many[Caution] = Field(default=(), examples=[["hallucination", "domain-shift"]])
    """General cautions that you agree with: the methods text then gives them in its own words."""


class Interpretability(Section):
    """What can be said about how a model comes to its output."""

    kind: Text | None = None
    """Whether it is a black box or can be followed, and in which sense."""
    method: Text | None = None
    """How it was examined: saliency maps, perturbed images, ..."""
    second_method: Text | None = None
    """A second way in which it was examined."""
    relevance: Text | None = None
    """What the examination means for the results."""
    single_images: Text | None = None
    """Whether the output for a single image can be explained."""


class ExampleImages(Section):
    """Images with which others can try the model."""

    images: Text | None = None
    """What they are, and where they stand."""
    outcome: Text | None = None
    """What should come out."""
    deposit: Deposit | None = None
    """Public repository that keeps them."""


class Model(Section):
    """A trained network, by the authors or by others."""

    name: Line | None = None
    """Name in texts and tables; by default its id."""
    task: Task
    """What the model does with an image."""
    algorithm: Algorithm
    """The network or method."""
    provenance: Provenance
    """Who trained it."""
    trained_by: Text | None = None
    """People or group who trained a model by others."""
    version: Line | None = None
    """Version of the trained model; without one, give both dates."""
    obtained: PartialDate | None = None
    """Date on which a model by others was obtained."""
    used: PartialDate | None = None
    """Date on which a model by others was used."""
    references: Many[Reference] = ()
    """Paper or record of the trained model itself: DOI, or key: and a citation key."""
    architecture: Text | None = None
    """Architecture, such as U-Net with 32 rays."""
    input: Text | None = None
    """What the network takes in: channels, size, intensities; other features, and their choice."""
    output: Text | None = None
    """What the network puts out, what a value means, and which thresholds apply."""
    assumptions: Text | None = None
    """What the method assumes about images and objects."""
    parameters_count: Count | None = None
    """Number of trainable parameters."""
    parameters_because: Text | None = None
    """How that number was chosen."""
    complexity: Text | None = None
    """How time and memory grow with the size of images and data."""
    ensemble: Text | None = None
    """How several models were combined, or that one stands alone."""
    selection: Text | None = None
    """How this model was selected among those that were trained."""
    interpretability: Interpretability | None = None
    """What can be said about how it comes to its output."""
    generative: Flag | None = None
    """Whether the network is generative (adversarial, diffusion ...)."""
    weights: FilePath | None = None
    """File with the weights; it is hashed and never loaded."""
    format: Line | None = Field(default=None, examples=["bioimage.io model 0.5"])
    """Format in which the model is shared."""
    examples: ExampleImages | None = None
    """Images with which others can try it."""
    training: Training | None = None
    """How the weights came to be."""
    prediction: Prediction | None = None
    """How the model was applied."""
    deposit: Deposit | None = None
    """Where the model can be obtained."""
    zoo: Url | None = None
    """Its page in a model zoo."""
    intended_use: Text | None = None
    """Images for which the model is meant."""
    limitations: Text | None = None
    """Known limits and failures."""
    cautions: Cautions | None = None
    """Cautions that the reader of the results needs."""
    source_files: Many[FilePath] = ()
    """Files that tell about this model, such as configurations and logs; the program reads them."""


class Baseline(Section):
    """A method without a trained network that predictions are compared with."""

    name: Line
    """Name in texts and tables."""
    description: Text | None = None
    """What it does, with its settings."""
    software: Software | None = None
    """Program that ran it."""
