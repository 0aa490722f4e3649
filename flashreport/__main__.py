"""``python -m flashreport``."""

from flashreport.cli import main

if __name__ == "__main__":
    main()
