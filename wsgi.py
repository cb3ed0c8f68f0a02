"""What the production server loads."""

import sys

from careercenter import create_app
from careercenter.config import UnsafeSettings

CANNOT_BOOT = 3
"""The status by which a gunicorn worker tells its master to stop rather than to try again."""

try:
    app = create_app()
except UnsafeSettings as unsafe:
    sys.stderr.write(f"CareerCenter doesn't start like this:\n{unsafe}\n")
    sys.exit(CANNOT_BOOT)
