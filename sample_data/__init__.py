"""The sample company: the script that makes it, and its workspace in `en`."""
