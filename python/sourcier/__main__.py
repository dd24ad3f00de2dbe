"""The command line: `python -m sourcier`, and the command `sourcier`."""

import signal
import sys

from . import _native


# A worker is this interpreter again. Python would look for modules in the current folder first, which may be that of a
# dossier that somebody else made.
_WORKER = "import sys; sys.path[:] = [place for place in sys.path if place]; from sourcier.__main__ import main; sys.exit(main())"


def main() -> int:
    """Runs the command line with the arguments of this process, and returns its exit code."""
    # The command line ends at Ctrl-C as the program does, not where Python would next look.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    return _native.command_line([sys.executable, "-c", _WORKER], ["sourcier", *sys.argv[1:]], _native.__file__)


if __name__ == "__main__":
    sys.exit(main())
