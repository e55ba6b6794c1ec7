"""The command line; no argument opens the window."""

import sys

from caseapp.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
