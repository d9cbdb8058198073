"""The tutoring model: what to do next, how to say it, how to understand and grade a reply."""
