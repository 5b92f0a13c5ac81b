"""Is this PDF that Word? Lines are placed in the Word's text, every disputed place is weighed, the rest is counted."""
