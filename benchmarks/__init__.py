"""The project's own figures, each beside its rival in the same run.

Run from the top of a checkout: ``python -m benchmarks.…``.
"""
