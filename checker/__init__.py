"""lipei-checker: a rules-based compliance checker for Chinese insurance-claims service records."""

__version__ = "0.1.0"
