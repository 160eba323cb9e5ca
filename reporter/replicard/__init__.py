"""Report deep-learning image analysis so that others can check it."""
