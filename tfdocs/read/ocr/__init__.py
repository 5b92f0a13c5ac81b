"""Optical character recognition: from a picture to lines with their evidence. Only this package knows an OCR engine."""
