"""The walk from card to results: nothing but calls into the other packages."""
