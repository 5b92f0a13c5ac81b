"""``python -m tfdocs``, and the console script.

Nothing is loaded at the top: each worker of a pool loads this module first, and needs no command line.
"""


def main() -> None:
    """Console script."""
    from tfdocs.cli.main import main as run

    run()


if __name__ == "__main__":
    main()
