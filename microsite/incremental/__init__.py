"""Beside the stages: which of their work need not be done again."""

from microsite.lazy import offer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .cells import model_cells, update_cells
    from .compiling import compile_aside
    from .make import MadeSite, Remade, make_everything
    from .memory import NOTHING, Memory
    from .packs import Packs
    from .state import State, compact_memory, compact_state, freeze_state, places_in, thaw_state
    from .store import Store, forget_old, open_store
    from .stored_model import Fetched, Parts, open_reader
    from .workers import NotAsRemembered, count_jobs

__all__ = [
    "NOTHING",
    "Fetched",
    "MadeSite",
    "Memory",
    "NotAsRemembered",
    "Packs",
    "Parts",
    "Remade",
    "State",
    "Store",
    "compact_memory",
    "compact_state",
    "compile_aside",
    "count_jobs",
    "forget_old",
    "freeze_state",
    "make_everything",
    "model_cells",
    "open_reader",
    "open_store",
    "places_in",
    "thaw_state",
    "update_cells",
]

__getattr__ = offer(__name__)
