"""The worker: takes what was asked of the world, does it, and tells the desk what came of it."""
