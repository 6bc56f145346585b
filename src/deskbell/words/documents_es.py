"""Invoices, credit notes, exports and reconciling: Spanish."""

from __future__ import annotations

WILL: dict[str, str | tuple[str, ...]] = {
    "DocumentIssued.INVOICE": ("factura a {person}: {amount}", "factura {amount}"),
    "DocumentIssued.CREDIT_NOTE": ("abona {amount} de la factura {corrects}", "abona {amount} de una factura"),
}
DID: dict[str, str | tuple[str, ...]] = {
    "DocumentIssued.INVOICE": ("factura {number}: {amount}", "factura emitida: {amount}"),
    "DocumentIssued.CREDIT_NOTE": (
        "abono {number} de la factura {corrects}: {amount}",
        "abono emitido: {amount}",
    ),
}
TERMS: dict[str, str] = {}
ERRORS: dict[str, str | tuple[str, ...]] = {
    "NO_DOCUMENT": (
        "No hay ningún documento {text}; deskbell documents los enumera, un abono es C y su número.",
        "No hay tal documento; deskbell documents los enumera.",
    ),
    "NOTHING_TO_INVOICE": "Aquí no queda nada que facturar; deskbell documents enumera lo que ya está en papel.",
    "INVOICE_CHANGED": (
        "El precio cambió después de la factura {document}; use deskbell invoice --correct {document}.",
        "El precio cambió después de la factura; use deskbell invoice --correct con su número.",
    ),
    "NOT_AN_INVOICE": (
        "{document} no es una factura; nombre la factura que corrige.",
        "Esto no es una factura; nombre una factura.",
    ),
    "CORRECTED_ALREADY": "De la factura {document} ya no queda nada en pie; deskbell invoice ORDER emite otra.",
    "MONTH_UNKNOWN": "“{text}” no es un mes; escríbalo como 2026-03.",
    "INVOICE_WHAT": "Diga una cosa que facturar; deskbell invoice ORDER, --month 2026-03, --correct NO o --show NO.",
    "LAST_BEFORE_FIRST": "El último día es anterior al primero, {text}; cambie --from por --to.",
    "EXPORT_FORMAT": "{what} no se escribe como {text}; use --format {use}.",
    "CALENDAR_OF_WHOM": "Un calendario es de alguien; diga de quién con --tutor NOMBRE o --person NOMBRE.",
    "FILE_CANNOT_BE_WRITTEN": "{where} no se puede escribir: {why}; elija una carpeta en la que pueda escribir.",
    "PROVIDER_SILENT": "{provider} no responde ahora ({state}); inténtelo de nuevo en un momento.",
    "PROVIDER_REFUSED": "{provider} no quiso decir lo que tiene ({state}); compruebe la conexión con deskbell worker.",
}
PLANS: dict[str, str | tuple[str, str]] = {
    "topic.paper": "Papel",
    "paper.lines": ("{text}, {n} línea", "{text}, {n} líneas"),
    "paper.invoice": "factura {number}",
    "paper.credit_note": "abono {number}",
    "paper.many": "facturas {first} a {last}",
    "paper.sum": ("{n} documento, {amount}", "{n} documentos, {amount}"),
    "confirm.invoice": "emitir la factura",
    "confirm.invoice_month": "emitir las facturas",
    "confirm.correct_invoice": "emitir el abono",
}
REASONS: dict[str, str | tuple[str, ...]] = {
    "WARN.INVOICES_CHANGED.one": "1 factura dice otro precio que el que tiene ahora la clase; corríjala",
    "WARN.INVOICES_CHANGED": ("{count} facturas dicen otro precio que el que tienen ahora las clases; corríjalas",
                              "algunas facturas dicen otro precio que el que tienen ahora las clases; corríjalas"),
}  # fmt: skip
WORDS: dict[str, str | tuple[str, str]] = {
    "paper.INVOICE": "Factura {number}",
    "paper.CREDIT_NOTE": "Abono {number}",
    "paper.to": "Para",
    "paper.walk_in": "Sin cita",
    "paper.erased": "(nombre borrado)",
    "paper.month": "Clases de {month}",
    "paper.corrects": "Corrige la factura {number}",
    "paper.corrected": "Corregida por {numbers}",
    "paper.day": "Día",
    "paper.what": "Concepto",
    "paper.rate": "Impuesto",
    "paper.amount": "Importe",
    "paper.total": "Total",
    "paper.net": "Base",
    "paper.gross": "Total con imp.",
    "paper.DISCOUNT": "descuento",
    "paper.SURCHARGE": "recargo",
    "paper.CREDIT": "abono",
    "paper.none": "Todavía no hay nada en papel. Una factura de un pedido: deskbell invoice ORDER",
    "export.done": ("{n} fila escrita en {where}", "{n} filas escritas en {where}"),
    "reconcile.equal": "{provider}: {amount} aquí y allí, nada difiere.",
    "reconcile.none": "No hay ningún proveedor de pagos conectado; lo demás se cuenta a mano.",
    "reconcile.differs": ("{provider}: {n} diferencia, {here} aquí, {there} allí.",
                          "{provider}: {n} diferencias, {here} aquí, {there} allí."),
    "reconcile.unconnected": "{provider}: {amount} en los libros, pero aquí no está conectado; no se comparó nada.",
    "reconcile.by_hand": "{method}: {amount} en los libros, se cuenta a mano.",
    "reconcile.MISSING_HERE": "{reference}: el proveedor tiene {there}, los libros nada; use deskbell worker --once.",
    "reconcile.MISSING_THERE": "{reference}: los libros tienen {here}, el proveedor nada; compruebe que la "
    "conexión es con la misma cuenta.",
    "reconcile.AMOUNT_DIFFERS": "{reference}: los libros tienen {here}, el proveedor {there}; use deskbell worker "
    "--once y, si sigue, busque el pago en el proveedor.",
    "reconcile.REFUND_DIFFERS": "{reference}: {here} devueltos en los libros, {there} en el proveedor; use deskbell "
    "worker --once y, si sigue, busque la devolución en el proveedor.",
    "reconcile.DISPUTE_DIFFERS": "{reference}: la reclamación de un banco está solo en un lado; use deskbell "
    "worker --once.",
    "reconcile.STRAY": "{reference}: {there} que aquí nadie pidió; búsquelo en el proveedor.",
    "reconcile.CURRENCY_DIFFERS": "{reference}: {here} aquí y {there} allí; busque el pago en el proveedor.",
    "reconcile.LEDGER_DIFFERS": "El libro tiene {here}, sus pagos suman {there}; use deskbell verify.",
    "reconcile.order": "pedido {no}",
    "reconcile.title": "Libros y proveedores",
    "reconcile.looked": "visto {when}",
    "reconcile.stale": "La agenda ha cambiado desde entonces; {key} pregunta otra vez.",
    "reconcile.asking": "preguntando",
    "reconcile.asking.for": "Preguntando a {name} desde hace {span}; se compara todo lo que tiene.",
    "reconcile.asked": ("{n} pago hasta ahora", "{n} pagos hasta ahora"),
    "reconcile.asked.none": "esperando la primera respuesta",
    "reconcile.count": ("{n} diferencia", "{n} diferencias"),
    "reconcile.same": "nada difiere",
    "reconcile.agree": "Libros y proveedores coinciden",
    "reconcile.away": "no se pudo comparar todo",
    "reconcile.partly": "no se pudo comparar todo",
    "reconcile.nobody": "nadie a quien preguntar",
    "reconcile.payments": ("{n} pago", "{n} pagos"),
    "reconcile.books": "libros",
    "reconcile.provider": "proveedor",
    "reconcile.difference": "diferencia",
    "reconcile.not_connected": "aquí no está conectado; no se comparó nada",
    "reconcile.hand": "Se cuenta a mano",
    "reconcile.disputed": "reclamado",
    "reconcile.undisputed": "–",
    "reconcile.is.MISSING_HERE": "solo lo tiene el proveedor",
    "reconcile.is.MISSING_THERE": "solo lo tienen los libros",
    "reconcile.is.STRAY": "aquí nadie lo pidió",
    "reconcile.is.AMOUNT_DIFFERS": "otro importe",
    "reconcile.is.CURRENCY_DIFFERS": "otra moneda",
    "reconcile.is.REFUND_DIFFERS": "devuelto",
    "reconcile.is.DISPUTE_DIFFERS": "reclamación de un banco",
    "reconcile.is.LEDGER_DIFFERS": "el libro mayor frente a los pagos de los que se compone",
    "reconcile.do.MISSING_HERE": "El worker lo anota en su próxima consulta. Si sigue así, busque el pago en el "
    "proveedor.",
    "reconcile.do.MISSING_THERE": "El proveedor no sabe nada de él: compruebe que la conexión es a la misma cuenta.",
    "reconcile.do.STRAY": "Se pagó al margen de la agenda. Búsquelo en el proveedor; allí también se puede devolver.",
    "reconcile.do.AMOUNT_DIFFERS": "El worker lo corrige en su próxima consulta. Si sigue así, busque el pago en el "
    "proveedor.",
    "reconcile.do.CURRENCY_DIFFERS": "Entre monedas no se puede comparar: busque el pago en el proveedor.",
    "reconcile.do.REFUND_DIFFERS": "El worker lo anota en su próxima consulta. Si sigue así, busque la devolución en "
    "el proveedor.",
    "reconcile.do.DISPUTE_DIFFERS": "El worker lo sabrá en su próxima consulta, y Atención dirá qué hacer.",
    "reconcile.do.LEDGER_DIFFERS": "Los propios libros no cuadran. Déjelo todo como está y use deskbell verify.",
}  # fmt: skip
