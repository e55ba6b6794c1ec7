"""Social-work case management for a Caf: encrypted, offline, with figures that open onto their records."""

__version__ = "0.1.0"
