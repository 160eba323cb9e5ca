"""One archive that is ready for a repository, or for review in which authors stay unknown."""

from replicard.pipeline.bundling.bundle import BlindLeakError, Bundle, bundle_card

__all__ = ["BlindLeakError", "Bundle", "bundle_card"]
