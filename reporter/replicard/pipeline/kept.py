"""What was computed in earlier runs and is kept for later ones."""

import os
from collections.abc import Mapping

from replicard.execution import Store, StoreSize, cache_folder


def store_of(environ: Mapping[str, str], *, fresh: bool = False) -> Store | None:
    """Return the results of earlier runs of this user, or None if none are kept.

    Parameters
    ----------
    environ
        Environment variables: ``REPLICARD_CACHE_DIR`` says where, empty for nowhere.
    fresh
        Whether to compute everything again; what comes out is kept.
    """
    folder = cache_folder(environ)
    return None if folder is None else Store(folder, is_read=not fresh)


def cache_size(environ: Mapping[str, str] | None = None) -> StoreSize:
    """Return how much is kept for later runs, and where."""
    store = store_of(os.environ if environ is None else environ)
    return StoreSize(None, 0, 0) if store is None else store.size()


def clear_cache(environ: Mapping[str, str] | None = None) -> int:
    """Remove all that is kept for later runs; return how many results there were."""
    store = store_of(os.environ if environ is None else environ)
    return 0 if store is None else store.clear()
