"""What the environment and the command line say, read once. An empty variable counts as unset."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Settings:
    """How this process was asked to run."""

    home: Path
    """The one folder for all that the program writes."""
    lesson: str | None = None
    offline: bool = False
    model: str | None = None
    base_url: str | None = None
    api_key: str | None = None
    language: str | None = None

    @property
    def has_endpoint(self) -> bool:
        """Whether a model teaches."""
        return not self.offline and bool(self.base_url or self.api_key)


def read_settings(
    environ: Mapping[str, str] = os.environ,
    *,
    lesson: str | None = None,
    offline: bool = False,
    model: str | None = None,
    base_url: str | None = None,
    language: str | None = None,
) -> Settings:
    """The settings of this process; what is given on the command line wins over the environment."""
    return Settings(
        home=_home(environ),
        lesson=lesson,
        offline=offline,
        model=model or environ.get("MLOPS_TUTOR_MODEL") or None,
        base_url=base_url or environ.get("OPENAI_BASE_URL") or None,
        api_key=environ.get("OPENAI_API_KEY") or None,
        language=language,
    )


def _home(environ: Mapping[str, str]) -> Path:
    if named := environ.get("MLOPS_TUTOR_HOME"):
        return Path(named).expanduser()
    import platformdirs  # only where the platform has to be asked

    return Path(platformdirs.user_data_dir("mlops-tutor", appauthor=False))
