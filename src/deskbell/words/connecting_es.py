"""What the desk is connected to: keys, where they are kept, what is wrong with them: Spanish."""

from __future__ import annotations

ERRORS: dict[str, str | tuple[str, ...]] = {
    "CONNECTION_UNKNOWN": "«{text}» no es nada a lo que se conecte una agenda; elija una de estas: {candidates}.",
    "SECRET_UNREADABLE": "El archivo {where} no se puede leer como clave: {why}; arréglelo o indique otro.",
    "SECRET_OPEN_TO_OTHERS": "Otros pueden leer {where} (modo {mode}); ciérrelo primero: chmod 600.",
    "SECRET_NOT_KEPT": "La clave no se pudo escribir en {where}: {why}; no cambió nada, haga sitio o arréglelo.",
    "SECRET_SAID": "{variable} dice otra clave, y el entorno va primero; cámbiela allí, o quítela.",
    "KEYRING_LOCKED": "El llavero del sistema está cerrado; ábralo e inténtelo de nuevo, o guarde la clave en un "
    "archivo: --vault.",
    "KEYRING_SILENT": "El llavero del sistema no respondió en {seconds} s; busque su ventana, o guarde la clave en un "
    "archivo: --vault.",
    "KEYRING_FAILED": "El llavero del sistema falló ({why}); arréglelo, o guarde la clave en un archivo: --vault.",
    "PASSPHRASE_MISSING": "El archivo {where} pide su contraseña y no hay a quién preguntar; hágalo en un terminal, o "
    "indique un archivo con ella en DESKBELL_PASSPHRASE_FILE.",
    "PASSPHRASE_WRONG": "Esa no es la contraseña de {where}; pruebe otra vez, o borre el archivo y conecte de nuevo.",
    "PASSPHRASE_SHORT": "Una contraseña tiene {least} caracteres o más; elija una más larga.",
    "PASSPHRASE_DIFFERS": "Las dos contraseñas no coinciden y no se guardó nada; escriba la misma dos veces.",
    "VAULT_DAMAGED": "{where} fue cambiado o cortado, y no se confía en nada de él; bórrelo y conecte de nuevo.",
    "VAULT_OPEN_TO_OTHERS": "Otros pueden leer {where} (modo {mode}); ciérrelo primero (chmod 600) y haga claves "
    "nuevas.",
}
