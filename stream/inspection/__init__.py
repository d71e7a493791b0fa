"""What the supervisor's page of one queue shows beyond the floor: its day, its deadlines, and what moved its number."""
