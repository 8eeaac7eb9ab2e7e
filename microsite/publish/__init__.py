"""Stage 5 of 5: files in memory → the published tree."""

from microsite.lazy import offer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .checks import AddressBook, CheckedFile, Origin, check_file, check_files, check_site
    from .publication import Publication, Published
    from .refusals import MachineRefused, TargetRefused
    from .site_index import IndexSpoilt, SavedIndex, SiteIndex, load_index, save_index
    from .staging import StagedFile, Staging, write_staged
    from .stamps import TreeRecord, TreeState, digest_of, freeze_record, thaw_record
    from .target import check_target
    from .tree import SiteSurvey, hold_lock, open_publication, publish_files, survey_site
    from .writing import write_file

__all__ = [
    "AddressBook",
    "CheckedFile",
    "IndexSpoilt",
    "MachineRefused",
    "Origin",
    "Publication",
    "Published",
    "SavedIndex",
    "SiteIndex",
    "SiteSurvey",
    "StagedFile",
    "Staging",
    "TargetRefused",
    "TreeRecord",
    "TreeState",
    "check_file",
    "check_files",
    "check_site",
    "check_target",
    "digest_of",
    "freeze_record",
    "hold_lock",
    "load_index",
    "open_publication",
    "publish_files",
    "save_index",
    "survey_site",
    "thaw_record",
    "write_file",
    "write_staged",
]

__getattr__ = offer(__name__)
