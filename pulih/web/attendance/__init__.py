"""Pages of attendance: marking a group, its register, corrections, somebody's share, how complete a wave is."""
