"""MkDocs has no records of its own: this hook reads them, with the quickest parser there is."""

from pathlib import Path
from typing import Any

import yaml


def on_config(config: Any) -> Any:
    folder = Path(config.config_file_path).parent / "data" / "records"
    config.extra["records"] = {
        file.stem: yaml.load(file.read_bytes(), yaml.CSafeLoader) for file in sorted(folder.glob("*.yaml"))
    }
    return config
