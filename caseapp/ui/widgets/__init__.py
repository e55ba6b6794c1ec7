"""The pieces pages are made of; each receives values and emits what the user asked."""
