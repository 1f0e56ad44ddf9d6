"""Ask MetricFlow questions in its own environment: JSON on stdin, JSON on the last line of stdout.

Run in the folder of a dbt project whose semantic manifest is written.
"""

import json
import sys

from dbt_metricflow.cli.cli_configuration import CLIConfiguration
from metricflow.engine.metricflow_engine import MetricFlowQueryRequest


def main() -> None:
    """Answer each question with the rows of its result."""
    configuration = CLIConfiguration()
    configuration.setup(configure_file_logging=False)
    answers = []
    for question in json.load(sys.stdin):
        request = MetricFlowQueryRequest.create(
            metric_names=question["metrics"],
            group_by_names=question["by"],
            where_constraints=question["where"] or None,
        )
        table = configuration.mf.query(mf_request=request).result_df
        answers.append([list(row) for row in table.rows] if table else [])
    sys.stdout.write("\n" + json.dumps(answers, default=str) + "\n")


if __name__ == "__main__":
    main()
