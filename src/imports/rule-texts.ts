import { text } from '#kernel/fields.ts'
import type { Text } from '#kernel/record.ts'

/** Texts of the rules that the import itself checks, beside those of reading cells. */
export const importRuleTexts: Readonly<Record<string, Text>> = {
  'imports.reference_not_found': text(
    'Der verknüpfte Datensatz wurde nicht gefunden; die Verknüpfung bleibt leer.',
    'The record referred to was not found; the link stays empty.',
  ),
  'imports.reference_ambiguous': text(
    'Mehrere Datensätze heißen so; die Verknüpfung bleibt leer.',
    'Several records have this name; the link stays empty.',
  ),
  'imports.currency_without_rate': text(
    'Die Beträge stehen in {currency}, das Unternehmen rechnet in {company}, und es gibt keinen Umrechnungskurs.',
    'The amounts are in {currency}, the company reckons in {company}, and there is no exchange rate.',
  ),
  'imports.database_refused': text(
    'Der Wert lässt sich nicht speichern.',
    'The value cannot be stored.',
  ),
  'imports.repeated_row': text(
    'Eine frühere Zeile der Datei hat dieselbe Nummer, aber andere Angaben: die frühere gilt.',
    'An earlier row of the file has the same id but says something else: the earlier one counts.',
  ),
  'imports.skipped_empty': text('Leere Zeile', 'Blank row'),
  'imports.skipped_total': text('Summenzeile', 'Totals row'),
  'imports.skipped_description': text('Beschreibungszeile', 'Description row'),
  'imports.skipped_no_cost': text(
    'Keine Kosten (zum Beispiel eine Ausgangsrechnung)',
    'Not a cost (a sales invoice, say)',
  ),
  'imports.cancelled': text(
    'Der Lauf wurde abgebrochen. Es wurde nichts geschrieben.',
    'The run was cancelled. Nothing was written.',
  ),
  'imports.interrupted': text(
    'Das Programm endete während des Laufs. Es wurde nichts geschrieben.',
    'The program ended during the run. Nothing was written.',
  ),
  'imports.failed': text(
    'Der Lauf ist gescheitert. Es wurde nichts geschrieben.',
    'The run failed. Nothing was written.',
  ),
  'imports.questions_open': text(
    'Vor dem Lesen aller Zeilen ist etwas zu klären.',
    'Something must be settled before all rows can be read.',
  ),
  'imports.no_mapping': text(
    'Für {file} ist noch nicht festgelegt, was die Spalten bedeuten.',
    'Nobody has said yet what the columns of {file} mean.',
  ),
  'imports.unknown_kind': text('Eine Art „{kind}“ gibt es nicht.', 'There is no kind “{kind}”.'),
  'imports.nothing_to_import': text('Keine Datei ist ausgewählt.', 'No file is included.'),
  'imports.file_unreadable': text('{file} lässt sich nicht lesen.', '{file} cannot be read.'),
  'imports.file_missing': text('Eine Datei {file} gibt es nicht.', 'There is no file {file}.'),
  'imports.file_too_large': text(
    '{file} ist größer als erlaubt ({megabytes} MB).',
    '{file} is larger than allowed ({megabytes} MB).',
  ),
  'imports.no_file': text('Es wurde keine Datei gesendet.', 'No file was sent.'),
  'imports.preset_does_not_fit': text(
    '{file} sieht nicht aus wie „{as}“.',
    '{file} does not look like “{as}”.',
  ),
  'imports.wrong_state': text(
    'Das geht im Zustand „{state}“ nicht.',
    'This cannot be done in the state “{state}”.',
  ),
  'imports.undo_blocked': text(
    'Spätere Änderungen hängen an diesem Import. Es wurde nichts zurückgenommen.',
    'Later changes depend on this import. Nothing was taken back.',
  ),
  'imports.not_found': text('Diesen Import gibt es nicht.', 'There is no such import.'),
  'imports.file_not_found': text('Diese Datei gibt es nicht.', 'There is no such file.'),
  'records.required': text('Pflichtfeld ist leer.', 'A required field is empty.'),
  'records.unknown_reference': text(
    'Der verknüpfte Datensatz existiert nicht.',
    'The record referred to does not exist.',
  ),
  'records.duplicate': text(
    'Ein Datensatz mit diesem Wert ist schon da.',
    'A record with this value exists already.',
  ),
  'records.text_too_long': text('Der Text ist zu lang.', 'The text is too long.'),
  'records.email_expected': text('Das ist keine E-Mail-Adresse.', 'This is no e-mail address.'),
  'records.number_expected': text('Das ist keine Zahl.', 'This is no number.'),
  'records.number_too_large': text('Die Zahl ist zu groß.', 'The number is too large.'),
  'records.rate_out_of_range': text('Der Satz ist zu groß.', 'The rate is too large.'),
  'records.date_expected': text('Das ist kein Datum.', 'This is no date.'),
  'records.instant_expected': text('Das ist kein Zeitpunkt.', 'This is no point in time.'),
  'records.choice_expected': text(
    'Dieser Wert steht nicht zur Auswahl.',
    'This value is none of the choices.',
  ),
}
