"""Mercado Pago, played: its own paths, bodies and manners, as far as the desk uses them."""
