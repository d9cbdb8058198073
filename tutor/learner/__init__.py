"""The student model: the journal of what happened, and what it says about the learner."""
