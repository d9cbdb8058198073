"""What a model says is compared with what is known, a sentence at a time, before a learner sees it."""
