"""`python -m voice_agent`: the agent's process."""

import sys

from voice_agent.worker import main

if __name__ == "__main__":
    sys.exit(main())
