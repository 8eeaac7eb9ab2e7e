"""Stage 5 of 5: files in memory → the published tree."""

from .checks import Origin, check_files
from .publication import Publication, Published
from .refusals import MachineRefused, TargetRefused
from .staging import StagedFile, Staging, write_staged
from .stamps import TreeRecord, digest_of
from .target import check_target
from .tree import SiteSurvey, hold_lock, open_publication, publish_files, survey_site
from .writing import write_file

__all__ = [
    "MachineRefused",
    "Origin",
    "Publication",
    "Published",
    "SiteSurvey",
    "StagedFile",
    "Staging",
    "TargetRefused",
    "TreeRecord",
    "check_files",
    "check_target",
    "digest_of",
    "hold_lock",
    "open_publication",
    "publish_files",
    "survey_site",
    "write_file",
    "write_staged",
]
