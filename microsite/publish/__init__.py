"""Stage 5 of 5: files in memory → the published tree."""

from .checks import Origin, check_files
from .refusals import MachineRefused, TargetRefused
from .target import check_target
from .tree import Published, hold_lock, publish_files, write_file

__all__ = [
    "MachineRefused",
    "Origin",
    "Published",
    "TargetRefused",
    "check_files",
    "check_target",
    "hold_lock",
    "publish_files",
    "write_file",
]
