"""American spelling of our own words, which are written in British English."""

import re

_PAIRS = (
    *(("analyse", "analyze"), ("analysing", "analyzing"), ("artefact", "artifact")),
    *(("behaviour", "behavior"), ("catalogue", "catalog"), ("centre", "center")),
    *(("centred", "centered"), ("colour", "color"), ("defence", "defense")),
    *(("favour", "favor"), ("fibre", "fiber"), ("fulfil", "fulfill"), ("grey", "gray")),
    *(("labelled", "labeled"), ("labelling", "labeling"), ("licence", "license")),
    *(("litre", "liter"), ("metre", "meter"), ("micrometre", "micrometer")),
    *(("modelled", "modeled"), ("modelling", "modeling"), ("neighbour", "neighbor")),
    *(("programme", "program"), ("signalling", "signaling"), ("travelled", "traveled")),
    *(("tumour", "tumor"), ("unlabelled", "unlabeled"), ("channelled", "channeled")),
    *(("ageing", "aging"), ("judgement", "judgment")),
)
"""Stems, British and American; endings such as a plural are kept."""

_ISE = (
    *("binar", "character", "categor", "digit", "emphas", "equal", "general", "initial"),
    *("local", "maxim", "minim", "normal", "optim", "organ", "real", "recogn"),
    *("regular", "skeleton", "special", "standard", "summar", "util", "visual"),
)
"""What stands before -ise, -ised, -ising, -isation, -iser in verbs that Americans spell with z."""

_PAIRED = re.compile(
    r"\b(" + "|".join(sorted((b for b, _ in _PAIRS), key=len, reverse=True)) + ")", re.IGNORECASE
)
_IS = re.compile(rf"\b((?:{'|'.join(_ISE)})i)s(?=e|ing|ation)", re.IGNORECASE)
_AMERICAN = dict(_PAIRS)


def american(text: str) -> str:
    """Put British words into American spelling; capitals stay.

    >>> american("Labelled fibres were normalised by an optimiser under the MIT licence.")
    'Labeled fibers were normalized by an optimizer under the MIT license.'
    >>> american("Grey values of the neighbouring centre were analysed; this is a rise.")
    'Gray values of the neighboring center were analyzed; this is a rise.'
    """
    paired = _PAIRED.sub(lambda found: _like(found[0], _AMERICAN[found[0].lower()]), text)
    return _IS.sub(lambda found: f"{found[1]}z", paired)


def _like(model: str, word: str) -> str:
    return word[0].upper() + word[1:] if model[:1].isupper() else word
