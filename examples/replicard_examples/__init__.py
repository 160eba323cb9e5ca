"""Example cards with real microscopy images: data, not code to import."""
