"""One module per section of the card."""
