"""JSON Schemas of the content files, so that editors complete and check while one writes.

`python -m bot.content.schema` writes them to content/schema after a change of the models.
"""

import json
from pathlib import Path

from pydantic import BaseModel

from bot.content.models import CertificationsFile, FaqsFile, GuidesFile, RoadmapFile

FOLDER = Path(__file__).parents[2] / "content" / "schema"
MODELS: dict[str, type[BaseModel]] = {
    "roadmap.schema.json": RoadmapFile,
    "certifications.schema.json": CertificationsFile,
    "faqs.schema.json": FaqsFile,
    "guides.schema.json": GuidesFile,
}


def schema(model: type[BaseModel]) -> str:
    """The text of a model's schema file."""
    dialect = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return json.dumps(dialect | model.model_json_schema(), indent=2, ensure_ascii=False) + "\n"


def write(folder: Path) -> None:
    """Write all schemas to a folder, which is made if need be."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, model in MODELS.items():
        (folder / name).write_text(schema(model), encoding="utf-8")


if __name__ == "__main__":
    write(FOLDER)
