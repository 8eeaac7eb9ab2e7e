"""Stage 1 of 5: from the disk to text, and from text to nodes that know their line and column."""

from microsite.lazy import offer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from microsite.source.files import (
        SourceFile,
        StampedFiles,
        find_edits,
        read_again,
        read_files,
        read_stamped,
    )
    from microsite.source.front_matter import FrontMatter, find_body, split_front_matter
    from microsite.source.nodes import ListNode, MapEntry, MapNode, Node, Scalar, Span
    from microsite.source.stamps import Stamp, Stamps, is_lasting, is_shown_again, show_changed, stamp_of
    from microsite.source.text import decode
    from microsite.source.yaml_nodes import parse_yaml

__all__ = [
    "FrontMatter",
    "ListNode",
    "MapEntry",
    "MapNode",
    "Node",
    "Scalar",
    "SourceFile",
    "Span",
    "Stamp",
    "StampedFiles",
    "Stamps",
    "decode",
    "find_body",
    "find_edits",
    "is_lasting",
    "is_shown_again",
    "parse_yaml",
    "read_again",
    "read_files",
    "read_stamped",
    "show_changed",
    "split_front_matter",
    "stamp_of",
]

__getattr__ = offer(__name__)
