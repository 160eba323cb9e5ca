"""The Jinja environment that every template is rendered in."""

from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType

from jinja2 import BaseLoader, Environment, PackageLoader, StrictUndefined, select_autoescape

from replicard.render import english, prose
from replicard.render.facts import Fact, lifted
from replicard.render.markdown import escape_markdown
from replicard.render.phrases import (
    availability,
    image_sets,
    imaging,
    judgement,
    networks,
    programs,
    resemblance,
    software,
)
from replicard_schema.empty_words import is_empty_word
from replicard_schema.evidence import Unavailable

_PHRASES: Mapping[str, Callable[..., object]] = MappingProxyType(
    {
        "augmentation": software.augmentation,
        "baseline": networks.baseline,
        "channel": imaging.channel,
        "cite": software.cite,
        "cited": software.cited,
        "class_names": image_sets.class_names,
        "compared_by": resemblance.compared_by,
        "credited": programs.credited,
        "custom_code": availability.custom_code,
        "deposit": software.deposit,
        "detector": imaging.detector,
        "differing": resemblance.differing,
        "doi_link": software.doi_link,
        "files_of": image_sets.files_of,
        "grouped_images": image_sets.grouped_images,
        "hardware": software.hardware,
        "introduced": networks.introduced,
        "kept_weights": networks.kept_weights,
        "labelling": imaging.labelling,
        "libraries": software.libraries,
        "link": software.link,
        "metric_noun": judgement.metric_noun,
        "microscope": imaging.microscope,
        "modality": imaging.modality,
        "named_channel": image_sets.named_channel,
        "near_images": image_sets.near_images,
        "not_available": availability.not_available,
        "objective": imaging.objective,
        "organism": imaging.organism,
        "origin": image_sets.origin,
        "packages": programs.packages,
        "patch": software.patch,
        "pixel_size": imaging.pixel_size,
        "places": availability.places,
        "programs": programs.programs,
        "purpose": image_sets.purpose,
        "release": software.release,
        "required": judgement.required,
        "scoring_software": judgement.scoring_software,
        "settings": software.settings,
        "shared_images": image_sets.shared_images,
        "software": software.software,
        "specimen": imaging.specimen,
        "start": networks.start,
        "tool": networks.tool,
    }
)


def our_templates() -> BaseLoader:
    """Return what finds the templates that come with the program."""
    return PackageLoader("replicard_templates", package_path="")


@cache
def environment() -> Environment:
    """Return the environment of our own templates."""
    return new_environment(our_templates())


def new_environment(loader: BaseLoader, kind: type[Environment] = Environment) -> Environment:
    """Build an environment; an undefined name is an error, not an empty string.

    So is None: a template that prints a fact must first ask whether there is one.
    Filters take plain values as well as facts, see `replicard.render.facts`.
    """
    env = kind(
        loader=loader,
        undefined=StrictUndefined,
        autoescape=select_autoescape(enabled_extensions=("html.j2", "xml.j2")),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_refuse_none,
    )
    env.filters.update(
        as_sentence=lifted(prose.as_sentence),
        article=imaging.with_article,
        capitalised=lifted(prose.capitalised),
        count=lifted(english.count),
        date_words=lifted(english.date_words),
        fragment=lifted(prose.fragment),
        in_sentence=lifted(prose.in_sentence),
        listed=imaging.listed_marked,
        markdown=escape_markdown,
        number=lifted(english.number),
        numeral=lifted(english.numeral),
        ordinal=lifted(english.ordinal),
        percent=lifted(english.percent),
        quantity=lifted(english.quantity),
        score=lifted(english.score),
        spread=lifted(english.spread),
        tally=lifted(english.tally),
        when=lifted(english.when),
    )
    env.filters.update(_PHRASES)
    env.tests.update(
        clause=_clause,
        joinable=_joinable,
        public=image_sets.is_public,
        reason=_reason,
        recorded=_recorded,
        related=image_sets.is_related,
        sentence=_sentence,
        silent=_silent,
    )
    return env


def _refuse_none(value: object) -> object:
    if value is None:
        raise ValueError("a template printed None: ask `is not none` before printing")
    return value


def _clause(text: Fact | str) -> bool:
    return prose.is_clause(_plain(text))


def _joinable(text: Fact | str) -> bool:
    return prose.can_be_joined(_plain(text))


def _reason(text: Fact | str) -> bool:
    return prose.is_reason(_plain(text))


def _sentence(text: Fact | str) -> bool:
    return prose.is_sentence(_plain(text))


def _recorded(found: Fact) -> bool:
    return not isinstance(found.plain, Unavailable)


def _silent(text: Fact | str) -> bool:
    return is_empty_word(_plain(text))


def _plain(text: Fact | str) -> str:
    return str(text.plain) if isinstance(text, Fact) else text
