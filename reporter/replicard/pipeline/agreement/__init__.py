"""What can be said without ground truth, or beside it: agreement and uncertainty.

Repeated predictions, the authors' maps of uncertainty, and several annotators are added
to the evidence of a validation here, each with a digest of its own, so that one of them
is computed again only if its own files or settings changed.
"""

from replicard.pipeline.agreement.adding import (
    add_agreement,
    left_out_beside_scores,
    measures_used,
)

__all__ = ["add_agreement", "left_out_beside_scores", "measures_used"]
