"""Stage 1 of 5: from the disk to text, and from text to nodes that know their line and column."""

from microsite.source.files import SourceFile, read_files
from microsite.source.front_matter import FrontMatter, split_front_matter
from microsite.source.nodes import ListNode, MapEntry, MapNode, Node, Scalar, Span
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
    "decode",
    "parse_yaml",
    "read_files",
    "split_front_matter",
]
