"""`python -m pipeline` is `minsheng`."""

from pipeline.cli import main

main()
