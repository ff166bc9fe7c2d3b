"""What changes incidents: filing, answering, milestones, and the steps that need a second person."""
