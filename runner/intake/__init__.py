"""From any shop's export to a mapping: read it, weigh the evidence, propose, ask."""
