"""How the desk is, line by line: Spanish."""

from __future__ import annotations

DOCTOR: dict[str, str | tuple[str, str]] = {
    "doctor.DATABASE": "{desk} se abre ({kind}).",
    "doctor.RIGHTS": "Archivos y carpetas son solo de su dueño.",
    "doctor.RIGHTS_OPEN": "Otros en este equipo pueden leer {where}; ejecute chmod {mode} sobre ello.",
    "doctor.FIGURES": "Todas las cifras coinciden con las filas de las que salen.",
    "doctor.FIGURES_WRONG": (
        "{n} cifra no coincide con sus filas; véala con deskbell verify.",
        "{n} cifras no coinciden con sus filas; véalas con deskbell verify.",
    ),
    "doctor.WORKER": "Hay un proceso de fondo trabajando.",
    "doctor.CALENDAR": "las clases van en el calendario {calendar}",
    "doctor.CALENDAR_SAID": "las clases van en el calendario {calendar}, como dice {where}",
    "doctor.CALENDAR_DIFFERS": (
        "las clases van en el calendario {calendar}, y {where} dice {meant}: "
        "deskbell calendar --use {meant}, o corríjalo"
    ),
    "doctor.WORKER_IDLE": "No hay proceso de fondo, y nada lo espera.",
    "doctor.WORKER_NONE": (
        "{n} petición espera y no hay proceso de fondo; abra el programa o ejecute deskbell worker.",
        "{n} peticiones esperan y no hay proceso de fondo; abra el programa o ejecute deskbell worker.",
    ),
    "doctor.PARKED": (
        "{n} petición quedó aparcada; véala con 8 en el programa, y repítala o descártela.",
        "{n} peticiones quedaron aparcadas; véalas con 8 en el programa, y repítalas o descártelas.",
    ),
    "doctor.CONNECTION": "{name} está conectado.",
    "doctor.CONNECTION_DOWN": "{name} no responde; se reintenta solo, mire la red si sigue así.",
    "doctor.CONNECTION_PAUSED": "{name} está en pausa; reanúdelo con deskbell worker --resume, o conéctelo de nuevo si "
    "se rechazó su clave.",
    "doctor.CONNECTION_RESTORED": "{name} espera una revisión tras restaurar; ejecute deskbell worker.",
    "doctor.CONNECTION_OFF": "{name} fue desconectado; conéctelo de nuevo si lo necesita.",
    "doctor.CLOCK": "El reloj de este equipo y el de {name} difieren en {n} segundos; póngalo en hora, o "
    "ninguna reserva retenida vence sola.",
    "doctor.KEYRING": "Las claves se guardan en el llavero del sistema ({name}).",
    "doctor.KEYRING_NONE": "Aquí no hay llavero: las claves van a un archivo que abre una contraseña.",
    "doctor.KEYS_CLOSED": "La clave de {name} está en un archivo con contraseña: un trabajador la pide, o lee "
    "DESKBELL_PASSPHRASE_FILE.",
    "doctor.KEY": "{name}: {why}",
}
