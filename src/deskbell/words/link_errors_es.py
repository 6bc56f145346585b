"""What went wrong with money by link, holds, tasks and providers, and what to do next: Spanish."""

from __future__ import annotations

ERRORS: dict[str, str | tuple[str, ...]] = {
    "NOT_A_LINK": "«{method}» no es una forma de pagar por enlace; cobre ese dinero en recepción.",
    "NOT_CONNECTED": "«{method}» no está conectado a esta agenda; cobre en efectivo, con tarjeta o por transferencia, "
    "o conéctelo primero.",
    "LINK_OPEN": (
        "El pedido {order} ya tiene un enlace de pago abierto; cierre primero ese enlace.",
        "Ya hay un enlace de pago abierto; cierre primero ese enlace.",
    ),
    "APPROVE_FIRST": (
        "El pedido {order} solo está solicitado; apruébelo antes, o haga autorizar el dinero: pay --authorise.",
        "Eso solo está solicitado; apruébelo antes, o haga autorizar el dinero: pay --authorise.",
    ),
    "TASK_WANTS_ANSWER": "Quien lo solicitó espera respuesta; apruébelo o rechácelo.",
    "SERVICE_UNMEANT": (
        "“{text}” no es un servicio de esta agenda; elija uno de estos: {candidates}.",
        "“{text}” no es un servicio de esta agenda; vea qué se ofrece: deskbell service.",
    ),
    "HOLD_OVER": (
        "La plaza estaba retenida hasta {at} y eso ya pasó; resérvela otra vez si está libre.",
        "La retención de esta plaza terminó; resérvela otra vez si está libre.",
    ),
    "HOLD_NOT_OVER": (
        "La plaza está retenida hasta {at} y su dinero aún puede llegar; espere hasta entonces, o cancele la reserva.",
        "La retención no ha terminado y su dinero aún puede llegar; espere, o cancele la reserva.",
    ),
    "NOT_BY_HAND": (
        "«{method}» no cobra en recepción; pida el dinero por enlace, o elija efectivo, tarjeta o transferencia.",
        "Eso no cobra en recepción; pida el dinero por enlace, o elija efectivo, tarjeta o transferencia.",
    ),
    "NOT_HELD": (
        "Esta reserva está {state} y no retiene plaza por dinero; actualice y vea qué es posible.",
        "Esta reserva no retiene plaza por dinero; actualice y vea qué es posible.",
    ),
    "NO_SUCH_ATTEMPT": (
        "No hay enlace de pago {which}; abra otra vez la reserva.",
        "No existe ese enlace de pago; abra otra vez la reserva.",
    ),
    "NO_SUCH_PAYMENT": (
        "No hay pago {which}; abra otra vez la reserva.",
        "No existe ese pago; abra otra vez la reserva.",
    ),
    "NO_SUCH_CONNECTION": (
        "No hay ninguna conexión llamada {which}; deskbell worker --json dice cuáles hay.",
        "No hay ninguna conexión con ese nombre; deskbell worker --json dice cuáles hay.",
    ),
    "NO_SUCH_OP": (
        "Ya no hay nada {which} en la cola; actualice la lista de trabajo.",
        "Eso ya no está en la cola; actualice la lista de trabajo.",
    ),
    "SEVERAL_TASKS": "Varias tareas empiezan por «{text}»: {candidates}; escriba más.",
    "NO_SUCH_TASK": (
        "Ya no hay tarea {which}; actualice y vea qué espera.",
        "Esa tarea ya no está; actualice y vea qué espera.",
    ),
    "NO_SUCH_ANSWER": (
        "«{answer}» no es una respuesta a esta tarea; elija una de estas: {candidates}.",
        "«{answer}» no es una respuesta a esta tarea; mírela otra vez y vea qué se puede hacer.",
    ),
    "TASK_WANTS_DEED": (
        "«{kind}» solo se cumple cuando el dinero se ha devuelto; devuélvalo, o anote que se hizo a mano.",
        "Esto solo se cumple cuando el dinero se ha devuelto; devuélvalo, o anote que se hizo a mano.",
    ),
    "ILLEGAL_OP_MOVE": (
        "Eso está así: {state}, y ahora no se puede cambiar; espere su respuesta, o mire la lista de trabajo.",
        "Eso ahora no se puede cambiar; espere su respuesta, o mire la lista de trabajo.",
    ),
    "AMOUNT_DIFFERS": (
        "Llegaron {amount} donde se pidieron {due}; resuelva su tarea antes que nada.",
        "Llegó otro importe que el pedido; resuelva su tarea antes que nada.",
    ),
    "NOTHING_LEFT": "De este pago no queda nada que devolver; elija otro pago del pedido.",
    "NOT_ENOUGH": (
        "Solo hay {paid} de {due}; pida el resto antes de dar la plaza.",
        "No está todo el dinero; pida el resto antes de dar la plaza.",
    ),
    "CANNOT_HOLD": (
        "«{method}» no puede retener dinero y cobrarlo después; apruebe antes y pídalo luego con un enlace.",
        "Este proveedor no puede retener dinero y cobrarlo después; apruebe antes y pídalo luego con un enlace.",
    ),
    "PART_NOT_SUPPORTED": (
        "«{method}» cobra lo autorizado solo entero; cobre todo y devuelva el resto.",
        "Este proveedor cobra lo autorizado solo entero; cobre todo y devuelva el resto.",
    ),
    "AUTH_OVER": (
        "La autorización terminó en {at} y ya no se puede cobrar con ella; pida el dinero con un enlace nuevo.",
        "La autorización terminó y ya no se puede cobrar con ella; pida el dinero con un enlace nuevo.",
    ),
    "NOTHING_AUTHORISED": "Nada de la reserva {booking} está autorizado; véala con deskbell show {booking}.",
    "AUTHORISE_BY_LINK": "Solo un enlace puede retener el dinero antes; use deskbell pay con link --authorise.",
    "NOT_AUTHORISED": (
        "Este pago está así: {state}, no autorizado; actualice y vea qué es posible.",
        "Este pago no está autorizado; actualice y vea qué es posible.",
    ),
    "BUSY_MONEY": (
        "Ya se pide algo al proveedor sobre el pedido {order}; espere la respuesta.",
        "Ya se pide algo al proveedor sobre este pago; espere la respuesta.",
    ),
    "LATE_TAKEN": (
        "La plaza ya no está: {reasons}; devuelva el dinero, o busque otra hora con el cliente.",
        "La plaza ya no está; devuelva el dinero, o busque otra hora con el cliente.",
    ),
    "LATE_STARTED": (
        "La clase empezó: {start}; devuelva el dinero, o reserve con él otra hora.",
        "La clase ya empezó; devuelva el dinero, o reserve con él otra hora.",
    ),
    "UNDO_SENT": "El dinero ya se pidió; espere la respuesta del proveedor y haga el cambio contrario.",
    "NO_SECRET": (
        "La clave de «{connection}» no está en este equipo; póngala aquí, o deje el trabajo a uno que la tenga.",
        "La clave del proveedor no está en este equipo; póngala aquí, o deje el trabajo a uno que la tenga.",
    ),
    "PAUSED": (
        "«{connection}» está en pausa y no se envía nada; reanúdelo en la pantalla de trabajo.",
        "Esta conexión está en pausa y no se envía nada; reanúdela en la pantalla de trabajo.",
    ),
    "NO_LINK": "La reserva {booking} no tiene enlace de pago; pida primero el dinero por enlace.",
    "BACKUP_EXISTS": "{where} ya existe; diga otro archivo, o una carpeta.",
    "BACKUP_NOWHERE": "No se puede escribir en {where}; diga una carpeta que exista y en la que pueda escribir.",
    "BACKUP_BY_SERVER": "Esta agenda está en el servidor PostgreSQL {where}; haga allí la copia, con pg_dump "
    "--format=custom.",
    "RESTORE_BY_SERVER": "Esta agenda está en un servidor PostgreSQL; use allí pg_restore y luego deskbell "
    "worker --restored.",
    "BACKUP_UNREADABLE": "{where} no es una copia que se pueda leer; diga un archivo hecho con deskbell backup.",
    "BACKUP_BROKEN": "{where} está dañado y no se cambió nada; use una copia anterior.",
    "BACKUP_FIGURES": "{count} cifras de la copia no coinciden con sus filas; mire deskbell verify. Se guarda "
    "como {where}.",
    "BACKUP_IS_THE_DESK": "{where} es la propia agenda; diga una copia de ella.",
    "DESK_IN_USE": "Otro programa tiene {where} abierto y no se cambió nada; cierre antes la agenda y su worker.",
    "RESTORE_CHANGED": "La copia o la agenda ya es otra y no se cambió nada; mire otra vez y use --commit {digest}.",
    "TASK_OPEN": "La misma tarea ya está abierta otra vez; actualice y responda a esa.",
    "LINK_UNKNOWN": "El proveedor aún no conoce este enlace; deje que se cree con deskbell worker y dígalo otra vez.",
    "LINK_CLOSED": "Este enlace está cerrado y nadie puede pagar con él; pida el dinero con un enlace nuevo.",
    "LINK_OTHERWISE": "Eso no puede pasar con este enlace tal como está; mire primero qué se pagó con él.",
    "KEY_EMPTY": "No hay ninguna clave; cópiela de la página del proveedor y péguela aquí.",
    "KEY_PUBLISHABLE": "Una clave publicable (pk_…) solo muestra formularios; cree una restringida (rk_…).",
    "KEY_SHAPE": "Esto no parece una clave del proveedor; cópiela entera, desde rk_ hasta el final.",
}
