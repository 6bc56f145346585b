"""Invoices, credit notes, exports and reconciling: English."""

from __future__ import annotations

WILL: dict[str, str | tuple[str, ...]] = {
    "DocumentIssued.INVOICE": ("invoices {person}: {amount}", "invoices {amount}"),
    "DocumentIssued.CREDIT_NOTE": ("credits {amount} of invoice {corrects}", "credits {amount} of an invoice"),
}
DID: dict[str, str | tuple[str, ...]] = {
    "DocumentIssued.INVOICE": ("invoice {number}: {amount}", "invoice written: {amount}"),
    "DocumentIssued.CREDIT_NOTE": (
        "credit note {number} to invoice {corrects}: {amount}",
        "credit note written: {amount}",
    ),
}
TERMS: dict[str, str] = {}
ERRORS: dict[str, str | tuple[str, ...]] = {
    "NO_DOCUMENT": (
        "There is no document {text}; deskbell documents lists them, a credit note is C and its number.",
        "There is no such document; deskbell documents lists them.",
    ),
    "NOTHING_TO_INVOICE": "Nothing is left to invoice here; deskbell documents lists what is on paper.",
    "INVOICE_CHANGED": (
        "The price changed after invoice {document}; run deskbell invoice --correct {document}.",
        "The price changed after the invoice; run deskbell invoice --correct with its number.",
    ),
    "NOT_AN_INVOICE": (
        "{document} is no invoice; name the invoice that it corrects.",
        "This is no invoice; name an invoice.",
    ),
    "CORRECTED_ALREADY": "Nothing of invoice {document} stands any more; deskbell invoice ORDER writes a new one.",
    "MONTH_UNKNOWN": "“{text}” is no month; write it like 2026-03.",
    "INVOICE_WHAT": "Say one thing to invoice; deskbell invoice ORDER, --month 2026-03, --correct NO or --show NO.",
    "LAST_BEFORE_FIRST": "The last day comes before the first, {text}; swap --from and --to.",
    "EXPORT_FORMAT": "{what} is not written as {text}; use --format {use}.",
    "CALENDAR_OF_WHOM": "A calendar is somebody's; say whose with --tutor NAME or --person NAME.",
    "FILE_CANNOT_BE_WRITTEN": "{where} cannot be written: {why}; choose a folder that you may write to.",
    "PROVIDER_SILENT": "{provider} does not answer just now ({state}); try again in a moment.",
    "PROVIDER_REFUSED": "{provider} refused to say what it has ({state}); check the connection with deskbell worker.",
}
PLANS: dict[str, str | tuple[str, str]] = {
    "topic.paper": "Paper",
    "paper.lines": ("{text}, {n} line", "{text}, {n} lines"),
    "paper.invoice": "invoice {number}",
    "paper.credit_note": "credit note {number}",
    "paper.many": "invoices {first} to {last}",
    "paper.sum": ("{n} document, {amount}", "{n} documents, {amount}"),
    "confirm.invoice": "write the invoice",
    "confirm.invoice_month": "write the invoices",
    "confirm.correct_invoice": "write the credit note",
}
REASONS: dict[str, str | tuple[str, ...]] = {
    "WARN.INVOICES_CHANGED.one": "1 invoice says another price than the lesson has now; correct it",
    "WARN.INVOICES_CHANGED": ("{count} invoices say another price than the lessons have now; correct them",
                              "some invoices say another price than the lessons have now; correct them"),
}  # fmt: skip
WORDS: dict[str, str | tuple[str, str]] = {
    "paper.INVOICE": "Invoice {number}",
    "paper.CREDIT_NOTE": "Credit note {number}",
    "paper.to": "To",
    "paper.walk_in": "Walk-in",
    "paper.erased": "(name erased)",
    "paper.month": "Lessons of {month}",
    "paper.corrects": "Corrects invoice {number}",
    "paper.corrected": "Corrected by {numbers}",
    "paper.day": "Day",
    "paper.what": "What",
    "paper.rate": "Tax",
    "paper.amount": "Amount",
    "paper.total": "Total",
    "paper.net": "Net",
    "paper.gross": "Gross",
    "paper.DISCOUNT": "discount",
    "paper.SURCHARGE": "surcharge",
    "paper.CREDIT": "credit",
    "paper.none": "Nothing is on paper yet. An invoice for an order: deskbell invoice ORDER",
    "export.done": ("{n} row written to {where}", "{n} rows written to {where}"),
    "reconcile.equal": "{provider}: {amount} here and there, nothing differs.",
    "reconcile.none": "No provider of payments is connected; cash, card and transfer are counted by hand.",
    "reconcile.differs": ("{provider}: {n} difference, {here} here, {there} there.",
                          "{provider}: {n} differences, {here} here, {there} there."),
    "reconcile.unconnected": "{provider}: {amount} in the books, but it is not connected here; nothing was compared.",
    "reconcile.by_hand": "{method}: {amount} in the books, counted by hand.",
    "reconcile.MISSING_HERE": "{reference}: the provider has {there}, the books nothing; run deskbell worker --once.",
    "reconcile.MISSING_THERE": "{reference}: the books have {here}, the provider nothing; check that the connection "
    "is to the same account.",
    "reconcile.AMOUNT_DIFFERS": "{reference}: the books have {here}, the provider {there}; run deskbell worker --once, "
    "and if it stays look the payment up at the provider.",
    "reconcile.REFUND_DIFFERS": "{reference}: {here} given back in the books, {there} at the provider; run deskbell "
    "worker --once, and if it stays look the refund up at the provider.",
    "reconcile.DISPUTE_DIFFERS": "{reference}: a bank's dispute stands on one side only; run deskbell worker --once.",
    "reconcile.STRAY": "{reference}: {there} that nobody here asked for; look it up at the provider.",
    "reconcile.CURRENCY_DIFFERS": "{reference}: {here} here and {there} there; look the payment up at the provider.",
    "reconcile.LEDGER_DIFFERS": "The ledger has {here}, its payments come to {there}; run deskbell verify.",
    "reconcile.order": "order {no}",
    "reconcile.title": "Books and providers",
    "reconcile.looked": "looked {when}",
    "reconcile.stale": "The desk has changed since; {key} asks again.",
    "reconcile.asking": "asking",
    "reconcile.asking.for": "Asking {name} for {span}; everything that it has is compared.",
    "reconcile.asked": ("{n} payment so far", "{n} payments so far"),
    "reconcile.asked.none": "waiting for the first answer",
    "reconcile.count": ("{n} difference", "{n} differences"),
    "reconcile.same": "nothing differs",
    "reconcile.agree": "Books and providers agree",
    "reconcile.away": "not everything could be compared",
    "reconcile.partly": "not everything could be compared",
    "reconcile.nobody": "nobody to ask",
    "reconcile.payments": ("{n} payment", "{n} payments"),
    "reconcile.books": "books",
    "reconcile.provider": "provider",
    "reconcile.difference": "difference",
    "reconcile.not_connected": "not connected here, so nothing was compared",
    "reconcile.hand": "Counted by hand",
    "reconcile.disputed": "disputed",
    "reconcile.undisputed": "–",
    "reconcile.is.MISSING_HERE": "only the provider has it",
    "reconcile.is.MISSING_THERE": "only the books have it",
    "reconcile.is.STRAY": "nobody here asked for it",
    "reconcile.is.AMOUNT_DIFFERS": "another amount",
    "reconcile.is.CURRENCY_DIFFERS": "another currency",
    "reconcile.is.REFUND_DIFFERS": "given back",
    "reconcile.is.DISPUTE_DIFFERS": "a bank's dispute",
    "reconcile.is.LEDGER_DIFFERS": "the ledger against the payments that it is made of",
    "reconcile.do.MISSING_HERE": "The worker writes it at its next look at the provider. If it stays, look the "
    "payment up there.",
    "reconcile.do.MISSING_THERE": "The provider knows nothing of it: check that the connection is to the same account.",
    "reconcile.do.STRAY": "It was paid past the desk. Look it up at the provider; there it can be given back too.",
    "reconcile.do.AMOUNT_DIFFERS": "The worker corrects it at its next look. If it stays, look the payment up at the "
    "provider.",
    "reconcile.do.CURRENCY_DIFFERS": "No figure can be compared across currencies: look the payment up at the "
    "provider.",
    "reconcile.do.REFUND_DIFFERS": "The worker writes it at its next look. If it stays, look the refund up at the "
    "provider.",
    "reconcile.do.DISPUTE_DIFFERS": "The worker learns of it at its next look, and Attention tells what to do.",
    "reconcile.do.LEDGER_DIFFERS": "The books themselves do not add up. Leave everything as it is and run deskbell "
    "verify.",
}  # fmt: skip
