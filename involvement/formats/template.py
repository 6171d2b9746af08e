"""A record to fill in as text: every key of one activity with its coding guide."""

from __future__ import annotations

import textwrap

from involvement.vocabulary import FACTS, MINIMUM_FACTS, Fact

_HEAD = """\
# A record of one programme. Fill in what is known and leave the rest empty: an empty
# key means unknown, and unknown is an answer. Never write a person's name.
# Check it with: involvement check THIS_FILE
schema_version: "1"
id: my-programme
title:
description:
setting:
when:            # 2007, 2007-03 or 2007-03-14, or {start: 2007, end: 2009}

# Who took part, as opaque ids. The role says on which side an actor stands.
actors:
- id: users
  role: service_user
- id: staff
  role: manager

# One entry for each thing that was done; copy the block for the next one.
activities:
- id: first-activity
  title:
  kind:
  when:

  # -- the seven facts to fill in first --
"""

_TAIL = """
# What was put forward, decided and changed, and how they are linked. Each list is
# optional; remove the # to use it.
# contributions:
# - {id: wish-1, summary: , activity: first-activity, made_by: user}
# decisions:
# - {id: decision-1, title: , verdict: }
# changes:
# - {id: change-1, title: , status: }
# evidence:
# - {id: minutes-1, origin: board minutes, method: document, contemporaneous: yes}
# links:
# - {id: l1, source: wish-1, target: decision-1, kind: informed, evidence: [minutes-1]}
# - {id: l2, source: decision-1, target: change-1, kind: led_to, evidence: []}
# feedback:
# - {id: told-1, about: change-1, to: [wish-1]}
"""


def yaml_template() -> str:
    """A YAML record to fill in, the seven minimum facts first.

    Example:
        >>> print(yaml_template().splitlines()[0][:33])
        # A record of one programme. Fill
    """
    first = [FACTS[name] for name in MINIMUM_FACTS]
    rest = [fact for name, fact in FACTS.items() if name not in MINIMUM_FACTS]
    return "".join(
        [
            _HEAD,
            *(_key(fact) for fact in first),
            "\n  # -- the other facts, where you know them --\n",
            *(_key(fact) for fact in rest),
            _TAIL,
        ]
    )


def _key(fact: Fact) -> str:
    """One empty key under its question and its words."""
    words = {
        "count": "a whole number, 1 and up",
        "share": "a number from 0 to 1",
        "set": f"a list of: {', '.join(fact.words)}",
        "side": f"{', '.join(fact.words)}, or a list of actor ids",
        "words": ", ".join(fact.words),
    }[fact.kind]
    guide = textwrap.wrap(f"{fact.question} ({words})", 82)
    return "".join(f"  # {line}\n" for line in guide) + f"  {fact.name}:\n"
