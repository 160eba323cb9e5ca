"""Definitions of all metrics, one module per family."""

from replicard.metrics.passports import classification, masks, objects, restoration

__all__ = ["classification", "masks", "objects", "restoration"]
