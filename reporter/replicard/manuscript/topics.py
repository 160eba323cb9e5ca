"""Topics: the words by which a number in a text is known to be a batch size or an aperture.

A number belongs to a topic if the words of the topic stand right beside it, apart from
words such as *of*, *was set to* and ``=``. Where a passage could mean something else, the
topic says which words must stand in its sentence, or must not.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Topic:
    """What a number can be about.

    Attributes
    ----------
    id
        Short name.
    noun
        What it is, as it is called in the outcome.
    words
        Pattern of words that may stand before the number, apart by words that connect.
    behind
        Pattern of words that may stand behind it: ``400 epochs``.
    kinds
        Kinds of quantities that can be meant; see `Amount.kind`.
    unless
        Pattern of words close to the number that say that it is about something else.
    needs
        Pattern of words of which one must stand in the sentence before a number that
        differs contradicts; a number that agrees needs none.
    exactly
        Whether a rounded number is another number.
    counts
        Whether numbers written as words belong to it.
    takes_lists
        Whether further numbers after ``and`` or a comma belong to it, too.
    is_size
        Whether a single number never belongs to it.
    is_share
        Whether a number without a unit belongs to it only if it is at most 1.
    """

    id: str
    noun: str
    words: str = ""
    behind: str = ""
    kinds: frozenset[str] = field(default_factory=lambda: frozenset({""}))
    unless: str = ""
    needs: str = ""
    exactly: bool = False
    counts: bool = False
    takes_lists: bool = True
    is_size: bool = False
    is_share: bool = False


def _kinds(*names: str) -> frozenset[str]:
    return frozenset(names)


_BARE = _kinds("")
_ASIDE = r"camera|sensor|chip|physical|detector pixel|monitor|display"
_TRAINED = (
    r"train|fine-?tun|optimi[sz]|number of epochs|epochs? ?[:=]|epochs\b.{0,12}\b(?:was|were|of)\b"
)

_LISTED = (
    Topic(
        "epochs", "number of epochs",
        r"number of (?:training )?epochs|\bepochs?(?=\s?[:=\t]| was set| were set)",
        r"(?:training |full |complete )?epochs?\b", exactly=True, counts=True, needs=_TRAINED,
        unless=r"patience|every|first|last|after|within|until|fallen|improv|warm|halv|decay|drop"
        r"|plateau|reduc|best|early|in epoch|at epoch|smallest|lowest|each|stop|cosine|restart|frozen|freeze",
    ),
    Topic(
        "steps", "steps per epoch", r"steps(?: per| in an| in each) epoch",
        r"(?:gradient |training )?(?:steps|iterations|batches) (?:per|in each|in an|each) epoch|steps\b",
        exactly=True, counts=True, needs=r"epoch", unless=r"warm|every|after",
    ),
    Topic("batch", "batch size", r"(?:mini-? ?)?batch[- ]?size", exactly=True, counts=True,
          behind=r"(?:patches|images) per batch", unless=r"inference|predict"),
    Topic(
        "patch", "patch size",
        r"(?:patch|crop|tile|input)[- ]?(?:size|shape)s?|(?:patches|crops)(?: with a size)?",
        r"(?:(?:px|pixels?|voxels?)[- ])?(?:\(?[a-z]{1,12}\)? )?(?:patches|crops)",
        kinds=_kinds("", "pixels"), exactly=True, unless=r"overlap|stride|predict|inference",
        takes_lists=False,
    ),
    Topic("rate", "learning rate", r"learning[- ]?rate|\blr\b", takes_lists=False, exactly=True,
          unless=r"minimum|minimal|final|halved|reduced|decay|drop|down to|factor|warm|schedule|scheduling|max"
          r"|discriminator|divided|multiplied"),
    Topic("seed", "random seed", r"\bseed(?:ed|s)?\b|random state", exactly=True),
    Topic(
        "held-out", "share held out", r"validation (?:split|fraction|share)|held[- ]?out(?: fraction)?",
        r"(?:of (?:the |all )?(?:training )?(?:images|data|set|patches|pairs|them|these|which) )?"
        r"(?:(?:was|were|is|are|randomly|being|data|images) ){0,3}"
        r"(?:held[- ]?out|(?:used |kept |set aside |reserved |split off |left out )?(?:for|as) "
        r"(?:the )?(?:validation|monitoring)|validation\b)",
        kinds=_kinds("", "share"), needs=r"held|validation",
        unless=r"accuracy|score|loss|test|F1|precision|recall|interval|CI\b", is_share=True,
    ),
    Topic("duration", "training time",
          r"(?:training|which|it)(?: time)?(?: (?:took|lasted|required|needed|ran for))?"
          r"|trained for|took(?: a total of)?|training (?:time|duration)",
          r"(?:of )?training(?: time)?", kinds=_kinds("time"),
          needs=r"train", unless=r"each epoch|per epoch|per image|predict|inference|imag(?:ed|ing)"),
    Topic("magnification", "magnification", r"magnification", r"(?:/|objective|magnification|oil|water|air|dry|glycerol|silicone)?",
          kinds=_kinds("x"), needs=r"objective|\bNA\b|numerical aperture|magnification|immersion|lens"
          r"|Plan|Fluor", exactly=True, unless=r"coverage|zoom|speed|faster|higher|larger|binn|diluted|PBS"),
    Topic("aperture", "numerical aperture", r"numerical aperture|\bN\.?A\.?(?=\W|\d)|(?<=\d[x×])/",
          r"N\.?A\.?(?!\w)|numerical aperture", exactly=True, takes_lists=False,
          needs=r"\bN\.?A\b|aperture|objective", unless=r"condenser|light[- ]sheet|illumination objective"),
    Topic(
        "pixel-size", "pixel size",
        r"(?:pixel|voxel)[- ]?(?:size|width|height|spacing|pitch|dimension|edge length)s?"
        r"|pixels (?:of|measuring)|lateral sampling|sampling|resolution of",
        r"(?:per|/) ?(?:pixel|px|voxel)|(?:\(?xy\)? )?(?:pixel|voxel)(?:s|[- ]size)?\b",
        kinds=_kinds("length"), unless=_ASIDE,
        needs=r"pixel|voxel|sampling",
    ),
    Topic(
        "plane-distance", "distance of planes",
        r"z[- ]?(?:step|spacing|interval|distance|sampling)(?:[- ]size)?s?|step[- ]size"
        r"|(?:plane|slice|axial)[- ](?:spacing|distance|interval|sampling|thickness)|planes were"
        r"|axially",
        r"(?:z[- ]?(?:steps?|spacing|intervals?)|steps?\b|apart|axial|between (?:the )?(?:planes|slices)|in z\b)",
        kinds=_kinds("length"), unless=r"camera|range|depth",
    ),
    Topic("exposure", "exposure time", r"(?:exposure|dwell|integration)(?: times?)?",
          r"(?:camera )?(?:of )?(?:exposure|dwell|integration)s?\b", kinds=_kinds("time")),
    Topic("interval", "time between frames",
          r"(?:frames?|images?|stacks?|volumes?|movies?)[a-z ,]{0,40} every|(?:time|frame|imaging|sampling)[- ]?"
          r"(?:interval|step|resolution)s?|(?:acquired|recorded|imaged|taken|captured) every",
          r"(?:(?:time|frame|imaging) )?intervals?", kinds=_kinds("time"), unless=r"medium|wash|change"),
    Topic("wavelength", "wavelength of the light",
          r"(?:excitation|excited|laser|illumination|wavelength|diode|emission|detected|collected)s?(?: wavelengths?| light| at| with a| between| from)*",
          r"(?:(?:solid[- ]state|diode|argon|pulsed|continuous[- ]wave|wavelength|DPSS|light|white) ){0,2}"
          r"(?:lasers?|excitation|emission|LEDs?|lines?|illumination|diodes?|light|band-?pass|wavelengths?|long-?pass)\b",
          kinds=_kinds("length"), unless=r"pixel|step|z-|thick|coverslip|bead|trigger|ablat|bleach"),
    Topic("power", "power of the light", r"(?:laser |light )?(?:power|intensity)",
          r"(?:\([^()]{1,30}\) )?(?:(?:laser|light|maximum|maximal|output|total) )*power\b",
          kinds=_kinds("share", "power")),
    Topic("temperature", "temperature during imaging",
          r"temperature(?: (?:during|for|while) imaging)?|imaging temperature|(?:imaged|acquired|imaging)(?: was (?:done|performed|carried out))?(?: live)?",
          kinds=_kinds("temperature"), needs=r"imag|acqui|microscop|stage",
          unless=r"incubat|cultur|wash|fix|stain|overnight|stored"),
    Topic("annotators", "number of annotators",
          behind=r"(?:independent |trained |different |human |expert )*(?:annotators?|experts?|observers?|raters?|biologists?|annotations)\b",
          words=r"number of annotators", exactly=True, counts=True,
          needs=r"annotat|outlin|label|drawn|segment", unless=r"inspect|by eye"),
    Topic(
        "images", "number of images",
        r"(?:number of|total of|comprise[sd]?|contain(?:s|ed|ing)?|consist(?:s|ed|ing)? of|trained on|tested on|validated on)",
        r"(?:[a-z0-9-]+ ){0,2}(?:images?|image pairs|stacks|tiles|movies|volumes|fields? of view|micrographs)\b",
        exactly=True, counts=True,
        needs=r"(?:compris|contain|consist|data ?set|trained on|training (?:set|data|images)|test (?:set|data|images)"
        r"|evaluation (?:set|data|images)|ground truth of|compared with)",
        unless=r"per |each|every|batch|average|Hz|frames|worse|on none|better|on \w+ of|of which",
        takes_lists=False,
    ),
    Topic("shape", "size of the images",
          r"(?:images?|tiles?|stacks?|frames|fields?)(?: of \d{1,5} planes)?(?: (?:with a size|had a size|have a size|were|are))?|image sizes?",
          r"(?:[a-z-]+ )?(?:images?|tiles|frames)\b", kinds=_kinds("", "pixels"), exactly=True,
          unless=r"patch|crop|batch|network|input|resiz|binn", takes_lists=False, is_size=True),
    Topic("iou-threshold", "IoU threshold",
          r"(?:IoU|overlap|intersection[- ]over[- ]union)[- ]thresholds?|(?:F1|AP|accuracy|precision) at (?:an )?IoU|IoU (?:>|≥|>=|of at least)",
          r"(?:IoU|overlap)(?: threshold)?s?\b", kinds=_kinds("", "share"),
          unless=r"non-?max|nms|suppress", is_share=True),
    Topic("best-epoch", "epoch of the smallest validation loss",
          r"epoch", exactly=True, needs=r"(?:validation )?loss (?:was|is) (?:smallest|lowest|minimal)|best epoch",
          unless=r"per epoch"),
)  # fmt: skip

TOPICS: Mapping[str, Topic] = MappingProxyType({topic.id: topic for topic in _LISTED})
"""All topics that do not depend on the card, by their ids."""


def topic_of_key(key: str, noun: str) -> Topic:
    """Return the topic of a setting that has the name of a tool's own.

    >>> re.search(topic_of_key("nms_threshold", "").words, "an NMS threshold", re.I)[0]
    'NMS threshold'
    """
    parts = [part for part in re.split(r"[\W_]+|(?<=[a-z])(?=[A-Z])", key) if part]
    spelled = r"[\s_-]{0,2}".join(_SHORT.get(part.lower(), re.escape(part)) for part in parts[:8])
    return Topic(
        f"setting {key.lower()}", noun, rf"(?<!\w)(?:{spelled})s?(?!\w)", kinds=_SETTING_KINDS,
        takes_lists=False, exactly=True,
    )  # fmt: skip


_SETTING_KINDS = _kinds("", "share", "length", "time", "pixels", "temperature", "power")
_SHORT = {
    "prob": "prob(?:ability)?", "probability": "prob(?:ability)?", "thresh": "thresh(?:old)?",
    "threshold": "thresh(?:old)?", "lr": "(?:lr|learning rate)", "num": "(?:num(?:ber)?(?: of)?|n)",
    "nms": "(?:nms|non-?maximum[- ]suppression)", "n": "(?:n|number of)", "min": "min(?:imum)?",
    "max": "max(?:imum)?", "perc": "perc(?:entage|ent)?", "pix": "pix(?:el)?s?",
}  # fmt: skip
