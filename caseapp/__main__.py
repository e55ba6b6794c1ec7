"""The command line; no argument opens the window."""

import sys
from multiprocessing import freeze_support

from caseapp.cli.main import main

if __name__ == "__main__":
    freeze_support()  # spreadsheets are read in a child process, also from the installed program
    sys.exit(main())
