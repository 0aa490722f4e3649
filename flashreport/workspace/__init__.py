"""The workspace folder: typed settings, where it is, its lock."""
