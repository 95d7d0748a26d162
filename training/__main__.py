"""`python -m training fit | evaluate | export`."""

import os
import sys

# Before anything loads onnxruntime, which else writes to the home and looks for its maker's host.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

from training.commands import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
