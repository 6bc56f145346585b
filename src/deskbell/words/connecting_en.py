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
    "DEMO_DESK": "This desk is invented and its money is too, so {connection} is not connected to it; set up a desk "
    "of your own: deskbell init.",
    "TEST_KEY_ON_REAL": "This desk holds real money ({count} payments) and that is a test key; try it on a desk of "
    "its own: deskbell init --database FILE.",
    "LIVE_KEY_ON_TEST": "This desk holds test money ({count} payments) and that is a live key; set up a desk of its "
    "own for real money: deskbell init --database FILE.",
    "CURRENCY_NOT_SOLD": "That account of {connection} does not sell in {told}, which is this desk's currency; use "
    "an account that does: {choices}.",
    "OTHER_ACCOUNT": (
        (
            "That key opens another account of {connection} ({after}) than before ({before}), and what came by the old "
            "one could not be followed; say --other-account where that is meant."
        ),
        (
            "That key opens another account of {connection} than before, and what came by the old one could not be "
            "followed; say --other-account where that is meant."
        ),
    ),
    "BASE_ELSEWHERE": "{variable} may only name an address of this machine, for tests; unset it.",
    "WRONG_MODE": "The key of {connection} on this computer is for the other kind of money than this desk was "
    "connected with; connect it again with the right one.",
    "KEY_EMPTY": "No key was given; paste it at the prompt, or name a file of it: --key-file.",
    "KEY_SHAPE": "That is no key of a kind that a desk can use; copy the whole key from the provider's page.",
    "KEY_PUBLISHABLE": "That is a publishable key, which can only show forms; make a restricted key at the "
    "provider's page.",
    "KEY_REFRESH": "That renews other keys and is none itself; copy the access token of your own application.",
    "KEY_PUBLIC": "That is the public key; copy the access token that stands beside it.",
    "LIVE_SECRET_KEY": "That secret key can do everything that your account can, with real money; make a restricted "
    "key, or say --live-secret-key.",
    "NO_KEY_HERE": "There is nobody here to ask for the key; name a file of it (--key-file), or pass it on standard "
    "input.",
    "KEY_REFUSED": "{connection} does not accept that key ({refusal}); copy it again, or make a new one, and see "
    "that it has the rights it needs.",
    "NOT_CHECKED": "{connection} could not be asked ({refusal}), so nothing was kept; try again, or keep it "
    "unasked: --unchecked.",
    "KEY_ON_COMMAND_LINE": "A key on the command line can be read by every program here; take it back at the "
    "provider's and paste a new one at the prompt.",
    "MAIL_SERVER": (
        (
            "“{text}” is no mail server; write it as smtp.example.org (TLS at port 465) or smtp.example.org:587 "
            "(STARTTLS)."
        ),
        ("That is no mail server; write it as smtp.example.org (TLS at port 465) or smtp.example.org:587 (STARTTLS)."),
    ),
    "MAIL_SENDER": (
        ("“{text}” is no address to send from; write it as Studio Ruiz <desk@studio.example>."),
        ("That is no address to send from; write it as Studio Ruiz <desk@studio.example>."),
    ),
    "MAIL_REFUSED": "The mail server does not let the desk in ({refusal}); look at server, user and password: many "
    "want a password made for programs.",
    "GOOGLE_REFUSED": "Google does not let the desk in ({refusal}); connect it again.",
    "CLIENT_MISSING": "Google wants an entry of your own; make an OAuth client for a desktop app in its console, and "
    "name its file (--client client_secret.json), or say AUTH_GOOGLE_ID and AUTH_GOOGLE_SECRET.",
    "CLIENT_SHAPE": "That is no file of an OAuth client for a desktop app; make one of that kind in Google's console "
    "and download it.",
    "CONSENT_REFUSED": "Google did not let the desk in: {refusal}; try again.",
    "CONSENT_LESS": "The box that lets the desk write its own events was left empty; connect again and tick it.",
    "REDIRECT_ELSEWHERE": "GOOGLE_REDIRECT_URI must be an address of this machine, as http://127.0.0.1:8765/; change "
    "it or unset it.",
    "CALENDARS_HIDDEN": "Google shows no list of your calendars, for it was not asked for; connect it again with "
    "deskbell connect google --choose.",
    "REDIRECT_TAKEN": "Something else listens at {text}; end it, or unset GOOGLE_REDIRECT_URI.",
    "NOT_BY_ITSELF": "There is nobody here to open Google's page; run deskbell connect google in a terminal.",
}
WILL: dict[str, str | tuple[str, ...]] = {
    "ConnectionMade.LIVE": (
        "connects {connection}, LIVE: {account}",
        "connects {connection}, LIVE",
    ),
    "ConnectionMade.TEST": (
        "connects {connection}, TEST: {account}",
        "connects {connection}, TEST",
    ),
    "ConnectionEnded.LIVE": "nothing is asked of {connection} any more: no links, no refunds, no looks",
    "ConnectionEnded.TEST": "nothing is asked of {connection} (TEST) any more: no links, no refunds, no looks",
    "ConnectionMade.CALENDAR": ("puts lessons on {connection}: {account}", "puts lessons on {connection}"),
    "ConnectionMade.MAIL": ("sends mail by {connection}: {account}", "sends mail by {connection}"),
    "ConnectionEnded.CALENDAR": "no lesson goes on {connection} any more, and no busy time comes from it",
    "ConnectionEnded.MAIL": "no mail leaves by {connection} any more",
}
DID: dict[str, str | tuple[str, ...]] = {
    "ConnectionMade.LIVE": (
        "{connection} connected, LIVE: {account}",
        "{connection} connected, LIVE",
    ),
    "ConnectionMade.TEST": (
        "{connection} connected, TEST: {account}",
        "{connection} connected, TEST",
    ),
    "ConnectionEnded.LIVE": "{connection} disconnected",
    "ConnectionEnded.TEST": "{connection} (TEST) disconnected",
    "ConnectionMade.CALENDAR": ("{connection} connected: {account}", "{connection} connected"),
    "ConnectionMade.MAIL": ("{connection} connected: {account}", "{connection} connected"),
    "ConnectionEnded.CALENDAR": "{connection} disconnected",
    "ConnectionEnded.MAIL": "{connection} disconnected",
}
TERMS: dict[str, str] = {
    "kept.ENVIRONMENT": "the environment",
    "kept.CREDENTIAL": "systemd's credentials",
    "kept.KEYRING": "the system's keyring",
    "kept.VAULT": "a file with a passphrase",
    "task.LINKS_LEFT": "links of a connection that is off",
}
PLANS: dict[str, str | tuple[str, str]] = {
    "topic.connection": "Connection",
    "topic.key": "Key",
    "key.gone.KEYRING": "is forgotten: taken out of the system's keyring",
    "key.gone.VAULT": "is forgotten: taken out of the file with the passphrase",
    "key.gone.ENVIRONMENT": "stays in the environment; unset it there",
    "key.gone.CREDENTIAL": "stays with systemd; take it out of the unit",
    "confirm.disconnect": "disconnects",
}
WORDS: dict[str, str | tuple[str, str]] = {
    "connect.ask": "Key of {name} (it is not shown):",
    "connect.live": "This secret key can do everything that your account can, with real money. Type LIVE to use it "
    "all the same:",
    "connect.asks": "Asking {name} …",
    "connect.done": "{name} is connected, {mode}: {account}",
    "connect.done.bare": "{name} is connected, {mode}.",
    "connect.sells": "It sells in {currencies}.",
    "connect.kept": "The key is kept in {where}.",
    "connect.excess": "The key may do more than a desk needs: {rights}. One without that would be safer.",
    "connect.wide": "It is a secret key, which may do everything; a restricted key would be safer.",
    "connect.unchecked": "Nobody was asked whether the key is accepted; the worker will find out.",
    "connect.key.left": "{name} is disconnected, but its key could not be taken out of {where}; do that by hand.",
    "passphrase.ask": "Passphrase of {where}:",
    "passphrase.new": "New passphrase for {where}, {least} characters or more:",
    "passphrase.again": "The same once more:",
    "connections.none": "not connected: deskbell connect {typed}",
    "connections.kept": "key in {where}",
    "connections.ok": "answered {when}",
    "connections.never": "not asked yet",
    "connections.failed": "{what}, {when}",
    "connections.excess": "may do more than a desk needs: {rights}",
}
