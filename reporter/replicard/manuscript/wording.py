"""Words, names and identifiers of a card in a text, however they are inflected or spelled."""

import re
from functools import lru_cache

_TOKEN = re.compile(r"[^\W_]+(?:[.'][^\W_]+)*")
_SMALL = frozenset(
    {"the", "and", "for", "with", "from", "that", "this", "was", "were", "are", "is", "been",
     "being", "of", "in", "on", "at", "by", "to", "a", "an", "as", "or", "not", "no", "its",
     "it", "which", "who", "all", "each", "into", "than", "then", "after", "before", "under",
     "over", "between", "per", "via"}
)  # fmt: skip
_ENDINGS = re.compile(r"(?:ations?|ings?|ed|es|s|e|er|ers|isation|ization|ised|ized)$")
_BRITISH = (
    *(("isation", "ization"), ("ise", "ize"), ("our", "or"), ("ising", "izing")),
    *(("lyse", "lyze"), ("elled", "eled"), ("elling", "eling"), ("metre", "meter")),
)
_SHORT_TEXT = 4
_FEW = 2
_MOST = 0.6


@lru_cache(maxsize=65536)
def stems(text: str) -> frozenset[str]:
    """Return the words of a text without their endings and without small words.

    >>> sorted(stems("Normalisation of images")), sorted(stems("normalized image"))
    (['imag', 'normal'], ['imag', 'normal'])
    """
    return frozenset(_stem(word) for word in _TOKEN.findall(text.lower()) if word not in _SMALL)


def _stem(word: str) -> str:
    for british, american in _BRITISH:
        word = word.replace(british, american)
    if word.isdigit() or len(word) <= _SHORT_TEXT:
        return word.removesuffix("s") if len(word) == _SHORT_TEXT else word
    short = _ENDINGS.sub("", word)
    short = re.sub(r"(?:[i]z|at)$", "", short)
    short = re.sub(r"([bdgmnprt])\1$", r"\1", short)
    return short if len(short) > 2 else word  # noqa: PLR2004 - two letters tell nothing


def says(text: str, wanted: str) -> bool:
    """Say whether a text has the words of another, in any order.

    Of more than two words, three in five must be there, and of a short text those with
    digits in them, such as the number of a model.

    >>> says("Images were flipped and rotated.", "flip"), says("U2OS cells", "HeLa cells")
    (True, False)
    """
    sought, known = stems(wanted), stems(text)
    if not sought:
        return squeezed(wanted) in squeezed(text)
    missing = sought - known
    if len(sought) <= _SHORT_TEXT and any(map(_is_code, missing)):
        return False
    return not missing if len(sought) <= _FEW else len(missing) <= (1 - _MOST) * len(sought)


def _is_code(word: str) -> bool:
    return any(character.isdigit() for character in word)


def squeezed(text: str) -> str:
    """Return a text without spaces, hyphens and capitals, in which identifiers are found.

    >>> squeezed("CC BY-4.0"), squeezed("https://doi.org/10.5281/ zenodo.1")
    ('ccby4.0', 'https://doi.org/10.5281/zenodo.1')
    """
    return re.sub(r"[\s\-–_\\]+", "", text).lower()


def identifier_core(text: str) -> str:
    """Return what of an identifier must stand in a text: no scheme, no slash at its end.

    >>> identifier_core("https://www.example.org/lab/"), identifier_core("10.5281/Zenodo.1")
    ('example.org/lab', '10.5281/zenodo.1')
    """
    core = re.sub(r"^https?://(?:www\.)?", "", text.strip(), flags=re.IGNORECASE)
    return squeezed(core.rstrip("/"))


@lru_cache(maxsize=4096)
def name_pattern(name: str) -> re.Pattern[str]:
    """Return a pattern of a name, with or without spaces and hyphens in it.

    >>> bool(name_pattern("U-Net").search("a UNet")), bool(name_pattern("U-Net").search("nnU-Net"))
    (True, False)
    """
    parts = re.findall(r"[^\W_]+|[^\w\s-]", name)
    spelled = r"[\s_-]{0,2}".join(re.escape(part) for part in parts) or re.escape(name)
    return re.compile(rf"(?<!\w)(?<!\w-){spelled}(?!\w)", re.IGNORECASE)
