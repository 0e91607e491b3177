"""Counsellors: the workload of an office, one's own people, absences."""
