"""Made-up applicants and the files of the demo; everything here is written by ``make_samples.py``."""
