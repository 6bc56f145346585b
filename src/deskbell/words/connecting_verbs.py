"""What can be done about connections: label, what was done, one line of help."""

from __future__ import annotations

from deskbell.words.language import Language

CONNECTING_VERBS: dict[str, dict[Language, tuple[str, str, str]]] = {
    "connect": {
        "en": ("Connect", "Connected", "be paid through a provider; its key is asked for, unseen"),
        "es": ("Conectar", "Conectado", "cobrar por un proveedor; su clave se pide sin verse"),
        "pt": ("Conectar", "Conectado", "receber por um provedor; a chave é pedida sem aparecer"),
    },
    "disconnect": {
        "en": ("Disconnect", "Disconnected", "ask nothing of it any more; see first what stays open"),
        "es": ("Desconectar", "Desconectado", "no pedirle nada más; vea antes qué queda abierto"),
        "pt": ("Desconectar", "Desconectado", "não pedir mais nada; veja antes o que fica aberto"),
    },
    "keys_page": {
        "en": ("Page of keys", "Page of keys", "where its keys are made: in your browser, and copied"),
        "es": ("Página de claves", "Página de claves", "donde se hacen sus claves: en el navegador y el portapapeles"),
        "pt": (
            "Página de chaves",
            "Página de chaves",
            "onde se fazem as chaves: no navegador e copiada",
        ),
    },
    "connections": {
        "en": ("Connections", "Connections", "who is connected, test or live, and how it stands"),
        "es": ("Conexiones", "Conexiones", "qué está conectado, de prueba o real, y cómo va"),
        "pt": ("Conexões", "Conexões", "o que está conectado, teste ou real, e como vai"),
    },
}
CONNECTING_COMMANDS: dict[str, str] = {}
"""Commands that are called otherwise than their verb."""
