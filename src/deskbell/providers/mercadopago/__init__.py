"""Mercado Pago's Checkout Pro as a provider of payments. Its kit is imported at the first call, never before."""

from deskbell.providers.mercadopago.provider import MercadoPagoProvider

__all__ = ["MercadoPagoProvider"]
