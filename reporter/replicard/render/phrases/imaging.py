"""Noun phrases for what stands in front of a camera and behind it.

Each takes facts and returns marked text, or None where nothing is stated.
"""

import re
from collections.abc import Iterable

from replicard.render.english import article, number, separators
from replicard.render.facts import Fact
from replicard.render.marks import Style, mark, visible
from replicard.render.prose import fragment

_BINOMIAL = re.compile(r"[A-Z][a-z]+ (?:[a-z]+|sp\.|spp\.)(?: [a-z]+)?")
_CAMERAS = re.compile(r"(?:s?CMOS|EM-?CCD|CCD|back-illuminated .*|camera)", re.IGNORECASE)
_DETECTOR_NOUN = re.compile(
    r"\b(?:camera|detectors?|photomultipliers?|tubes?|photodiodes?|array)$", re.IGNORECASE
)
_METHOD_NOUN = re.compile(r"(?:scopy|graphy|imaging|scan|scanning|[A-Z]{2,}M)$")
_DRY = frozenset({"air", "dry"})


def organism(fact: Fact) -> str:
    """Set the scientific name of a species in italics, and any other name as it is."""
    is_binomial = _BINOMIAL.fullmatch(fact.plain) is not None
    return mark(fact.plain, fact.sources, Style.ITALIC if is_binomial else Style.PLAIN)


def specimen(fact: Fact) -> str | None:
    """Name what was imaged: ``HeLa cells (Homo sapiens)``."""
    if fact.sample is None:
        return None if fact.organism is None else organism(fact.organism)
    if fact.organism is None:
        return fragmented(fact.sample)
    return f"{fragmented(fact.sample)} ({organism(fact.organism)})"


def labelling(labels: Fact) -> str:
    """Say what was labelled with what; later verbs are understood from the first."""
    first, *others = labels
    return listed_marked([_labelled(first), *map(_label if _has_dye(first) else _labelled, others)])


def _label(label: Fact) -> str:
    if not _has_dye(label):
        return _labelled(label)
    return f"{fragmented(label.target)}{_dye(label)}"


def _labelled(label: Fact) -> str:
    verb = "were" if _is_plural(label.target.plain) else "was"
    return f"{fragmented(label.target)} {verb} labelled{_dye(label)}"


def _dye(label: Fact) -> str:
    dye = f" with {label.fluorophore}" if _has_dye(label) else ""
    method = f" ({fragmented(label.method)})" if label.method is not None else ""
    return f"{dye}{method}"


def _has_dye(label: Fact) -> bool:
    return label.fluorophore is not None


def modality(fact: Fact) -> str:
    """Name an imaging method so that *by* can stand before it."""
    has_noun = _METHOD_NOUN.search(fact.plain) is not None
    return fragmented(fact) if has_noun else f"{fragmented(fact)} microscopy"


def microscope(fact: Fact) -> str | None:
    """Name a microscope: ``a 3i Marianas inverted microscope``."""
    model = _without_repetition(fact.manufacturer, fact.model)
    kind = None if fact.kind is None else _trimmed(fact.kind, "microscope")
    name = " ".join(str(part) for part in (*model, kind) if part is not None)
    if not name:
        return None
    noun = "" if visible(name).lower().endswith("microscope") else " microscope"
    return with_article(f"{name}{noun}")


def objective(fact: Fact) -> str | None:
    """Name an objective: ``a 63×, 1.4 NA oil-immersion objective (Zeiss)``."""
    optics = [] if fact.magnification is None else [str(fact.magnification)]
    if fact.numerical_aperture is not None:
        aperture = mark(number(fact.numerical_aperture.plain), fact.numerical_aperture.sources)
        optics.append(f"{aperture} NA")
    described = [fact.model, "/".join(optics) or None, _immersion(fact.immersion)]
    name = " ".join(str(part) for part in described if part is not None)
    maker = "" if fact.manufacturer is None else f" ({fact.manufacturer})"
    if not name:
        return f"an objective by {fact.manufacturer}" if fact.manufacturer is not None else None
    noun = "" if visible(name).lower().endswith("objective") else " objective"
    return with_article(f"{name}{noun}{maker}")


def _immersion(fact: Fact | None) -> str | None:
    if fact is None:
        return None
    medium = fragment(fact.plain).removesuffix(" immersion").removesuffix("-immersion")
    text = medium if medium.lower() in _DRY else f"{medium}-immersion"
    return mark(text, fact.sources)


def detector(fact: Fact) -> str | None:
    """Name a detector: ``an sCMOS camera (Photometrics Prime 95B, 2x2 binning)``."""
    kind = None if fact.kind is None else _detector_kind(fact.kind)
    name = " ".join(map(str, _without_repetition(fact.manufacturer, fact.model)))
    settings = []
    if fact.binning is not None:
        settings.append(f"binning {_without_word(fact.binning, 'binning')}")
    if fact.gain is not None:
        settings.append(f"gain {_without_word(fact.gain, 'gain')}")
    if kind is None and name:
        noun = "" if _DETECTOR_NOUN.search(visible(name)) else " detector"
        kind, name = f"{name}{noun}", ""
    if kind is None and not settings:
        return None
    details = ", ".join(part for part in (name, *settings) if part)
    kind = kind or "detector"
    return with_article(f"{kind} ({details})" if details else kind)


def _detector_kind(fact: Fact) -> str:
    if _DETECTOR_NOUN.search(fact.plain):
        return fragmented(fact)
    return f"{fact} {'camera' if _CAMERAS.fullmatch(fact.plain) else 'detector'}"


def channel(fact: Fact) -> str | None:
    """Say how a channel was recorded: ``640 nm laser excitation at 5 % power``."""
    parts = []
    if fact.excitation is not None:
        power = "" if fact.power is None else f" at {fact.power} power"
        parts.append(f"{_filter(fact.excitation, 'excitation')}{power}")
    elif fact.power is not None:
        parts.append(f"{fact.power} power")
    if fact.emission is not None:
        parts.append(_filter(fact.emission, "emission"))
    if fact.exposure is not None:
        parts.append(f"{fact.exposure} exposure")
    return listed_marked(parts) if parts else None


def _filter(fact: Fact, noun: str) -> str:
    has_noun = noun[:5] in fact.plain.lower()
    return str(fact) if has_noun else f"{fact} {noun}"


def pixel_size(fact: Fact) -> str:
    """Write a pixel size: once where it is the same in x and y."""
    if fact.x.plain == fact.y.plain:
        return f"{fact.x}{fact.y.noted()}"
    return f"{fact.x} in x and {fact.y} in y"


def with_article(marked: str) -> str:
    """Put *a* or *an* before a marked text."""
    return f"{article(visible(marked)).split(' ', 1)[0]} {marked}"


def fragmented(fact: Fact) -> str:
    """Return a text within a sentence, as `prose.fragment` does."""
    return mark(fragment(fact.plain), fact.sources)


def listed_marked(items: Iterable[object], conjunction: str = "and") -> str:
    """Join facts and marked texts as `english.listed` does; what is absent is left out."""
    texts = [str(item) for item in items if item is not None]
    if len(texts) <= 1:
        return "".join(texts)
    comma, last = separators([visible(text) for text in texts], conjunction)
    return comma.join(texts[:-1]) + last + texts[-1]


def _without_repetition(maker: Fact | None, model: Fact | None) -> list[Fact | str]:
    """Name maker and model; a model that begins with its maker says it already."""
    if maker is not None and model is not None and model.plain.startswith(maker.plain):
        return [f"{maker.noted()}{model}"]
    return [part for part in (maker, model) if part is not None]


def _trimmed(fact: Fact, noun: str) -> str | None:
    text = fragment(fact.plain).removesuffix(noun).strip()
    return mark(text, fact.sources)


def _without_word(fact: Fact, word: str) -> str:
    text = re.sub(rf"\b{word}\b", "", fact.plain, flags=re.IGNORECASE).strip()
    return mark(text or fact.plain, fact.sources)


def _is_plural(target: str) -> bool:
    last = target.lower().rsplit(" ", 1)[-1]
    return (last.endswith("s") and not last.endswith(("ss", "us", "is"))) or last in {
        *("nuclei", "mitochondria", "dna and rna"),
    }
