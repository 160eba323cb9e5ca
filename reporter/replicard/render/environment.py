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
    cautions,
    completing,
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
        "agreed_cautions": cautions.agreed_cautions,
        "architecture": completing.architecture,
        "as_sentence": completing.completed,
        "baseline": networks.baseline,
        "baseline_name": networks.baseline_name,
        "channel": imaging.channel,
        "cite": software.cite,
        "cited": software.cited,
        "classes_told": image_sets.classes_told,
        "compared_by": resemblance.compared_by,
        "credited": programs.credited,
        "custom_code": availability.custom_code,
        "deposit": software.deposit,
        "described": completing.described,
        "detector": imaging.detector,
        "differing": resemblance.differing,
        "doi_link": software.doi_link,
        "files_of": image_sets.files_of,
        "grouped_images": image_sets.grouped_images,
        "grant": programs.grant,
        "guideline": cautions.guideline,
        "hardware": software.hardware,
        "introduced": networks.introduced,
        "kept_weights": networks.kept_weights,
        "labelling": imaging.labelling,
        "libraries": software.libraries,
        "link": software.link,
        "loss": networks.loss,
        "made_of": completing.made_of,
        "metric_noun": judgement.metric_noun,
        "microscope": imaging.microscope,
        "modality": imaging.modality,
        "named_channel": image_sets.named_channel,
        "near_images": image_sets.near_images,
        "not_available": availability.not_available,
        "objective": imaging.objective,
        "organism": imaging.organism,
        "optimiser": networks.optimiser,
        "origin": image_sets.origin,
        "packages": programs.packages,
        "patch": software.patch,
        "pixel_size": imaging.pixel_size,
        "places": availability.places,
        "programs": programs.programs,
        "purpose": image_sets.purpose,
        "release": software.release,
        "repeated_by": availability.repeated_by,
        "required": judgement.required,
        "scoring_software": judgement.scoring_software,
        "settings": software.settings,
        "shared_images": image_sets.shared_images,
        "side_by_side": completing.side_by_side,
        "software": software.software,
        "specimen": imaging.specimen,
        "start": networks.start,
        "terse_settings": software.terse_settings,
        "tool": networks.tool,
        "version_of": networks.version_of,
        "with_metadata": software.with_metadata,
        "wordy_settings": software.wordy_settings,
        "zoo": software.zoo,
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
        article=imaging.with_article,
        capitalised=lifted(prose.capitalised),
        count=lifted(english.count),
        determined=lifted(prose.determined),
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
        step=lifted(prose.step),
        tally=lifted(english.tally),
        when=lifted(english.when),
    )
    env.filters.update(_PHRASES)
    env.tests.update(
        action=_of_text(prose.is_action),
        clause=_of_text(prose.is_clause),
        joinable=_of_text(prose.can_be_joined),
        participle=_of_text(prose.is_participle),
        public=image_sets.is_public,
        reason=_of_text(prose.is_reason),
        recorded=_recorded,
        related=image_sets.is_related,
        sentence=_of_text(prose.is_sentence),
        silent=_of_text(is_empty_word),
    )
    return env


def _refuse_none(value: object) -> object:
    if value is None:
        raise ValueError("a template printed None: ask `is not none` before printing")
    return value


def _of_text(test: Callable[[str], bool]) -> Callable[[Fact | str], bool]:
    """Make a test of texts take facts as well."""

    def of_fact(text: Fact | str) -> bool:
        return test(str(text.plain) if isinstance(text, Fact) else text)

    return of_fact


def _recorded(found: Fact) -> bool:
    return not isinstance(found.plain, Unavailable)
