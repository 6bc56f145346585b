"""What went wrong and what to do next: Portuguese."""

from __future__ import annotations

ERRORS: dict[str, str | tuple[str, ...]] = {
    "?": "Algo falhou e ainda não tem palavras ({code}); informe este código.",
    # --- where the desk is kept
    "HOME_UNKNOWN": "Não há pasta pessoal onde guardar arquivos; ponha uma pasta em DESKBELL_HOME.",
    "FOLDER_IS_A_FILE": "{where} é um arquivo e é preciso uma pasta; mude o nome dele ou ponha outra em DESKBELL_HOME.",
    "FOLDER_CANNOT_BE_MADE": "Não se pode criar a pasta {where}: {why}; dê acesso ou ponha outra em DESKBELL_HOME.",
    "FOLDER_OPEN_TO_OTHERS": "Outros podem olhar em {where} (modo {mode}); "
    "execute chmod 700 ou guarde a agenda em outro lugar.",
    "DESK_UNREADABLE": "Não se pode ler {where}: {why}; confira o caminho e as permissões.",
    "DESK_IS_A_FOLDER": "{where} é uma pasta; indique um arquivo dela, como desk.sqlite3.",
    "DESK_ON_NETWORK_SHARE": "{where} está em um disco de rede ({filesystem}) cujas travas não são confiáveis; "
    "guarde o arquivo nesta máquina, ou use PostgreSQL para vários balcões.",
    "DESK_NOT_A_DATABASE": "{where} não é um banco de dados; indique outro arquivo.",
    "DESK_OPEN_TO_OTHERS": "Outros podem ler {where} (modo {mode}); execute chmod 600 e tente de novo.",
    "DESK_CANNOT_BE_MADE": "Não se pode criar {where}: {why}; escolha uma pasta em que possa escrever.",
    "DESK_NOT_MADE": "Ainda não há agenda em {where}; execute deskbell init, ou deskbell demo para olhar.",
    "DESK_NOT_SET_UP": "Esta agenda ainda não está preparada; execute deskbell init, ou só deskbell.",
    "DESK_NEWER": "Esta agenda foi feita por um Deskbell mais novo (esquema {found}, este conhece {known}); "
    "atualize o Deskbell.",
    "DESK_OLDER": "Esta agenda compartilhada tem um esquema anterior ({found}) e é só de leitura; "
    "quem é dono executa deskbell migrate.",
    "NOT_A_DESK": "{where} é um banco de dados, mas não uma agenda; indique outro ou um vazio.",
    "UNKNOWN_DATABASE": "{scheme} não é um banco de dados conhecido; use um arquivo ou postgresql://SERVIDOR/NOME.",
    "DRIVER_MISSING": "O PostgreSQL precisa do pacote Python {module}; instale com pip install 'deskbell[postgres]'.",
    "MIGRATION_FAILED": "A agenda não pôde ir do esquema {found} ao {known} e ficou como estava; "
    "informe isto ({state}) e siga com o Deskbell anterior.",
    "DESK_CANNOT_BE_COPIED": (
        "Não se pôde copiar {where} antes de atualizar e nada mudou; abra espaço ao lado e tente de novo.",
        "A cópia feita antes de atualizar não é igual e nada mudou; confira o disco e tente de novo.",
    ),
    "DISK_FULL": "O disco está cheio e nada foi escrito; abra espaço e tente de novo.",
    "DESK_DAMAGED": "O arquivo da agenda está danificado ({state}); volte à última cópia, deskbell where mostra onde.",
    "DATABASE_FORBIDS": "O banco de dados não deixa este programa escrever ({state}); "
    "confira as permissões e tente de novo.",
    "DATABASE_UNREACHABLE": (
        "Não se alcança o banco de dados ({said}); confira se ele funciona e o endereço, e tente de novo.",
        "Não se alcança o banco de dados; confira se ele funciona e o endereço, e tente de novo.",
    ),
    "BUSY_TRY_AGAIN": "Outra pessoa está escrevendo agora e nada mudou; tente de novo em um momento.",
    "COMMIT_UNKNOWN": "A conexão caiu ao salvar; veja se está lá antes de repetir.",
    "STORE_FAULT": (
        "O banco de dados recusou o que este programa escreveu ({state} {constraint}) e nada mudou; informe isto.",
        "O banco de dados recusou o que este programa escreveu ({state}) e nada mudou; informe isto.",
        "O banco de dados recusou o que este programa escreveu e nada mudou; informe isto.",
    ),
    "NO_SUCH_ROW": "Algo de que isto precisa não está mais lá ({kind}); atualize e tente de novo.",
    "KEY_REUSED": "Esta chave foi usada em outra mudança ({change}); use uma chave nova para uma mudança nova.",
    # --- settings and the command line
    "SETTINGS_UNREADABLE": "Não se podem ler os ajustes de {where}: {why}; corrija o arquivo ou remova-o.",
    "SETTINGS_NOT_TEXT": "{where}, linha {line}, não é texto UTF-8; salve o arquivo como UTF-8.",
    "SETTINGS_SYNTAX": "{where}, linha {line}: {why}; corrija essa linha.",
    "SETTINGS_OPEN_TO_OTHERS": "Outros podem ler {where} (modo {mode}) e há uma senha nele; execute chmod 600.",
    "SETTING_UNKNOWN": (
        "{where}, linha {line}: não há ajuste {key}; quis dizer {nearest}?",
        "{where}, linha {line}: não há ajuste {key}; remova a linha.",
        "{where}: não há ajuste {key}; remova-o.",
    ),
    "SETTING_WRONG_TYPE": (
        "{where}, linha {line}: {key} é {found} e é preciso {wanted}; escreva {wanted}.",
        "{variable} contém {found} e é preciso {wanted}; escreva {wanted}.",
        "{where}: {key} é {found} e é preciso {wanted}; escreva {wanted}.",
        "{key} é {found} e é preciso {wanted}; escreva {wanted}.",
    ),
    "SETTING_WRONG_CHOICE": (
        "{where}, linha {line}: {key} não pode ser “{found}”; escreva um destes: {choices}.",
        "{variable} não pode ser “{found}”; escreva um destes: {choices}.",
        "{key} não pode ser “{found}”; escreva um destes: {choices}.",
    ),
    "DATABASE_UNKNOWN_KIND": (
        "{where}, linha {line}: “{found}” não é um banco de dados conhecido; use um destes: {choices}.",
        "{variable}: “{found}” não é um banco de dados conhecido; use um destes: {choices}.",
        "“{found}” não é um banco de dados conhecido; use um destes: {choices}.",
    ),
    "PASSWORD_ON_COMMAND_LINE": "Outros podem ler uma senha na linha de comando ({database}); "
    "ponha-a em DESKBELL_DATABASE, PGPASSFILE ou no arquivo de ajustes.",
    "NOW": "DESKBELL_NOW não pode ser “{now}”; escreva 2026-03-04T10:00+01:00 ou segundos desde 1970.",
    "DAYS": "Não se podem mostrar {days} dias de uma vez; peça de 1 a {most}.",
    "LIMIT": "Não se podem mostrar {limit} linhas de uma vez; peça de 1 a {most}.",
    "TUTOR_MISSING": "Falta de quem é; acrescente --tutor com um destes: {candidates}.",
    "NO_TUTOR_OF_NAME": (
        "Não há docente “{text}”; estes estão: {candidates}.",
        "Não há docente “{text}”; indique outro.",
    ),
    "Ambiguous.NO_TUTOR_OF_NAME": "Há vários docentes “{text}”; escreva mais do nome: {candidates}.",
    "NO_SERVICE_OF_NAME": (
        "Não há serviço “{text}”; estes estão: {candidates}.",
        "Não há serviço “{text}”; indique outro.",
    ),
    "Ambiguous.NO_SERVICE_OF_NAME": "Há vários serviços “{text}”; escreva mais do nome: {candidates}.",
    "USAGE": (
        "Isto não se entende: {said}; veja deskbell {command} --help.",
        "Isto não se entende: {said}; veja deskbell --help.",
    ),
    "COMMAND_UNKNOWN": (
        "Não existe o comando “{text}”; quis dizer {suggestions}?",
        "Não existe o comando “{text}”; veja deskbell --help.",
    ),
    "NO_TERMINAL": "A tela precisa de um terminal; abra deskbell em um ou use um comando como deskbell agenda.",
    "NOT_A_DEMO": "{where} não é uma agenda de demonstração e fica como está; diga outro arquivo.",
    "DEMO_NEEDS_A_FILE": "A demonstração nunca sai desta máquina; tire --database ou diga um arquivo.",
    "FILE_UNREADABLE": "Não se pode ler {where}: {why}; confira o caminho e as permissões.",
    "WEEKDAY_UNKNOWN": "“{text}” não é um dia da semana; escreva um como segunda-feira.",
    "METHOD_UNKNOWN": "“{text}” não é uma forma de pagamento daqui; escreva dinheiro, cartão ou transferência.",
    "NEEDS_YES": "Ninguém confirmou este plano e nada mudou; acrescente --yes, ou --commit {digest}.",
    # --- setting up
    "ALREADY_SET_UP": (
        "A agenda {desk} já está preparada; abra com deskbell, ou indique outro banco de dados.",
        "Esta agenda já está preparada; abra com deskbell, ou indique outro banco de dados.",
    ),
    "NAME_EMPTY": "O nome está vazio; escreva um nome.",
    "NO_TUTOR": "Ainda ninguém dá aulas aqui; indique um docente.",
    "NO_SERVICE": "Ainda não há o que reservar; acrescente um serviço, como 'Piano 60 25.00'.",
    "UNKNOWN_ZONE": "Não há fuso horário “{zone}”; escreva um como America/Sao_Paulo.",
    "ZONE_MISSING": "Falta o fuso horário; escreva um como America/Sao_Paulo.",
    "ZONE_UNKNOWN": (
        "Não há fuso horário “{text}”; quis dizer {suggestions}?",
        "Não há fuso horário “{text}”; escreva um como America/Sao_Paulo.",
    ),
    "UNKNOWN_CURRENCY": "Não há moeda “{currency}”; escreva suas três letras, como BRL.",
    "MIXED_CURRENCIES": "{one} e {other} não se somam; use uma só moeda.",
    "HOURS": "{weekday} {start}–{end} não é um horário; ponha o fim depois do começo, no mesmo dia.",
    "HOURS_MISSING": "Falta o horário; escreva assim: Seg-Sex 9-18.",
    "HOURS_UNKNOWN": (
        "Não se entende “{part}” no horário; escreva assim: Seg-Sex 9-13, 15-19; Sáb 10-14.",
        "Não se entende “{text}” como horário; escreva assim: Seg-Sex 9-13, 15-19; Sáb 10-14.",
    ),
    "HOURS_END_BEFORE_START": "{part} termina antes de começar; escreva primeiro o começo, como 9-18.",
    "HOURS_OVERLAP": "Os horários de {weekday} se sobrepõem; escreva cada hora uma vez.",
    "SERVICE_MISSING": "Falta o serviço; escreva nome, minutos e preço: Piano 60 25,00.",
    "SERVICE_UNKNOWN_FORM": "Não se entende “{text}”; escreva nome, minutos e preço: Piano 60 25,00.",
    "SERVICE_AMBIGUOUS_FORM": '“{text}” pode ser lido de dois modos; ponha o nome entre aspas: "Piano 4" 60 25,00.',
    "SERVICE_NAME_TOO_LONG": "O nome do serviço é longo demais; use no máximo {longest} caracteres.",
    "LENGTH": "Uma aula não pode durar {minutes}; escolha entre 5 minutos e um dia.",
    "CAPACITY": "{capacity} vagas não servem para este tipo de serviço; "
    "uma aula individual tem 1, uma turma pelo menos 1.",
    "POLICY_TIERS": "“{tiers}” não é uma política de devolução; escreva horas em queda com seu percentual, até 0: "
    "48:100 24:50 0:0.",
    # --- who, what, when
    "NO_BOOKING": (
        "Não há reserva {booking}; procure com deskbell bookings ou /.",
        "Não existe essa reserva; procure com deskbell bookings ou /.",
    ),
    "NO_SUCH_BOOKING": (
        "Não há reserva {which}; procure com deskbell bookings ou /.",
        "Essa reserva não existe mais; atualize e procure de novo.",
    ),
    "NO_SUCH_ORDER": (
        "Não há pedido {which}; abra a reserva de novo.",
        "Não existe esse pedido; abra a reserva de novo.",
    ),
    "NO_SUCH_PERSON": (
        "Não há pessoa {which}; procure por nome ou telefone.",
        "Essa pessoa não está mais lá; procure por nome ou telefone.",
    ),
    "NO_SUCH_SERVICE": (
        "Não há serviço {which}; escolha um da lista.",
        "Esse serviço não está mais lá; escolha um da lista.",
    ),
    "NO_SUCH_TUTOR": (
        "Não há docente {which}; escolha da lista.",
        "Esse docente não está mais lá; escolha da lista.",
    ),
    "NO_SUCH_SLOT": (
        "A aula {which} não está mais lá; atualize e escolha outra.",
        "Essa aula não está mais lá; atualize e escolha outra.",
    ),
    "NO_PERSON": "Ninguém se chama “{text}”; escreva o nome de outro modo, ou com + na frente se for alguém novo.",
    "NOBODY_YET": "Ainda não há nome; comece com um nome, + um nome novo, ou - se for sem nome.",
    "PERSON_AND_WALK_IN": "“{text}” é um nome, mas a linha diz que não há; tire um dos dois.",
    "SEVERAL_PEOPLE": (
        "Há várias pessoas “{text}”: {candidates}; escreva mais do nome, ou o número.",
        "Há várias pessoas “{text}”; escreva mais do nome, ou o número.",
    ),
    "NO_SERVICE_YET": ("Falta o serviço; indique um: {candidates}.", "Falta o serviço; indique um."),
    "SERVICE_AMBIGUOUS": "“{text}” pode ser vários serviços: {candidates}; escreva mais letras.",
    "SERVICE_UNKNOWN": "Não há serviço “{text}”; escreva como na lista.",
    "TUTOR_AMBIGUOUS": "“{text}” pode ser vários docentes: {candidates}; escreva mais letras.",
    "TUTOR_UNKNOWN": "Não há docente “{text}”; escreva o nome como na lista.",
    "NO_TIME": "Falta o horário; diga quando, como 15:30.",
    "NO_TIME_YET": "Falta o horário; diga quando, como 15:30.",
    "NO_CLASS_THEN": (
        "{service} não tem aula em {start}; escolha um dos seus horários.",
        "{service} não tem aula então; escolha um dos seus horários.",
    ),
    "SEVERAL_CLASSES": "{service} tem várias aulas: {candidates}; diga qual.",
    "NOT_A_CLASS": "{service} é uma aula individual; reserve para uma pessoa, ou escolha uma turma.",
    "LINE_TOO_LONG": "A linha é longa demais; use no máximo {longest} caracteres.",
    "LINE_TWICE": "“{text}” repete {what}; tire um dos dois.",
    "NUMBER_UNCLEAR": "“{text}” pode ser hora, minutos ou dinheiro; escreva 15:30, 60m ou dinheiro 30.",
    "AMOUNT_WITHOUT_CASH": "“{text}” parece dinheiro; escreva dinheiro na frente se foi entregue.",
    "DAY_MISSING": "Falta o dia; escreva um como hoje, sex ou 4 março.",
    "DAY_UNKNOWN": "“{text}” não se entende como dia; escreva um como hoje, sex, 4 março ou +3.",
    "DAY_IMPOSSIBLE": "“{text}” não está em nenhum calendário; confira dia e mês.",
    "DAY_OUT_OF_RANGE": "“{text}” fica longe demais; escolha um dia entre {first} e {last}.",
    "DAY_MISMATCH": "“{text}” não combina: {day} não é {weekday}; tire o dia da semana ou corrija a data.",
    "TIME_MISSING": "Falta o horário; escreva um como 15:30.",
    "TIME_UNKNOWN": "“{text}” não é um horário; escreva um como 15:30.",
    "MINUTES_MISSING": "Falta a duração; escreva minutos, como 60.",
    "MINUTES_UNKNOWN": "“{text}” não é uma duração; escreva minutos, como 60 ou 1h30.",
    "MINUTES_OUT_OF_RANGE": "“{text}” não é uma duração possível; escolha de 1 a {longest} minutos.",
    "END_BEFORE_START": (
        "“{text}” termina antes de começar; escreva primeiro o começo.",
        "O evento {uid} termina antes de começar; corrija-o no seu calendário.",
        "Isso termina antes de começar; escreva primeiro o começo.",
    ),
    # --- booking
    "TAKEN": (
        "{start} não está livre: {reasons}; escolha outro horário.",
        "Esse horário não está livre: {reasons}; escolha outro horário.",
        "Esse horário não está livre; escolha outro horário.",
    ),
    "PAST": (
        "{start} já passou; escolha um horário que venha, ou deixe a recepção reservar.",
        "Esse horário já passou; escolha um horário que venha, ou deixe a recepção reservar.",
    ),
    "RANGE_CONFLICT": "Alguém acabou de tomar esse horário (coincide: {what}); escolha outro horário.",
    "SLOT_FULL": (
        "A turma de {start} está cheia ({taken} de {capacity}); escolha outra.",
        "A turma está cheia; escolha outra.",
    ),
    "SLOT_CLOSED": "Essa aula está encerrada ou cancelada; escolha outra.",
    "ALREADY_BOOKED": (
        "Esta pessoa já tem vaga aí, reserva {booking}; abra essa.",
        "Esta pessoa já tem vaga aí; abra essa reserva.",
    ),
    "STUDENT_OVERLAP": "Esta pessoa tem outra aula então: reserva {booking}, {span}; "
    "escolha outro horário ou mova aquela.",
    "PRICE_CHANGED": "O preço é {now}, não {told}; avise o cliente e reserve de novo.",
    "NOT_YOURS": (
        "Isto não se pode fazer como {role}: {verb}; peça à recepção.",
        "Isto não se pode fazer neste papel; peça à recepção.",
    ),
    "ILLEGAL_MOVE": (
        "“{verb}” não é possível com a reserva {state}; atualize e veja o que é.",
        "“{verb}” não é possível com esta reserva; atualize e veja o que é.",
    ),
    "ILLEGAL_SLOT_MOVE": (
        "“{verb}” não é possível com a aula {state}; atualize e veja o que é.",
        "“{verb}” não é possível com esta aula; atualize e veja o que é.",
    ),
    "ILLEGAL_PAYMENT_MOVE": (
        "Este pagamento está assim: {state}, e isso não é possível; atualize e veja o que é.",
        "Isso não é possível com este pagamento; atualize e veja o que é.",
    ),
    "ILLEGAL_REFUND_MOVE": (
        "Esta devolução está assim: {state}, e isso não é possível; atualize e veja o que é.",
        "Isso não é possível com esta devolução; atualize e veja o que é.",
    ),
    "STARTED": "A aula começou: {start}; peça à recepção.",
    "NOT_YET": "Isso é possível a partir de {at}; espere até lá.",
    "SAME_TIME": "A reserva já está em {start}; escolha outro horário.",
    "PERCENT": "{percent} não é uma parte do preço; escolha de 0 a 100.",
    "VERB": "“{verb}” não é um modo de encerrar uma aula; use complete, no-show ou reopen.",
    # --- money
    "AMOUNT": "Não se pode receber {amount}; escreva um valor acima de zero.",
    "AMOUNT_MISSING": "Falta o valor; escreva um como 25,00.",
    "AMOUNT_UNCLEAR": "“{text}” não é um valor; escreva um como 25,00.",
    "AMOUNT_AMBIGUOUS": "“{text}” pode ser {low} ou {high}; escreva os decimais.",
    "AMOUNT_TOO_FINE": (
        "“{text}” tem decimais demais; {currency} tem {places}.",
        "“{text}” tem decimais e {currency} não tem; escreva um valor inteiro.",
    ),
    "AMOUNT_NEGATIVE": "“{text}” está abaixo de zero; escreva um valor maior.",
    "AMOUNT_TOO_LARGE": (
        "{amount} é mais do que se recebe de uma vez; confira os números.",
        "“{text}” é mais do que se recebe de uma vez; confira os números.",
    ),
    "AMOUNT_OTHER_CURRENCY": "“{text}” está em {other}, mas a agenda usa {currency}; escreva em {currency}.",
    "TOO_LITTLE": "{tendered} é menos que {due}; peça mais, ou receba uma parte com --amount.",
    "TOO_MUCH": "Só restam {due} a receber, não {amount}; receba o que resta.",
    "CHANGE_ONLY_FOR_CASH": "Só dinheiro dá troco, e {tendered} é mais que {due}; receba {due}.",
    "NOTHING_DUE": "Nada a receber; não é preciso cobrar.",
    "REASON_MISSING": "Outro preço precisa de um motivo; escreva por quê.",
    "SAME_PRICE": "O preço já é {amount}; escreva outro ou deixe assim.",
    "BOOKING_CLOSED": "A reserva está {state} e seu preço fica; mude uma que siga aberta.",
    "ALREADY_EARNED": "A reserva {booking} já foi dada e conta como receita; reabra-a primeiro.",
    "NO_REFUND": "Não há essa devolução; abra a reserva e veja o que está pendente.",
    "REFUND_EXISTS": "Deste pagamento já se devolveram ou prometeram {refunded}; resolva primeiro essa devolução.",
    "REFUND_TOO_MUCH": "Não se podem devolver {refunded} de {captured}; atualize e veja o plano de novo.",
    # --- notes and fields
    "NOTE_EMPTY": "A nota está vazia; escreva algo ou deixe.",
    "NOTE_KIND": "Não há nota “{kind}” que “{visibility}” possa ler; escolha outro tipo ou outro leitor.",
    "NOTHING_CHANGED": "Nada é diferente; mude um campo ou volte.",
    "WALK_IN": "Sem nome não há {field} a mudar; reserve para uma pessoa e assim fica guardado.",
    "FIELD": "Não há campo “{field}”; escolha focus, join_url, name, mail ou phone.",
    "URL": "“{url}” não é um link em que se entre; escreva um que comece com https://.",
    "MAIL": "“{mail}” não é um e-mail; escreva um como ana@example.org.",
    # --- plans and undo
    "PLAN_CHANGED": "Algo mudou desde que o plano foi mostrado e nada foi feito; olhe o plano novo e confirme.",
    "OVERTAKEN": "Alguém mudou isto enquanto isso e nada foi feito; atualize e veja o plano de novo.",
    "NOTHING_TO_UNDO": "Não há nada a desfazer; a história de uma reserva mostra o que foi feito.",
    "NO_SUCH_CHANGE": (
        "Não há mudança {which}; veja os números na história.",
        "Não existe essa mudança; veja os números na história.",
    ),
    "ALREADY_UNDONE": (
        "A mudança {change} já foi desfeita; não resta nada a desfazer nela.",
        "Isto já foi desfeito; não resta nada a desfazer nele.",
    ),
    "UNDO_NEVER": (
        "“{verb}” não se pode desfazer; faça a mudança contrária.",
        "Isto não se pode desfazer; faça a mudança contrária.",
    ),
    "UNDO_OVERTAKEN": "Alguém mudou isto depois de “{verb}” e já não se pode só desfazer; mude como está agora.",
    "UNDO_TAKEN": (
        "O horário de antes não está mais livre: {reasons}; escolha outro horário.",
        "O horário de antes não está mais livre; escolha outro horário.",
    ),
    "UNDO_FULL": "A vaga foi ocupada enquanto isso; escolha outra turma.",
    "UNDO_SEALED": "O dinheiro se moveu em {at}, outro dia, e fica naquele dia; devolva ou receba hoje de novo.",
    # --- calendar files
    "CalendarRefused.NOT_A_CALENDAR": "Isto não é um arquivo de calendário; exporte um que termine em .ics.",
    "CalendarRefused.BAD_ENCODING": "O arquivo diz ser {encoding} e não é; exporte de novo como UTF-8.",
    "CalendarRefused.NUL_BYTES": "A linha {line} tem bytes que nenhum texto tem; exporte o calendário de novo.",
    "CalendarRefused.TOO_LARGE": "O arquivo passa de {limit}; exporte menos anos.",
    "CalendarRefused.TOO_MANY_LINES": "O arquivo tem mais de {limit} linhas; exporte menos anos.",
    "CalendarRefused.TOO_MANY_EVENTS": "O arquivo tem mais de {limit} eventos; exporte menos anos.",
    "CalendarRefused.TOO_MANY_OCCURRENCES": "Os eventos somam mais de {limit} vezes; exporte menos anos.",
    "CalendarRefused.LINE_TOO_LONG": "A linha {line} é longa demais para um calendário; exporte-o de novo.",
    "CalendarRefused.TOO_DEEP": "A linha {line} abre coisas demais uma dentro da outra; exporte o calendário de novo.",
    "CalendarRefused.RULE_BOMB": (
        "O evento “{title}” (linha {line}) se repete sem medida; corrija ou remova-o no seu calendário.",
        "O evento da linha {line} se repete sem medida; corrija ou remova-o no seu calendário.",
    ),
}
