"""Beside the stages: which of their work need not be done again."""

from .cells import model_cells, update_cells
from .make import NOTHING, MadeSite, Memory, Remade, list_files, make_everything

__all__ = [
    "NOTHING",
    "MadeSite",
    "Memory",
    "Remade",
    "list_files",
    "make_everything",
    "model_cells",
    "update_cells",
]
