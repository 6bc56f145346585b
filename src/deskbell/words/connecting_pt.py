"""What the desk is connected to: keys, where they are kept, what is wrong with them: Portuguese."""

from __future__ import annotations

ERRORS: dict[str, str | tuple[str, ...]] = {
    "CONNECTION_UNKNOWN": "“{text}” não é nada a que uma agenda se conecte; escolha uma destas: {candidates}.",
    "SECRET_UNREADABLE": "O arquivo {where} não pode ser lido como chave: {why}; corrija-o ou indique outro.",
    "SECRET_OPEN_TO_OTHERS": "Outros podem ler {where} (modo {mode}); feche-o primeiro: chmod 600.",
    "SECRET_NOT_KEPT": "A chave não pôde ser escrita em {where}: {why}; nada mudou, abra espaço ou corrija isso.",
    "SECRET_SAID": "{variable} diz outra chave, e o ambiente vem primeiro; mude-a lá, ou retire-a.",
    "KEYRING_LOCKED": "O chaveiro do sistema está trancado; destranque-o e tente de novo, ou guarde a chave em um "
    "arquivo: --vault.",
    "KEYRING_SILENT": "O chaveiro do sistema não respondeu em {seconds} s; procure a janela dele, ou guarde a chave em "
    "um arquivo: --vault.",
    "KEYRING_FAILED": "O chaveiro do sistema falhou ({why}); conserte-o, ou guarde a chave em um arquivo: --vault.",
    "PASSPHRASE_MISSING": "O arquivo {where} pede a senha e não há a quem perguntar; faça isto em um terminal, ou "
    "indique um arquivo com ela em DESKBELL_PASSPHRASE_FILE.",
    "PASSPHRASE_WRONG": "Essa não é a senha de {where}; tente de novo, ou apague o arquivo e conecte outra vez.",
    "PASSPHRASE_SHORT": "Uma senha tem {least} caracteres ou mais; escolha uma mais longa.",
    "PASSPHRASE_DIFFERS": "As duas senhas são diferentes e nada foi guardado; escreva a mesma duas vezes.",
    "VAULT_DAMAGED": "{where} foi mudado ou cortado, e nada nele merece confiança; apague-o e conecte outra vez.",
    "VAULT_OPEN_TO_OTHERS": "Outros podem ler {where} (modo {mode}); feche-o primeiro (chmod 600) e faça chaves novas.",
}
