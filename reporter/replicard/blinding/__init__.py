"""Masking who did the work, for review in which authors stay unknown.

What is masked follows from rules, see ``reporter/blinding.md``. The card and the evidence
are masked first; everything else is then made from them, and searched at the end.
"""

from replicard.blinding.card import BlindCard, blind_card
from replicard.blinding.masking import Masker
from replicard.blinding.search import contents_of, hits_in
from replicard.blinding.terms import Kind, Surroundings, Term, Terms, terms_of

__all__ = [
    "BlindCard",
    "Kind",
    "Masker",
    "Surroundings",
    "Term",
    "Terms",
    "blind_card",
    "contents_of",
    "hits_in",
    "terms_of",
]
