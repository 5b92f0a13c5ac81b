"""``intake``: every Word/PDF pair below a folder, checked; one table to work from. See ``tfdocs.jobs.intake.job``.

This package is imported by every worker process, so it loads nothing by itself.
"""
