"""How the desk is, line by line: Portuguese."""

from __future__ import annotations

DOCTOR: dict[str, str | tuple[str, str]] = {
    "doctor.DATABASE": "{desk} abre ({kind}).",
    "doctor.RIGHTS": "Arquivos e pastas são só do dono.",
    "doctor.RIGHTS_OPEN": "Outros nesta máquina podem ler {where}; execute chmod {mode} nele.",
    "doctor.FIGURES": "Todos os números conferem com as linhas de onde vêm.",
    "doctor.FIGURES_WRONG": (
        "{n} número não confere com suas linhas; veja com deskbell verify.",
        "{n} números não conferem com suas linhas; veja com deskbell verify.",
    ),
    "doctor.WORKER": "Há um processo de fundo trabalhando.",
    "doctor.CALENDAR": "as aulas vão no calendário {calendar}",
    "doctor.CALENDAR_SAID": "as aulas vão no calendário {calendar}, como diz {where}",
    "doctor.CALENDAR_DIFFERS": (
        "as aulas vão no calendário {calendar}, e {where} diz {meant}: deskbell calendar --use {meant}, ou corrija isso"
    ),
    "doctor.WORKER_IDLE": "Não há processo de fundo, e nada espera por um.",
    "doctor.WORKER_NONE": (
        "{n} pedido espera e não há processo de fundo; abra o programa ou execute deskbell worker.",
        "{n} pedidos esperam e não há processo de fundo; abra o programa ou execute deskbell worker.",
    ),
    "doctor.PARKED": (
        "{n} pedido ficou parado; veja com 8 no programa, e repita ou descarte.",
        "{n} pedidos ficaram parados; veja com 8 no programa, e repita ou descarte.",
    ),
    "doctor.CONNECTION": "{name} está conectado.",
    "doctor.CONNECTION_DOWN": "{name} não responde; é tentado de novo sozinho, veja a rede se continuar assim.",
    "doctor.CONNECTION_PAUSED": "{name} está em pausa; retome com deskbell worker --resume, ou conecte de novo se a "
    "chave foi recusada.",
    "doctor.CONNECTION_RESTORED": "{name} espera uma revisão depois de restaurar; execute deskbell worker.",
    "doctor.CONNECTION_OFF": "{name} foi desconectado; conecte de novo se precisar.",
    "doctor.CLOCK": "O relógio desta máquina e o de {name} diferem em {n} segundos; acerte-o, ou nenhuma "
    "reserva retida vence sozinha.",
    "doctor.KEYRING": "As chaves ficam no chaveiro do sistema ({name}).",
    "doctor.KEYRING_NONE": "Aqui não há chaveiro: as chaves vão para um arquivo que uma senha abre.",
    "doctor.KEYS_CLOSED": "A chave de {name} está em um arquivo com senha: um trabalhador a pede, ou lê "
    "DESKBELL_PASSPHRASE_FILE.",
    "doctor.KEY": "{name}: {why}",
}
