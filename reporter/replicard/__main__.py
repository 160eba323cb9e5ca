"""Run the command line with ``python -m replicard``."""

from replicard.cli import main

if __name__ == "__main__":
    main()
