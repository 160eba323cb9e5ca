"""Records of papers that authors bring, as BibTeX or CSL-JSON, or that registries hold.

A record is plain CSL-JSON: a mapping with ``id``, ``type`` and what is known of a work.
What comes in here was written by somebody else, so sizes are limited before anything is
parsed, unknown parts are left out, and problems name the file and the line.

`replicard.bibliography.lookup` reaches the network and is imported only for that.
"""

from replicard.bibliography.files import Bibliography, read_bibliography

__all__ = ["Bibliography", "read_bibliography"]
