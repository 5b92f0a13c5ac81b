"""The commands: argument parsing and printing, nothing else. The library does the work."""
