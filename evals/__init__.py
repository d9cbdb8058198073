"""How well the tutor understands and grades, measured on labelled replies, answers and questions.

    python -m evals                     everything, offline; writes docs/evaluation.md
    python -m evals --help

The data was written by people and models that had not seen the rules. Its development half is there to learn from; its
test half is only measured.
"""
