"""The assessment of the lesson on MLOps maturity, exactly as the lesson publishes it."""


def maturity_level(automated_training: bool, automated_pipeline: bool, automated_cicd: bool) -> tuple[int, str]:
    if automated_cicd and automated_pipeline:
        return (2, "Full CI/CD: code+pipeline changes auto-tested and deployed. Focus: governance, drift, cost.")
    if automated_pipeline:
        return (1, "Pipeline automation: retraining runs automatically. Next: add CI/CD for the pipeline code itself.")
    return (0, "Manual: notebooks + hand deploys. Next: get experiment tracking + versioned data BEFORE automating anything.")
