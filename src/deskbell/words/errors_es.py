"""What went wrong and what to do next: Spanish."""

from __future__ import annotations

ERRORS: dict[str, str | tuple[str, ...]] = {
    "?": "Algo falló y aún no tiene palabras ({code}); comunique este código.",
    # --- where the desk is kept
    "HOME_UNKNOWN": "No hay carpeta personal donde guardar archivos; ponga una carpeta en DESKBELL_HOME.",
    "FOLDER_IS_A_FILE": "{where} es un archivo y hace falta una carpeta; "
    "cámbiele el nombre o ponga otra en DESKBELL_HOME.",
    "FOLDER_CANNOT_BE_MADE": "No se puede crear la carpeta {where}: {why}; dé acceso o ponga otra en DESKBELL_HOME.",
    "FOLDER_OPEN_TO_OTHERS": "Otros pueden mirar en {where} (modo {mode}); "
    "ejecute chmod 700 o guarde la agenda en otro sitio.",
    "DESK_UNREADABLE": "No se puede leer {where}: {why}; compruebe la ruta y los permisos.",
    "DESK_IS_A_FOLDER": "{where} es una carpeta; nombre un archivo de ella, como desk.sqlite3.",
    "DESK_ON_NETWORK_SHARE": "{where} está en un disco de red ({filesystem}) cuyos bloqueos no son fiables; "
    "guarde el archivo en este equipo, o use PostgreSQL para varios puestos.",
    "DESK_NOT_A_DATABASE": "{where} no es una base de datos; nombre otro archivo.",
    "DESK_OPEN_TO_OTHERS": "Otros pueden leer {where} (modo {mode}); ejecute chmod 600 y pruebe otra vez.",
    "DESK_CANNOT_BE_MADE": "No se puede crear {where}: {why}; elija una carpeta en la que pueda escribir.",
    "DESK_NOT_MADE": "Aún no hay agenda en {where}; ejecute deskbell init, o deskbell demo para curiosear.",
    "DESK_NOT_SET_UP": "Esta agenda aún no está preparada; ejecute deskbell init, o solo deskbell.",
    "DESK_NEWER": "Esta agenda la hizo un Deskbell más nuevo (esquema {found}, este conoce {known}); "
    "actualice Deskbell.",
    "DESK_OLDER": "Esta agenda compartida tiene un esquema anterior ({found}) y es de solo lectura; "
    "su dueño ejecuta deskbell migrate.",
    "DESK_GONE": "El archivo de la agenda ya no está en {where} y nada cambió; devuélvalo y abra la agenda otra vez.",
    "NOT_A_DESK": "{where} es una base de datos, pero no una agenda; nombre otra o una vacía.",
    "UNKNOWN_DATABASE": "{scheme} no es una base de datos conocida; use un archivo o postgresql://SERVIDOR/NOMBRE.",
    "DRIVER_MISSING": "PostgreSQL necesita el paquete de Python {module}; "
    "instálelo con pip install 'deskbell[postgres]'.",
    "MIGRATION_FAILED": "No se pudo llevar la agenda del esquema {found} al {known} y quedó como estaba; "
    "comuníquelo ({state}) y siga con el Deskbell anterior.",
    "DESK_CANNOT_BE_COPIED": (
        "No se pudo copiar {where} antes de actualizarla y nada cambió; haga sitio a su lado y pruebe otra vez.",
        "La copia hecha antes de actualizar no es igual y nada cambió; revise el disco y pruebe otra vez.",
    ),
    "DISK_FULL": "El disco está lleno y no se escribió nada; haga sitio y pruebe otra vez.",
    "DESK_DAMAGED": "El archivo de la agenda está dañado ({state}); "
    "vuelva a la última copia, deskbell where las nombra.",
    "DATABASE_FORBIDS": "La base de datos no deja escribir a este programa ({state}); "
    "revise los permisos y pruebe otra vez.",
    "DATABASE_UNREACHABLE": (
        "No se llega a la base de datos ({said}); compruebe que funciona y su dirección, y pruebe otra vez.",
        "No se llega a la base de datos; compruebe que funciona y su dirección, y pruebe otra vez.",
    ),
    "BUSY_TRY_AGAIN": "Alguien más está escribiendo ahora y nada cambió; pruebe otra vez en un momento.",
    "COMMIT_UNKNOWN": "La conexión se cortó al guardar; mire si está antes de repetirlo.",
    "STORE_FAULT": (
        "La base de datos rechazó lo que este programa escribió ({state} {constraint}) y nada cambió; comuníquelo.",
        "La base de datos rechazó lo que este programa escribió ({state}) y nada cambió; comuníquelo.",
        "La base de datos rechazó lo que este programa escribió y nada cambió; comuníquelo.",
    ),
    "NO_SUCH_ROW": "Algo que esto necesita ya no está ({kind}); actualice y pruebe otra vez.",
    "KEY_REUSED": "Esta clave se usó para otro cambio ({change}); use una clave nueva para un cambio nuevo.",
    # --- settings and the command line
    "SETTINGS_UNREADABLE": "No se pueden leer los ajustes de {where}: {why}; arregle el archivo o quítelo.",
    "SETTINGS_NOT_TEXT": "{where}, línea {line}, no es texto UTF-8; guarde el archivo como UTF-8.",
    "SETTINGS_SYNTAX": "{where}, línea {line}: {why}; arregle esa línea.",
    "SETTINGS_OPEN_TO_OTHERS": "Otros pueden leer {where} (modo {mode}) y contiene una contraseña; ejecute chmod 600.",
    "SETTING_UNKNOWN": (
        "{where}, línea {line}: no hay ajuste {key}; ¿quería decir {nearest}?",
        "{where}, línea {line}: no hay ajuste {key}; quite la línea.",
        "{where}: no hay ajuste {key}; quítelo.",
    ),
    "KEY_TAKEN": "{where}, línea {line}: {key} ya es la tecla de {action}; elija otra.",
    "SETTING_WRONG_TYPE": (
        "{where}, línea {line}: {key} es {found} y hace falta {wanted}; escriba {wanted}.",
        "{variable} contiene {found} y hace falta {wanted}; escriba {wanted}.",
        "{where}: {key} es {found} y hace falta {wanted}; escriba {wanted}.",
        "{key} es {found} y hace falta {wanted}; escriba {wanted}.",
    ),
    "SETTING_WRONG_CHOICE": (
        "{where}, línea {line}: {key} no puede ser «{found}»; escriba uno de estos: {choices}.",
        "{variable} no puede ser «{found}»; escriba uno de estos: {choices}.",
        "{key} no puede ser «{found}»; escriba uno de estos: {choices}.",
    ),
    "SETTING_NO_PAGE": (
        "{where}, línea {line}: {key} es “{found}”, que no es una dirección https; escríbala como https://estudio.example/gracias.",
        "{variable} es “{found}”, que no es una dirección https; escríbala como https://estudio.example/gracias.",
        "{key} es “{found}”, que no es una dirección https; escríbala como https://estudio.example/gracias.",
    ),
    "DATABASE_UNKNOWN_KIND": (
        "{where}, línea {line}: «{found}» no es una base de datos conocida; use una de estas: {choices}.",
        "{variable}: «{found}» no es una base de datos conocida; use una de estas: {choices}.",
        "«{found}» no es una base de datos conocida; use una de estas: {choices}.",
    ),
    "PASSWORD_ON_COMMAND_LINE": "Otros pueden leer una contraseña en la línea de comandos ({database}); "
    "póngala en DESKBELL_DATABASE, PGPASSFILE o el archivo de ajustes.",
    "NOW": "DESKBELL_NOW no puede ser «{now}»; escriba 2026-03-04T10:00+01:00 o segundos desde 1970.",
    "DAYS": "No se pueden mostrar {days} días de una vez; pida de 1 a {most}.",
    "LIMIT": "No se pueden mostrar {limit} filas a la vez; pida de 1 a {most}.",
    "TUTOR_MISSING": "Falta de quién es; añada --tutor con uno de estos: {candidates}.",
    "NO_TUTOR_OF_NAME": (
        "No hay docente «{text}»; están: {candidates}.",
        "No hay docente «{text}»; nombre a otra persona.",
    ),
    "Ambiguous.NO_TUTOR_OF_NAME": "Hay varios docentes «{text}»; escriba más del nombre: {candidates}.",
    "NO_SERVICE_OF_NAME": (
        "No hay servicio «{text}»; están: {candidates}.",
        "No hay servicio «{text}»; nombre otro.",
    ),
    "Ambiguous.NO_SERVICE_OF_NAME": "Hay varios servicios «{text}»; escriba más del nombre: {candidates}.",
    "USAGE": (
        "Falta {missing}; vea deskbell {command} --help.",
        "Falta {missing}; vea deskbell --help.",
        "{option} pide un número entero, no «{number}»; vea deskbell {command} --help.",
        "{option} no puede ser «{choice}»; elija {choices}, vea deskbell {command} --help.",
        "Aquí no existe {unknown}; vea deskbell {command} --help.",
        "Aquí no existe {unknown}; vea deskbell --help.",
        "Esto no se entiende: {said}; vea deskbell {command} --help.",
        "Esto no se entiende: {said}; vea deskbell --help.",
    ),
    "COMMAND_UNKNOWN": (
        "No existe el comando «{text}»; ¿quiso decir {suggestions}?",
        "No existe el comando «{text}»; vea deskbell --help.",
    ),
    "NO_TERMINAL": "La pantalla necesita una terminal; abra deskbell en una o use un comando como deskbell agenda.",
    "NOT_A_DEMO": "{where} no es una agenda de muestra y se queda como está; diga otro archivo.",
    "DEMO_NEEDS_A_FILE": "La muestra nunca sale de esta máquina; quite --database o diga un archivo.",
    "FILE_UNREADABLE": "No se puede leer {where}: {why}; compruebe la ruta y los permisos.",
    "FILE_BREAKS_OFF": "{where} se corta antes del final, y lo que falta pasaría por libre; expórtelo otra vez.",
    "WEEKDAY_UNKNOWN": "«{text}» no es un día de la semana; escriba uno como lunes.",
    "METHOD_UNKNOWN": "«{text}» no es una forma de pago de aquí; escriba efectivo, tarjeta o transferencia.",
    "NEEDS_YES": "Nadie confirmó este plan y nada cambió; añada --yes, o --commit {digest}.",
    # --- setting up
    "ALREADY_SET_UP": (
        "La agenda {desk} ya está preparada; ábrala con deskbell, o nombre otra base de datos.",
        "Esta agenda ya está preparada; ábrala con deskbell, o nombre otra base de datos.",
    ),
    "NAME_EMPTY": "El nombre está vacío; escriba un nombre.",
    "NO_TUTOR": "Aún no enseña nadie aquí; nombre a un docente.",
    "NO_SERVICE": "Aún no hay nada que reservar; añada un servicio, como 'Piano 60 25.00'.",
    "UNKNOWN_ZONE": "No hay zona horaria «{zone}»; escriba una como Europe/Madrid.",
    "ZONE_MISSING": "Falta la zona horaria; escriba una como Europe/Madrid.",
    "ZONE_UNKNOWN": (
        "No hay zona horaria «{text}»; ¿quería decir {suggestions}?",
        "No hay zona horaria «{text}»; escriba una como Europe/Madrid.",
    ),
    "LANGUAGE_UNKNOWN": "«{text}» no es una lengua que se hable aquí; escriba en, es o pt.",
    "UNKNOWN_CURRENCY": "No hay moneda «{currency}»; escriba sus tres letras, como EUR.",
    "MIXED_CURRENCIES": "{one} y {other} no se pueden sumar; use una sola moneda.",
    "HOURS": "{weekday} {start}–{end} no es un horario; que el final venga después del comienzo, el mismo día.",
    "HOURS_MISSING": "Falta el horario; escríbalo así: Lun-Vie 9-18.",
    "HOURS_UNKNOWN": (
        "No se entiende «{part}» en el horario; escríbalo así: Lun-Vie 9-13, 15-19; Sáb 10-14.",
        "No se entiende «{text}» como horario; escríbalo así: Lun-Vie 9-13, 15-19; Sáb 10-14.",
    ),
    "HOURS_END_BEFORE_START": "{part} termina antes de empezar; escriba primero el comienzo, como 9-18.",
    "HOURS_OVERLAP": "Los horarios de {weekday} se pisan; escriba cada hora una vez.",
    "SERVICE_MISSING": "Falta el servicio; escriba nombre, minutos y precio: Piano 60 25,00.",
    "SERVICE_UNKNOWN_FORM": "No se entiende «{text}»; escriba nombre, minutos y precio: Piano 60 25,00.",
    "SERVICE_AMBIGUOUS_FORM": "«{text}» se puede leer de dos maneras; "
    'ponga el nombre entre comillas: "Piano 4" 60 25,00.',
    "SERVICE_NAME_TOO_LONG": "El nombre del servicio es demasiado largo; use como mucho {longest} caracteres.",
    "LENGTH": "Una clase no puede durar {minutes}; elija entre 5 minutos y un día.",
    "CAPACITY": "{capacity} plazas no valen para este tipo de servicio; "
    "una clase individual tiene 1, un grupo al menos 1.",
    "POLICY_TIERS": "«{tiers}» no son condiciones de devolución; escriba horas que bajan con su porcentaje, hasta 0: "
    "48:100 24:50 0:0.",
    # --- who, what, when
    "NO_BOOKING": (
        "No hay reserva {booking}; búsquela con deskbell bookings o /.",
        "No existe esa reserva; búsquela con deskbell bookings o /.",
    ),
    "NO_SUCH_BOOKING": (
        "No hay reserva {which}; búsquela con deskbell bookings o /.",
        "Esa reserva ya no existe; actualice y búsquela otra vez.",
    ),
    "NO_SUCH_ORDER": (
        "No hay pedido {which}; abra otra vez la reserva.",
        "No existe ese pedido; abra otra vez la reserva.",
    ),
    "NO_SUCH_PERSON": (
        "No hay persona {which}; búsquela por nombre o teléfono.",
        "Esa persona ya no está; búsquela por nombre o teléfono.",
    ),
    "NO_SUCH_SERVICE": (
        "No hay servicio {which}; elija uno de la lista.",
        "Ese servicio ya no está; elija uno de la lista.",
    ),
    "NO_SUCH_TUTOR": (
        "No hay docente {which}; elija de la lista.",
        "Ese docente ya no está; elija de la lista.",
    ),
    "NO_SUCH_SLOT": (
        "La clase {which} ya no está; actualice y elija otra.",
        "Esa clase ya no está; actualice y elija otra.",
    ),
    "NO_PERSON": "Nadie se llama «{text}»; escriba el nombre de otra manera, o con + delante si es alguien nuevo.",
    "NOBODY_YET": "Aún no se nombra a nadie; empiece con un nombre, + un nombre nuevo, o - si no hay nombre.",
    "PERSON_AND_WALK_IN": "«{text}» es un nombre, pero dice que no lo hay; quite uno de los dos.",
    "SEVERAL_PEOPLE": (
        "Hay varias personas «{text}»: {candidates}; escriba más del nombre, o el número.",
        "Hay varias personas «{text}»; escriba más del nombre, o el número.",
    ),
    "NO_SERVICE_YET": ("Falta el servicio; nombre uno: {candidates}.", "Falta el servicio; nombre uno."),
    "SERVICE_AMBIGUOUS": "«{text}» puede ser varios servicios: {candidates}; escriba más del nombre, o sus minutos.",
    "SERVICE_UNKNOWN": "No hay servicio «{text}»; escríbalo como en la lista.",
    "TUTOR_AMBIGUOUS": "«{text}» puede ser varios docentes: {candidates}; escriba más letras.",
    "TUTOR_UNKNOWN": "No hay docente «{text}»; escriba el nombre como en la lista.",
    "NO_TIME": "Falta la hora; diga cuándo, como 15:30.",
    "NO_TIME_YET": "Falta la hora; diga cuándo, como 15:30.",
    "NO_CLASS_THEN": (
        "{service} no tiene clase el {start}; elija una de sus horas.",
        "{service} no tiene clase el {day}; elija una de sus horas.",
        "{service} no tiene clase entonces; elija una de sus horas.",
    ),
    "SEVERAL_CLASSES": "{service} tiene varias clases: {candidates}; diga cuál.",
    "NOT_A_CLASS": "{service} es una clase individual; resérvela para una persona, o elija un grupo.",
    "LINE_TOO_LONG": "La línea es demasiado larga; use como mucho {longest} caracteres.",
    "LINE_TWICE": "«{text}» repite {what}; quite uno de los dos.",
    "NUMBER_UNCLEAR": "«{text}» puede ser hora, minutos o dinero; escriba 15:30, 60m o efectivo 30.",
    "AMOUNT_WITHOUT_CASH": "«{text}» parece dinero; escriba efectivo delante si se entregó.",
    "DAY_MISSING": "Falta el día; escriba uno como hoy, vie o 4 marzo.",
    "DAY_UNKNOWN": "«{text}» no se entiende como día; escriba uno como hoy, vie, 4 marzo o +3.",
    "DAY_IMPOSSIBLE": "«{text}» no está en ningún calendario; revise día y mes.",
    "DAY_OUT_OF_RANGE": "«{text}» queda demasiado lejos; elija un día entre {first} y {last}.",
    "DAY_MISMATCH": "«{text}» no encaja: {day} no es {weekday}; quite el día de la semana o corrija la fecha.",
    "TIME_MISSING": "Falta la hora; escriba una como 15:30.",
    "TIME_UNKNOWN": "«{text}» no es una hora; escriba una como 15:30.",
    "MINUTES_MISSING": "Falta la duración; escriba minutos, como 60.",
    "MINUTES_UNKNOWN": "«{text}» no es una duración; escriba minutos, como 60 o 1h30.",
    "MINUTES_OUT_OF_RANGE": "«{text}» no es una duración posible; elija de 1 a {longest} minutos.",
    "END_BEFORE_START": (
        "«{text}» termina antes de empezar; escriba primero el comienzo.",
        "El evento {uid} termina antes de empezar; corríjalo en su calendario.",
        "Eso termina antes de empezar; escriba primero el comienzo.",
    ),
    # --- booking
    "TAKEN": (
        "{start} no está libre: {reasons}; elija otra hora.",
        "Esa hora no está libre: {reasons}; elija otra hora.",
        "Esa hora no está libre; elija otra hora.",
    ),
    "PAST": (
        "{start} ya pasó; elija una hora por venir, o que lo reserve recepción.",
        "Esa hora ya pasó; elija una hora por venir, o que lo reserve recepción.",
    ),
    "RANGE_CONFLICT": "Alguien acaba de tomar esa hora (coincide: {what}); elija otra hora.",
    "SLOT_FULL": (
        "La clase de {start} está completa ({taken} de {capacity}); elija otra.",
        "La clase está completa; elija otra.",
    ),
    "SLOT_CLOSED": "Esa clase está cerrada o cancelada; elija otra.",
    "ALREADY_BOOKED": (
        "Esta persona ya tiene plaza ahí, reserva {booking}; abra esa.",
        "Esta persona ya tiene plaza ahí; abra esa reserva.",
    ),
    "STUDENT_OVERLAP": "Esta persona tiene otra clase entonces: reserva {booking}, {span}; "
    "elija otra hora o mueva aquella.",
    "PRICE_CHANGED": "El precio es {now}, no {told}; dígaselo al cliente y reserve otra vez.",
    "NOT_YOURS": (
        "Esto no se puede hacer como {role}: {verb}; pida que lo haga recepción.",
        "Esto no se puede hacer con este papel; pida que lo haga recepción.",
    ),
    "ILLEGAL_MOVE": (
        "«{verb}» no es posible con la reserva {state}; actualice y vea qué lo es.",
        "«{verb}» no es posible con esta reserva; actualice y vea qué lo es.",
    ),
    "ILLEGAL_SLOT_MOVE": (
        "«{verb}» no es posible con la clase {state}; actualice y vea qué lo es.",
        "«{verb}» no es posible con esta clase; actualice y vea qué lo es.",
    ),
    "ILLEGAL_PAYMENT_MOVE": (
        "Este cobro está así: {state}, y eso no es posible; actualice y vea qué lo es.",
        "Eso no es posible con este cobro; actualice y vea qué lo es.",
    ),
    "ILLEGAL_REFUND_MOVE": (
        "Esta devolución está así: {state}, y eso no es posible; actualice y vea qué lo es.",
        "Eso no es posible con esta devolución; actualice y vea qué lo es.",
    ),
    "STARTED": "La clase empezó: {start}; pida que lo haga recepción.",
    "NOT_YET": "Eso es posible a partir de {at}; espere hasta entonces.",
    "SAME_TIME": "La reserva ya está en {start}; elija otra hora.",
    "PERCENT": "{percent} no es una parte del precio; elija de 0 a 100.",
    "VERB": "«{verb}» no es una manera de cerrar una clase; use complete, no-show o reopen.",
    # --- money
    "AMOUNT": "No se puede cobrar {amount}; escriba un importe mayor que cero.",
    "AMOUNT_MISSING": "Falta el importe; escriba uno como 25,00.",
    "AMOUNT_UNCLEAR": "«{text}» no es un importe; escriba uno como 25,00.",
    "AMOUNT_AMBIGUOUS": "«{text}» puede ser {low} o {high}; escriba los decimales.",
    "AMOUNT_TOO_FINE": (
        "«{text}» tiene demasiados decimales; {currency} tiene {places}.",
        "«{text}» tiene decimales y {currency} no los tiene; escriba un importe entero.",
    ),
    "AMOUNT_NEGATIVE": "«{text}» está por debajo de cero; escriba un importe mayor.",
    "AMOUNT_TOO_LARGE": (
        "{amount} es más de lo que se cobra de una vez; revise las cifras.",
        "«{text}» es más de lo que se cobra de una vez; revise las cifras.",
    ),
    "AMOUNT_OTHER_CURRENCY": "«{text}» está en {other}, pero la agenda lleva {currency}; escríbalo en {currency}.",
    "TOO_LITTLE": "{tendered} es menos que {due}; pida más, o cobre solo una parte.",
    "TOO_MUCH": "Solo quedan {due} por cobrar, no {amount}; cobre lo que queda.",
    "CHANGE_ONLY_FOR_CASH": "Solo el efectivo da cambio, y {tendered} es más que {due}; cobre {due}.",
    "NOTHING_DUE": "No se debe nada; no hace falta cobrar.",
    "REASON_MISSING": "Esto necesita un motivo; escriba por qué.",
    "SAME_PRICE": "El precio ya es {amount}; escriba otro o déjelo.",
    "BOOKING_CLOSED": "La reserva está {state} y su precio se queda; cambie una que siga abierta.",
    "ALREADY_EARNED": "La reserva {booking} ya se dio y cuenta como ingreso; reábrala primero.",
    "NO_REFUND": "No hay tal devolución; abra la reserva y vea qué está pendiente.",
    "REFUND_EXISTS": "De este cobro ya se devolvieron o prometieron {refunded}; resuelva primero esa devolución.",
    "REFUND_TOO_MUCH": "No se pueden devolver {refunded} de {captured}; actualice y vea otra vez el plan.",
    # --- notes and fields
    "NOTE_EMPTY": "La nota está vacía; escriba algo o déjelo.",
    "NOTE_KIND": "No hay nota «{kind}» que pueda leer «{visibility}»; elija otro tipo u otro lector.",
    "ERASED_ALREADY": "Esa persona ya está borrada; no queda nada que vaciar.",
    "ERASE_TUTOR": "Aquí no se borra a un profesor; borre clientes, y deje que acaben antes sus reservas.",
    "ERASE_CHILDREN": "Sus menores también están apuntados; bórrelos antes: {names}.",
    "ERASE_BOOKED": "La reserva {booking} está por venir o sin cerrar ({count} en total); anúlelas o ciérrelas "
    "antes: deskbell cancel {booking}.",
    "ERASE_OWES": "El pedido {order} no está saldado; cobre o devuelva antes su dinero: deskbell show, deskbell pay.",
    "ERASE_NEEDS": "Algo de sus reservas o su dinero le necesita ({count}); respóndalo antes en Atención.",
    "ERASE_WAITS": "Algo de esta persona está en marcha; deje que un trabajador lo acabe y pruebe en un minuto.",
    "NOTHING_CHANGED": "Nada es distinto; cambie un campo o vuelva.",
    "WALK_IN": "Sin nombre no hay {field} que cambiar; reserve para una persona y así se guarda.",
    "FIELD": "No hay campo «{field}»; elija focus, join_url, name, mail o phone.",
    "URL": "«{url}» no es un enlace al que entrar; escriba uno que empiece por https://.",
    "MAIL": "«{mail}» no es un correo; escriba uno como ana@example.org.",
    # --- plans and undo
    "PLAN_CHANGED": "Algo cambió desde que se mostró el plan y no se hizo nada; mire el plan nuevo y confírmelo.",
    "OVERTAKEN": "Alguien cambió esto entretanto y no se hizo nada; actualice y vea otra vez el plan.",
    "NOTHING_TO_UNDO": "No hay nada que deshacer; la historia de una reserva muestra lo que se hizo.",
    "NO_SUCH_CHANGE": (
        "No hay cambio {which}; mire los números en la historia.",
        "No existe ese cambio; mire los números en la historia.",
    ),
    "ALREADY_UNDONE": (
        "El cambio {change} ya se deshizo; no queda nada que deshacer en él.",
        "Esto ya se deshizo; no queda nada que deshacer en ello.",
    ),
    "UNDO_NEVER": (
        "«{verb}» no se puede deshacer; haga el cambio contrario.",
        "Esto no se puede deshacer; haga el cambio contrario.",
    ),
    "UNDO_OVERTAKEN": "Alguien cambió esto después de «{verb}» y ya no se puede solo deshacer; cámbielo tal como está.",
    "UNDO_TAKEN": (
        "La hora de antes ya no está libre: {reasons}; elija otra hora.",
        "La hora de antes ya no está libre; elija otra hora.",
    ),
    "UNDO_FULL": "La plaza se ocupó entretanto; elija otra clase.",
    "UNDO_SEALED": "El dinero se movió el {at}, otro día, y se queda en ese día; devuélvalo o cóbrelo hoy de nuevo.",
    # --- calendar files
    "CalendarRefused.NOT_A_CALENDAR": "Esto no es un archivo de calendario; exporte uno que termine en .ics.",
    "CalendarRefused.BAD_ENCODING": "El archivo dice ser {encoding} y no lo es; expórtelo otra vez como UTF-8.",
    "CalendarRefused.NUL_BYTES": "La línea {line} tiene bytes que ningún texto tiene; exporte otra vez el calendario.",
    "CalendarRefused.TOO_LARGE": "El archivo pasa de {limit}; exporte menos años.",
    "CalendarRefused.TOO_MANY_LINES": "El archivo tiene más de {limit} líneas; exporte menos años.",
    "CalendarRefused.TOO_MANY_EVENTS": "El archivo tiene más de {limit} eventos; exporte menos años.",
    "CalendarRefused.TOO_MANY_OCCURRENCES": "Los eventos suman más de {limit} veces; exporte menos años.",
    "CalendarRefused.LINE_TOO_LONG": "La línea {line} es demasiado larga para un calendario; expórtelo otra vez.",
    "CalendarRefused.TOO_DEEP": "La línea {line} abre demasiadas cosas una dentro de otra; "
    "exporte otra vez el calendario.",
    "CalendarRefused.RULE_BOMB": (
        "El evento «{title}» (línea {line}) se repite sin medida; corríjalo o quítelo en su calendario.",
        "El evento de la línea {line} se repite sin medida; corríjalo o quítelo en su calendario.",
    ),
}
