"""What can be done about paper: label, what was done, one line of help."""

from __future__ import annotations

from deskbell.words.language import Language

DOCUMENT_VERBS: dict[str, dict[Language, tuple[str, str, str]]] = {
    "documents": {
        "en": ("Documents", "Documents", "invoices, credit notes and receipts, the latest first"),
        "es": ("Documentos", "Documentos", "facturas, abonos y recibos, los últimos primero"),
        "pt": ("Documentos", "Documentos", "faturas, notas de crédito e recibos, os últimos primeiro"),
    },
    "invoice": {
        "en": ("Invoice", "Invoiced", "put an order on paper, once"),
        "es": ("Facturar", "Facturado", "poner un pedido en papel, una vez"),
        "pt": ("Faturar", "Faturado", "pôr um pedido no papel, uma vez"),
    },
    "invoice_month": {
        "en": ("Invoice the month", "Invoiced", "an invoice for each family"),
        "es": ("Facturar el mes", "Facturado", "una factura para cada familia"),
        "pt": ("Faturar o mês", "Faturado", "uma fatura para cada família"),
    },
    "reconcile": {
        "en": ("Reconcile", "Compared", "the books against what the providers have"),
        "es": ("Conciliar", "Comparado", "los libros frente a lo que tienen los proveedores"),
        "pt": ("Conciliar", "Comparado", "os livros diante do que os provedores têm"),
    },
    "correct_invoice": {
        "en": ("Correct invoice", "Corrected", "a credit note, and a new invoice where more is owed"),
        "es": ("Corregir factura", "Corregido", "un abono, y otra factura si se debe más"),
        "pt": ("Corrigir a fatura", "Corrigido", "uma nota de crédito, e outra fatura se há mais a pagar"),
    },
}
DOCUMENT_COMMANDS = {"ISSUEINVOICE": "invoice", "ISSUEMONTH": "invoice_month", "CORRECTINVOICE": "correct_invoice"}
"""Commands by their names."""
