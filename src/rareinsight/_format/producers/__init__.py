"""Formats of AI assistants and other producers: a declaration each, in a module of its own, loaded when asked for.

They are known by name: ``parse(text, format="perplexity")``, ``formats()["perplexity"].evolve(name="mine", …)``.
"""
