"""Every answer in JSON: what each matter answers, one after another.

Routes, the OpenAPI document and docs/protocol/http.md are all made from this table.
"""

from esoviet.web.api import (
    actions,
    arguments,
    assembly,
    criticism,
    decisions,
    doors,
    farewell,
    growth,
    log,
    mandates,
    may,
    members,
    otherwise,
    problems,
    questions,
    recoveries,
    repairs,
    reports,
    reviews,
    rolls,
    solutions,
    tasks,
    texts,
    votes,
)
from esoviet.web.api.read import AnyRead

READS: tuple[AnyRead, ...] = (
    *assembly.READS,
    *members.READS,
    *growth.READS,
    *doors.READS,
    *may.READS,
    *texts.READS,
    *farewell.READS,
    *recoveries.READS,
    *repairs.READS,
    *otherwise.READS,
    *problems.READS,
    *solutions.READS,
    *arguments.READS,
    *votes.READS,
    *rolls.READS,
    *questions.READS,
    *decisions.READS,
    *mandates.READS,
    *actions.READS,
    *reports.READS,
    *tasks.READS,
    *criticism.READS,
    *reviews.READS,
    *log.READS,
)
