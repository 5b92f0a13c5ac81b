"""PDFs: the text layer, the pictures of pages, and which of the two a page is read by.

Only here are PDF libraries known; report writers, which annotate the file itself, are the one exception that the import
contract names.
"""
