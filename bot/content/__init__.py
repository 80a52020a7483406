"""The content folder: YAML in, checked roadmaps out."""
