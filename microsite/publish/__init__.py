"""Stage 5 of 5: files in memory → the published tree."""

from .checks import AddressBook, CheckedFile, Origin, check_file, check_files, check_site
from .refusals import MachineRefused, TargetRefused
from .site_index import IndexSpoilt, SavedIndex, SiteIndex, load_index, save_index
from .target import check_target
from .tree import Published, hold_lock, publish_files, write_file

__all__ = [
    "AddressBook",
    "CheckedFile",
    "IndexSpoilt",
    "MachineRefused",
    "Origin",
    "Published",
    "SavedIndex",
    "SiteIndex",
    "TargetRefused",
    "check_file",
    "check_files",
    "check_site",
    "check_target",
    "hold_lock",
    "load_index",
    "publish_files",
    "save_index",
    "write_file",
]
