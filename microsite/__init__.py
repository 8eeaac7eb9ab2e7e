"""The generator behind "Study in Białystok": start reading at pipeline.py."""

__version__ = "0.1.0"
