"""Stripe, through its own kit, which is imported at the first call and never before."""
