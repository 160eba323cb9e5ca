"""Phrases made of facts: what sentences of the methods text are put together from."""
