"""Our pytest plugins, loaded by the root conftest.py."""
