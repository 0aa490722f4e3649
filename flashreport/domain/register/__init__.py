"""The register of measures, a module for each block."""
