"""Formats of AI assistants and other producers: one declaration per module, loaded on demand.

They are known by name: ``parse(text, format="perplexity")``, ``formats()["perplexity"].evolve(name="mine", …)``.
"""
