"""The tutoring model: what to do next, how to say it, how to understand and grade a reply."""

import os

# The matrices in here are small: threads of a linear algebra library cost more time and memory than they save. The
# library reads this once, when numpy is imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
