"""The programmes that are shipped: a folder each, data and Word templates, no code."""
