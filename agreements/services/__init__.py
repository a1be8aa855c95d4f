"""What is done with agreements: design, ask, sign, answer, record on paper, end; and who was told of a policy."""
