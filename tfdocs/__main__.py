"""``python -m tfdocs``: the console script, for where no script folder is on the path."""

from tfdocs.cli.main import main

if __name__ == "__main__":
    main()
