"""Invoices, credit notes, exports and reconciling: Portuguese."""

from __future__ import annotations

WILL: dict[str, str | tuple[str, ...]] = {
    "DocumentIssued.INVOICE": ("fatura para {person}: {amount}", "fatura {amount}"),
    "DocumentIssued.CREDIT_NOTE": ("credita {amount} da fatura {corrects}", "credita {amount} de uma fatura"),
}
DID: dict[str, str | tuple[str, ...]] = {
    "DocumentIssued.INVOICE": ("fatura {number}: {amount}", "fatura emitida: {amount}"),
    "DocumentIssued.CREDIT_NOTE": (
        "nota de crédito {number} da fatura {corrects}: {amount}",
        "nota de crédito emitida: {amount}",
    ),
}
TERMS: dict[str, str] = {}
ERRORS: dict[str, str | tuple[str, ...]] = {
    "NO_DOCUMENT": (
        "Não há documento {text}; deskbell documents lista todos, uma nota de crédito é C e o número.",
        "Não há tal documento; deskbell documents lista todos.",
    ),
    "NOTHING_TO_INVOICE": "Aqui não há mais nada a faturar; deskbell documents lista o que já está no papel.",
    "INVOICE_CHANGED": (
        "O preço mudou depois da fatura {document}; use deskbell invoice --correct {document}.",
        "O preço mudou depois da fatura; use deskbell invoice --correct com o número dela.",
    ),
    "NOT_AN_INVOICE": (
        "{document} não é uma fatura; diga a fatura que ela corrige.",
        "Isto não é uma fatura; diga uma fatura.",
    ),
    "CORRECTED_ALREADY": "Nada mais da fatura {document} vale; deskbell invoice ORDER emite outra.",
    "MONTH_UNKNOWN": "“{text}” não é um mês; escreva como 2026-03.",
    "INVOICE_WHAT": "Diga uma só coisa a faturar; deskbell invoice ORDER, --month 2026-03, --correct NO ou --show NO.",
    "LAST_BEFORE_FIRST": "O último dia vem antes do primeiro, {text}; troque --from por --to.",
    "EXPORT_FORMAT": "{what} não é escrito como {text}; use --format csv.",
    "FILE_CANNOT_BE_WRITTEN": "{where} não pode ser escrito: {why}; escolha uma pasta em que possa escrever.",
    "PROVIDER_SILENT": "{provider} não responde agora ({state}); tente de novo daqui a pouco.",
    "PROVIDER_REFUSED": "{provider} não quis dizer o que tem ({state}); confira a conexão com deskbell worker.",
}
PLANS: dict[str, str | tuple[str, str]] = {
    "topic.paper": "Papel",
    "paper.lines": ("{text}, {n} linha", "{text}, {n} linhas"),
    "paper.invoice": "fatura {number}",
    "paper.credit_note": "nota de crédito {number}",
    "paper.many": "faturas {first} a {last}",
    "paper.sum": ("{n} documento, {amount}", "{n} documentos, {amount}"),
    "confirm.invoice": "emitir a fatura",
    "confirm.invoice_month": "emitir as faturas",
    "confirm.correct_invoice": "emitir a nota de crédito",
}
REASONS: dict[str, str | tuple[str, ...]] = {
    "WARN.INVOICES_CHANGED.one": "1 fatura diz outro preço que o que a aula tem agora; corrija-a",
    "WARN.INVOICES_CHANGED": ("{count} faturas dizem outro preço que o que as aulas têm agora; corrija-as",
                              "algumas faturas dizem outro preço que o que as aulas têm agora; corrija-as"),
}  # fmt: skip
WORDS: dict[str, str | tuple[str, str]] = {
    "paper.INVOICE": "Fatura {number}",
    "paper.CREDIT_NOTE": "Nota de crédito {number}",
    "paper.to": "Para",
    "paper.walk_in": "Sem cadastro",
    "paper.erased": "(nome apagado)",
    "paper.month": "Aulas de {month}",
    "paper.corrects": "Corrige a fatura {number}",
    "paper.corrected": "Corrigida por {numbers}",
    "paper.day": "Dia",
    "paper.what": "Descrição",
    "paper.rate": "Imposto",
    "paper.amount": "Valor",
    "paper.total": "Total",
    "paper.net": "Líquido",
    "paper.gross": "Bruto",
    "paper.DISCOUNT": "desconto",
    "paper.SURCHARGE": "acréscimo",
    "paper.CREDIT": "crédito",
    "paper.none": "Ainda não há nada no papel. Uma fatura de um pedido: deskbell invoice ORDER",
    "export.done": ("{n} linha escrita em {where}", "{n} linhas escritas em {where}"),
    "reconcile.equal": "{provider}: {amount} aqui e lá, nada difere.",
    "reconcile.none": "Nenhum provedor de pagamentos está conectado; o resto é contado à mão.",
    "reconcile.differs": ("{provider}: {n} diferença, {here} aqui, {there} lá.",
                          "{provider}: {n} diferenças, {here} aqui, {there} lá."),
    "reconcile.unconnected": "{provider}: {amount} nos livros, mas aqui não está conectado; nada foi comparado.",
    "reconcile.by_hand": "{method}: {amount} nos livros, contado à mão.",
    "reconcile.MISSING_HERE": "{reference}: o provedor tem {there}, os livros nada; use deskbell worker --once.",
    "reconcile.MISSING_THERE": "{reference}: os livros têm {here}, o provedor nada; confira se a conexão é "
    "com a mesma conta.",
    "reconcile.AMOUNT_DIFFERS": "{reference}: os livros têm {here}, o provedor {there}; use deskbell worker --once "
    "e, se continuar, procure o pagamento no provedor.",
    "reconcile.REFUND_DIFFERS": "{reference}: {here} devolvidos nos livros, {there} no provedor; use deskbell "
    "worker --once e, se continuar, procure a devolução no provedor.",
    "reconcile.DISPUTE_DIFFERS": "{reference}: a contestação de um banco está só de um lado; use deskbell "
    "worker --once.",
    "reconcile.STRAY": "{reference}: {there} que ninguém aqui pediu; procure no provedor.",
    "reconcile.CURRENCY_DIFFERS": "{reference}: {here} aqui e {there} lá; procure o pagamento no provedor.",
    "reconcile.LEDGER_DIFFERS": "O livro tem {here}, seus pagamentos somam {there}; use deskbell verify.",
    "reconcile.order": "pedido {no}",
    "reconcile.title": "Livros e provedores",
    "reconcile.looked": "visto {when}",
    "reconcile.stale": "A agenda mudou desde então; {key} pergunta de novo.",
    "reconcile.asking": "perguntando",
    "reconcile.asking.for": "Perguntando a {name} há {span}; tudo o que ele tem é comparado.",
    "reconcile.asked": ("{n} pagamento até agora", "{n} pagamentos até agora"),
    "reconcile.asked.none": "esperando a primeira resposta",
    "reconcile.count": ("{n} diferença", "{n} diferenças"),
    "reconcile.same": "nada difere",
    "reconcile.agree": "Livros e provedores coincidem",
    "reconcile.away": "nem tudo pôde ser comparado",
    "reconcile.partly": "nem tudo pôde ser comparado",
    "reconcile.nobody": "ninguém a quem perguntar",
    "reconcile.payments": ("{n} pagamento", "{n} pagamentos"),
    "reconcile.books": "livros",
    "reconcile.provider": "provedor",
    "reconcile.difference": "diferença",
    "reconcile.not_connected": "aqui não está conectado; nada foi comparado",
    "reconcile.hand": "Contado à mão",
    "reconcile.disputed": "contestado",
    "reconcile.undisputed": "–",
    "reconcile.is.MISSING_HERE": "só o provedor tem",
    "reconcile.is.MISSING_THERE": "só os livros têm",
    "reconcile.is.STRAY": "ninguém aqui pediu",
    "reconcile.is.AMOUNT_DIFFERS": "outro valor",
    "reconcile.is.CURRENCY_DIFFERS": "outra moeda",
    "reconcile.is.REFUND_DIFFERS": "devolvido",
    "reconcile.is.DISPUTE_DIFFERS": "contestação de um banco",
    "reconcile.is.LEDGER_DIFFERS": "o livro-razão diante dos pagamentos que o compõem",
    "reconcile.do.MISSING_HERE": "O worker anota na próxima consulta. Se continuar, procure o pagamento no provedor.",
    "reconcile.do.MISSING_THERE": "O provedor não sabe nada dele: confira se a conexão é com a mesma conta.",
    "reconcile.do.STRAY": "Foi pago por fora da agenda. Procure no provedor; lá também pode ser devolvido.",
    "reconcile.do.AMOUNT_DIFFERS": "O worker corrige na próxima consulta. Se continuar, procure o pagamento no "
    "provedor.",
    "reconcile.do.CURRENCY_DIFFERS": "Entre moedas nada pode ser comparado: procure o pagamento no provedor.",
    "reconcile.do.REFUND_DIFFERS": "O worker anota na próxima consulta. Se continuar, procure a devolução no provedor.",
    "reconcile.do.DISPUTE_DIFFERS": "O worker fica sabendo na próxima consulta, e Atenção diz o que fazer.",
    "reconcile.do.LEDGER_DIFFERS": "Os próprios livros não fecham. Deixe tudo como está e use deskbell verify.",
}  # fmt: skip
