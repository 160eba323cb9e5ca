"""Report deep-learning image analysis so that others can check it.

The functions of the command line, and the documents they take and return::

    import replicard

    outcome = replicard.check_card(Path("card.yaml"))
    evaluation = replicard.evaluate_card(Path("card.yaml"))
    built = replicard.build_card(Path("card.yaml"), Path("report"))

Nothing heavy is imported before it is used.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from replicard.errors import (
        CardError,
        DataError,
        MissingExtraError,
        OutputError,
        Problem,
        ReplicardError,
        UndefinedMetricError,
        UnsafePathError,
    )
    from replicard.execution import StoreSize, UnfitWorkersError, Workers
    from replicard.loading import LoadedCard, load_card
    from replicard.metrics import METRICS
    from replicard.pipeline.build import BuildOutcome, build_card
    from replicard.pipeline.bundling import Bundle, bundle_card
    from replicard.pipeline.catalogue import (
        Catalogue,
        ChecklistDescription,
        describe_checklist,
        list_checklists,
    )
    from replicard.pipeline.check import CheckOutcome, FailOn, check_card
    from replicard.pipeline.check_formats import Checks
    from replicard.pipeline.demo import build_demo, example_names
    from replicard.pipeline.diff import CardDiff, diff_cards
    from replicard.pipeline.evaluate import Evaluation, evaluate_card
    from replicard.pipeline.explain import Explanation, explain
    from replicard.pipeline.exporting import ExportOutcome, export_card
    from replicard.pipeline.importing import ImportOutcome, import_sources
    from replicard.pipeline.kept import cache_size, clear_cache
    from replicard.pipeline.manuscripts import ManuscriptComparison, compare_manuscript
    from replicard.pipeline.starting import StartOutcome, start_card
    from replicard.pipeline.text_formats import TextFormat
    from replicard.pipeline.texts import Texts, write_texts
    from replicard.pipeline.tracing import Trace, trace_field, trace_sentences
    from replicard.pipeline.verifying import verify_card
    from replicard.plugins import PlugInError, UnknownPlugInError
    from replicard.recording import Run, record
    from replicard_schema import Card, Evidence, Finding, Report
    from replicard_schema.json_schema import card_json_schema
    from replicard_schema.verification import Verification, VerifiedItem

__all__ = [
    "METRICS",
    "BuildOutcome",
    "Bundle",
    "Card",
    "CardDiff",
    "CardError",
    "Catalogue",
    "CheckOutcome",
    "ChecklistDescription",
    "Checks",
    "DataError",
    "Evaluation",
    "Evidence",
    "Explanation",
    "ExportOutcome",
    "FailOn",
    "Finding",
    "ImportOutcome",
    "LoadedCard",
    "ManuscriptComparison",
    "MissingExtraError",
    "OutputError",
    "PlugInError",
    "Problem",
    "ReplicardError",
    "Report",
    "Run",
    "StartOutcome",
    "StoreSize",
    "TextFormat",
    "Texts",
    "Trace",
    "UndefinedMetricError",
    "UnfitWorkersError",
    "UnknownPlugInError",
    "UnsafePathError",
    "Verification",
    "VerifiedItem",
    "Workers",
    "build_card",
    "build_demo",
    "bundle_card",
    "cache_size",
    "card_json_schema",
    "check_card",
    "clear_cache",
    "compare_manuscript",
    "describe_checklist",
    "diff_cards",
    "evaluate_card",
    "example_names",
    "explain",
    "export_card",
    "import_sources",
    "list_checklists",
    "load_card",
    "record",
    "start_card",
    "trace_field",
    "trace_sentences",
    "verify_card",
    "write_texts",
]

_HOMES = {
    "Catalogue": "replicard.pipeline.catalogue",
    "ChecklistDescription": "replicard.pipeline.catalogue",
    "describe_checklist": "replicard.pipeline.catalogue",
    "list_checklists": "replicard.pipeline.catalogue",
    "METRICS": "replicard.metrics",
    "BuildOutcome": "replicard.pipeline.build",
    "Card": "replicard_schema",
    "CardDiff": "replicard.pipeline.diff",
    "diff_cards": "replicard.pipeline.diff",
    "CardError": "replicard.errors",
    "CheckOutcome": "replicard.pipeline.check",
    "Checks": "replicard.pipeline.check_formats",
    "FailOn": "replicard.pipeline.check",
    "PlugInError": "replicard.plugins",
    "UnknownPlugInError": "replicard.plugins",
    "DataError": "replicard.errors",
    "Evaluation": "replicard.pipeline.evaluate",
    "Evidence": "replicard_schema",
    "Finding": "replicard_schema",
    "LoadedCard": "replicard.loading",
    "MissingExtraError": "replicard.errors",
    "OutputError": "replicard.errors",
    "Problem": "replicard.errors",
    "ReplicardError": "replicard.errors",
    "Report": "replicard_schema",
    "StoreSize": "replicard.execution",
    "UndefinedMetricError": "replicard.errors",
    "UnfitWorkersError": "replicard.execution",
    "UnsafePathError": "replicard.errors",
    "Workers": "replicard.execution",
    "Bundle": "replicard.pipeline.bundling",
    "bundle_card": "replicard.pipeline.bundling",
    "build_card": "replicard.pipeline.build",
    "build_demo": "replicard.pipeline.demo",
    "cache_size": "replicard.pipeline.kept",
    "card_json_schema": "replicard_schema.json_schema",
    "check_card": "replicard.pipeline.check",
    "clear_cache": "replicard.pipeline.kept",
    "evaluate_card": "replicard.pipeline.evaluate",
    "example_names": "replicard.pipeline.demo",
    "load_card": "replicard.loading",
    "Explanation": "replicard.pipeline.explain",
    "explain": "replicard.pipeline.explain",
    "ExportOutcome": "replicard.pipeline.exporting",
    "export_card": "replicard.pipeline.exporting",
    "import_sources": "replicard.pipeline.importing",
    "ImportOutcome": "replicard.pipeline.importing",
    "Run": "replicard.recording",
    "record": "replicard.recording",
    "start_card": "replicard.pipeline.starting",
    "ManuscriptComparison": "replicard.pipeline.manuscripts",
    "compare_manuscript": "replicard.pipeline.manuscripts",
    "StartOutcome": "replicard.pipeline.starting",
    "TextFormat": "replicard.pipeline.text_formats",
    "Texts": "replicard.pipeline.texts",
    "Trace": "replicard.pipeline.tracing",
    "trace_field": "replicard.pipeline.tracing",
    "trace_sentences": "replicard.pipeline.tracing",
    "write_texts": "replicard.pipeline.texts",
    "Verification": "replicard_schema.verification",
    "VerifiedItem": "replicard_schema.verification",
    "verify_card": "replicard.pipeline.verifying",
}


def __getattr__(name: str) -> object:
    """Import a public name when it is first used."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return __all__
