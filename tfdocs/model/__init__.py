"""What everything else speaks of: pure types, no input, no output, no third-party engine."""
