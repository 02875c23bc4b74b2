"""What a trajectory measures of one allegation, one idea a module, each with the source of its definition. Pure functions."""
