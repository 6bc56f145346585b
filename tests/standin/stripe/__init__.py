"""Stripe, as far as a desk uses it: what it does is ours, what it may be asked and may say is Stripe's own contract."""
