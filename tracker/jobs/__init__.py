"""Jobs that take several stations, done for the facade: extracting, placing, judging, importing, polling; and who does it."""
