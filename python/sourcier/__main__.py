"""The command line: `python -m sourcier`, and the command `sourcier`."""

import signal
import sys

from ._native import command_line


def main() -> int:
    """Runs the command line with the arguments of this process, and returns its exit code."""
    # The command line ends at Ctrl-C as the program does, not where Python would next look.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    # A worker is this interpreter again.
    again = [sys.executable, "-m", "sourcier"]
    return command_line(again, ["sourcier", *sys.argv[1:]])


if __name__ == "__main__":
    sys.exit(main())
