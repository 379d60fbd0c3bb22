import type { Text } from '#kernel/record.ts'
import { fillIn } from './evidence.ts'
import type { CellProblem } from './read-row.ts'

/** What a rule of reading says, for people; `{value}` is the cell. */
export const READ_TEXTS: Readonly<Record<string, Text>> = {
  'imports.required': { de: 'Hier fehlt eine Angabe.', en: 'A value is missing here.' },
  'imports.number': { de: '„{value}“ ist keine Zahl.', en: '“{value}” is no number.' },
  'imports.number_too_large': {
    de: '„{value}“ ist zu groß.',
    en: '“{value}” is too large.',
  },
  'imports.integer': {
    de: '„{value}“ ist keine ganze Zahl.',
    en: '“{value}” is no whole number.',
  },
  'imports.date': {
    de: '„{value}“ ist kein Datum in der gewählten Schreibweise.',
    en: '“{value}” is no date in the chosen notation.',
  },
  'imports.boolean': {
    de: '„{value}“ ist weder Ja noch Nein.',
    en: '“{value}” is neither yes nor no.',
  },
  'imports.choice': {
    de: '„{value}“ ist keiner der möglichen Werte. Eine Übersetzung lässt sich in der Zuordnung angeben.',
    en: '“{value}” is none of the possible values. A translation can be given in the mapping.',
  },
  'imports.value_unknown': {
    de: '„{value}“ ist keiner der möglichen Werte ({choices}).',
    en: '“{value}” is none of the possible values ({choices}).',
  },
  'imports.too_long': { de: 'Der Text ist zu lang.', en: 'The text is too long.' },
  'imports.email': {
    de: '„{value}“ ist keine E-Mail-Adresse und wird ausgelassen.',
    en: '“{value}” is no e-mail address and is left out.',
  },
  'imports.censored': {
    de: '„{value}“ ist kein genauer Wert und wird ausgelassen.',
    en: '“{value}” is no exact value and is left out.',
  },
  'imports.dst_gap': {
    de: '„{value}“ gab es wegen der Umstellung auf Sommerzeit nicht; gelesen eine Stunde später.',
    en: '“{value}” did not exist because clocks went forward; read an hour later.',
  },
  'imports.dst_overlap': {
    de: '„{value}“ gab es wegen der Umstellung auf Winterzeit zweimal; gelesen als das frühere.',
    en: '“{value}” occurred twice because clocks went back; read as the earlier.',
  },
  'imports.too_many_cells': {
    de: 'Die Zeile hat {cells} Zellen, die Kopfzeile nur {columns}.',
    en: 'The row has {cells} cells, the header only {columns}.',
  },
  'imports.ends_before_start': {
    de: 'Der Zeitraum endet ({until}), bevor er beginnt ({from}).',
    en: 'The period ends ({until}) before it starts ({from}).',
  },
  'imports.datev_header': {
    de: 'Die Datei hat keinen DATEV-Vorlauf; das Jahr der Belege ist unbekannt.',
    en: 'The file has no DATEV metadata line; the year of the postings is unknown.',
  },
  'imports.datev_side': {
    de: 'Soll oder Haben ist nicht angegeben.',
    en: 'Debit or credit is not given.',
  },
  'imports.field_unknown': {
    de: 'Das Feld „{field}“ gibt es nicht.',
    en: 'There is no field “{field}”.',
  },
  'imports.column_missing': {
    de: 'Die Datei hat keine Spalte „{column}“.',
    en: 'The file has no column “{column}”.',
  },
  'imports.required_not_mapped': {
    de: 'Für dieses Pflichtfeld ist keine Spalte und kein fester Wert angegeben.',
    en: 'No column and no constant is given for this required field.',
  },
  'imports.unknown_key': {
    de: 'Diese Angabe kennt die Zuordnung nicht.',
    en: 'The mapping knows no such entry.',
  },
  'imports.field_name': {
    de: 'So kann kein Feld heißen.',
    en: 'No field can be called so.',
  },
  'imports.date_pattern': {
    de: 'Diese Schreibweise für Daten ist unbekannt.',
    en: 'This notation for dates is unknown.',
  },
  'imports.time_zone': { de: 'Diese Zeitzone gibt es nicht.', en: 'There is no such time zone.' },
  'imports.currency': {
    de: 'Eine Währung hat drei Großbuchstaben, etwa EUR.',
    en: 'A currency has three capitals, such as EUR.',
  },
  'imports.ambiguous_date': {
    de: 'In {ambiguous} von {dates} Daten können Tag und Monat vertauscht sein.',
    en: 'In {ambiguous} of {dates} dates day and month may be swapped.',
  },
  'imports.ambiguous_decimal': {
    de: '{values} Zahlen wie „{example}“ lassen offen, ob das Zeichen Tausender oder Dezimalen trennt.',
    en: '{values} numbers such as “{example}” leave open whether the mark parts thousands or decimals.',
  },
}

/** Why a file as a whole is refused, by the code of the refusal. */
export const REFUSAL_TEXTS: Readonly<Record<string, Text>> = {
  'imports.file_empty': { de: 'Die Datei ist leer.', en: 'The file is empty.' },
  'imports.header_only': {
    de: 'Die Datei enthält nur eine Kopfzeile und keine Daten.',
    en: 'The file has only a header and no data.',
  },
  'imports.no_header': {
    de: 'In Zeile {row} steht keine Kopfzeile.',
    en: 'Row {row} holds no header.',
  },
  'imports.binary': {
    de: 'Das ist keine Tabelle, sondern eine Binärdatei. Gelesen werden CSV und XLSX.',
    en: 'This is no table but a binary file. CSV and XLSX can be read.',
  },
  'imports.xls_old': {
    de: 'Das ist eine Excel-Datei im alten Format (.xls). Bitte in Excel als XLSX speichern.',
    en: 'This is an Excel file in the old format (.xls). Please save it as XLSX in Excel.',
  },
  'imports.xlsb': {
    de: 'Das ist eine binäre Excel-Datei (.xlsb). Bitte als XLSX speichern.',
    en: 'This is a binary Excel file (.xlsb). Please save it as XLSX.',
  },
  'imports.xml': {
    de: 'Das ist eine XML-Datei. Bitte in Excel öffnen und als XLSX speichern.',
    en: 'This is an XML file. Please open it in Excel and save it as XLSX.',
  },
  'imports.html': {
    de: 'Das ist eine Webseite und keine Tabelle. Vielleicht war die Anmeldung abgelaufen, als sie geladen wurde.',
    en: 'This is a web page and no table. Perhaps the sign-in had expired when it was downloaded.',
  },
  'imports.json': {
    de: 'Diese JSON-Datei ist kein Bericht je Tag. Gelesen werden CSV und XLSX, von JSON nur Berichte von Matomo mit period=day und einem Zeitraum als date.',
    en: 'This JSON file is no report by day. CSV and XLSX can be read, of JSON only reports of Matomo with period=day and a range of days as date.',
  },
  'imports.zip_not_xlsx': {
    de: 'Das Archiv ist keine Excel-Arbeitsmappe.',
    en: 'The archive is no Excel workbook.',
  },
  'imports.archive_broken': {
    de: 'Die Datei ist beschädigt oder unvollständig übertragen ({reason}).',
    en: 'The file is damaged or was transferred incompletely ({reason}).',
  },
  'imports.zip_bomb': {
    de: 'Die Datei würde ausgepackt unverhältnismäßig groß ({bytes} Byte).',
    en: 'Unpacked, the file would be out of all proportion ({bytes} bytes).',
  },
  'imports.xlsx_too_much_text': {
    de: 'Die Arbeitsmappe enthält zu viel Text. Bitte als CSV speichern.',
    en: 'The workbook holds too much text. Please save it as CSV.',
  },
  'imports.sheet_missing': {
    de: 'Ein Blatt „{sheet}“ gibt es nicht.',
    en: 'There is no sheet “{sheet}”.',
  },
  'imports.too_many_columns': {
    de: 'Zeile {row} hat {columns} Spalten; möglich sind {limit}.',
    en: 'Row {row} has {columns} columns; {limit} are possible.',
  },
  'imports.row_too_long': {
    de: 'Zeile {row} ist länger als {limit} Zeichen. Das ist wohl keine Tabelle.',
    en: 'Row {row} is longer than {limit} characters. This is hardly a table.',
  },
  'imports.open_quote': {
    de: 'In Zeile {row} (Textzeile {line}) beginnt ein Anführungszeichen, das nicht richtig endet. Die Datei ist abgeschnitten oder beschädigt.',
    en: 'In row {row} (line {line}) a quote starts that does not end properly. The file is cut or damaged.',
  },
  'imports.file_cut': {
    de: 'Die Datei bricht ab: Die letzte Zeile ist unvollständig.',
    en: 'The file is cut: its last row is incomplete.',
  },
  'imports.encoding_wrong': {
    de: 'Die Datei ist nicht in der Kodierung {chosen} geschrieben.',
    en: 'The file is not written in the encoding {chosen}.',
  },
  'imports.mapping_invalid': {
    de: 'Die Zuordnung enthält Fehler.',
    en: 'The mapping has faults.',
  },
}

/** A broken rule of a cell, for people. */
export function problemText(
  { rule, detail = {} }: Pick<CellProblem, 'rule' | 'detail'>,
  language: 'de' | 'en',
): string {
  const text = READ_TEXTS[rule] ?? REFUSAL_TEXTS[rule]
  return text ? fillIn(text[language], detail) : rule
}
