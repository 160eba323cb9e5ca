"""Reaching files safely: opening what a card names, and writing what a reader gets.

Everything here needs the standard library only, so that checking a card starts fast.
"""

from replicard.files.archive import StoredFile, write_archive
from replicard.files.escape import csv_cell, printable, safe_file_name
from replicard.files.folder import FolderFiles, is_container, is_folder_image
from replicard.files.hashing import MAX_HASHED_BYTES, HashedFile, hash_file, read_hashed
from replicard.files.opener import open_inside
from replicard.files.order import natural_key
from replicard.files.patterns import NamePattern, PathPattern
from replicard.files.steady import SteadyFile, changed
from replicard.files.unpacking import is_archive, unpacked
from replicard.files.walk import expand
from replicard.files.writer import publish, write_atomic

__all__ = [
    "MAX_HASHED_BYTES",
    "FolderFiles",
    "HashedFile",
    "NamePattern",
    "PathPattern",
    "SteadyFile",
    "StoredFile",
    "changed",
    "csv_cell",
    "expand",
    "hash_file",
    "is_archive",
    "is_container",
    "is_folder_image",
    "natural_key",
    "open_inside",
    "printable",
    "publish",
    "read_hashed",
    "safe_file_name",
    "unpacked",
    "write_archive",
    "write_atomic",
]
