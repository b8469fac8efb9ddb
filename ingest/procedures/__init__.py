"""A list of procedures → Procedures. Knows nothing of how they are kept or asked for."""
