import type { Evidence } from './detection.ts'

type Language = 'de' | 'en'

/** `{name}` is replaced by the detail of that name. */
const TEXTS: Readonly<Record<string, { readonly de: string; readonly en: string }>> = {
  'imports.given': { de: 'so angegeben', en: 'as given' },
  'imports.byte_order_mark': {
    de: 'die Datei beginnt mit der Kennung dieser Kodierung',
    en: 'the file starts with the mark of this encoding',
  },
  'imports.every_other_byte_zero': {
    de: 'jedes zweite Byte ist null, wie bei UTF-16',
    en: 'every other byte is zero, as in UTF-16',
  },
  'imports.ascii': {
    de: 'nur einfache Zeichen, jede Kodierung passt',
    en: 'plain characters only, any encoding fits',
  },
  'imports.valid_utf8': {
    de: 'alle {bytes} Bytes sind gültiges UTF-8',
    en: 'all {bytes} bytes are valid UTF-8',
  },
  'imports.windows_bytes': {
    de: 'kein UTF-8; enthält {letters} Zeichen, die es nur in Windows-1252 gibt',
    en: 'no UTF-8; has {letters} characters that only Windows-1252 knows',
  },
  'imports.single_bytes': {
    de: 'kein UTF-8; Windows-1252 und ISO-8859-1 lesen diese Datei gleich',
    en: 'no UTF-8; Windows-1252 and ISO-8859-1 read this file alike',
  },
  'imports.sep_line': { de: 'die erste Zeile nennt es', en: 'the first line names it' },
  'imports.same_columns': {
    de: 'die meisten Zeilen haben damit {columns} Spalten',
    en: 'most rows have {columns} columns with it',
  },
  'imports.quoted_cells': {
    de: '{cells} Zellen beginnen damit',
    en: '{cells} cells begin with it',
  },
  'imports.datev_line': {
    de: 'Zeile 1 ist der Vorlauf von DATEV',
    en: 'row 1 is the metadata line of DATEV',
  },
  'imports.first_full_row': {
    de: 'die erste Zeile, in der fast alle {columns} Spalten gefüllt sind',
    en: 'the first row with nearly all {columns} columns filled',
  },
  'imports.no_decimals': {
    de: 'keine Zahl im Anfang der Datei verrät es',
    en: 'no number at the beginning of the file tells',
  },
  'imports.decimal_columns': {
    de: 'Spalten mit eindeutig so geschriebenen Zahlen: {columns}',
    en: 'columns that clearly write numbers this way: {columns}',
  },
  'imports.currency_column': {
    de: 'eine Spalte nennt die Währung: {currencies}',
    en: 'a column names the currency: {currencies}',
  },
  'imports.currency_sign': {
    de: 'Zeichen bei den Beträgen oder in den Spaltennamen: {currencies}',
    en: 'signs beside amounts or in column names: {currencies}',
  },
  'imports.currency_datev': {
    de: 'der Vorlauf von DATEV nennt {currencies}',
    en: 'the metadata line of DATEV says {currencies}',
  },
  'imports.no_currency': {
    de: 'die Datei nennt keine Währung',
    en: 'the file names no currency',
  },
  'imports.no_sheets': { de: 'kein Tabellenblatt', en: 'no sheets' },
  'imports.json_days': { de: 'Tagesbericht als JSON', en: 'report by day as JSON' },
  'imports.workbook': { de: 'Excel-Arbeitsmappe', en: 'Excel workbook' },
  'imports.first_visible_sheet': {
    de: 'das erste von {sheets} sichtbaren Blättern',
    en: 'the first of {sheets} visible sheets',
  },
}

export const fillIn = (text: string, detail: Readonly<Record<string, string | number>>): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => String(detail[name] ?? whole))

/** Why something was guessed, for people. */
export function evidenceText({ rule, detail }: Evidence, language: Language): string {
  const text = TEXTS[rule]
  return text ? fillIn(text[language], detail) : rule
}
