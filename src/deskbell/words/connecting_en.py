"""What the desk is connected to: keys, where they are kept, what is wrong with them: English."""

from __future__ import annotations

ERRORS: dict[str, str | tuple[str, ...]] = {
    "CONNECTION_UNKNOWN": "“{text}” is nothing that a desk can be connected to; choose one of these: {candidates}.",
    "SECRET_UNREADABLE": "The file {where} cannot be read as a secret: {why}; mend it or name another one.",
    "SECRET_OPEN_TO_OTHERS": "Others may read {where} (mode {mode}); close it first: chmod 600.",
    "SECRET_NOT_KEPT": "The secret could not be written to {where}: {why}; nothing was changed, make room or mend it.",
    "SECRET_SAID": "{variable} says another key, and the environment comes first; change it there, or unset it.",
    "KEYRING_LOCKED": "The system's keyring is locked; unlock it and try again, or keep the key in a file: --vault.",
    "KEYRING_SILENT": "The system's keyring gave no answer in {seconds} s; look for its window, or keep the key in a "
    "file: --vault.",
    "KEYRING_FAILED": "The system's keyring failed ({why}); mend it, or keep the key in a file: --vault.",
    "PASSPHRASE_MISSING": "The file {where} wants its passphrase and nobody can be asked; run this in a terminal, or "
    "name a file of it in DESKBELL_PASSPHRASE_FILE.",
    "PASSPHRASE_WRONG": "That is not the passphrase of {where}; try again, or delete the file and connect anew.",
    "PASSPHRASE_SHORT": "A passphrase has {least} characters or more; choose a longer one.",
    "PASSPHRASE_DIFFERS": "The two passphrases differ and nothing was kept; type the same one twice.",
    "VAULT_DAMAGED": "{where} was changed or cut short, so nothing in it is trusted; delete it and connect anew.",
    "VAULT_OPEN_TO_OTHERS": "Others may read {where} (mode {mode}); close it first (chmod 600) and make new keys.",
}
