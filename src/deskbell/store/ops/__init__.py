"""The worker's own bookkeeping: the queue of operations, leases, looks, connections. No effects, no decisions."""
