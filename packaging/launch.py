"""Entry of the built program."""

import multiprocessing
import sys

from caseapp.__main__ import main

if __name__ == "__main__":
    multiprocessing.freeze_support()
    sys.exit(main())
