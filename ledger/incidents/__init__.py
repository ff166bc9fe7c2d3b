"""What went wrong and how we answered: incidents, impacts, the timeline, clocks, and intake of other systems' files."""
