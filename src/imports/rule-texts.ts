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
    'Der Betrag steht in einer anderen Währung als der des Unternehmens, und es gibt keinen Umrechnungskurs.',
    "The amount is in another currency than the company's, and there is no exchange rate.",
  ),
  'imports.database_refused': text(
    'Der Wert lässt sich nicht speichern.',
    'The value cannot be stored.',
  ),
  'imports.skipped_empty': text('Leere Zeile', 'Blank row'),
  'imports.skipped_total': text('Summenzeile', 'Totals row'),
  'imports.skipped_description': text('Beschreibungszeile', 'Description row'),
  'imports.skipped_no_cost': text(
    'Keine Kosten (zum Beispiel eine Ausgangsrechnung)',
    'Not a cost (a sales invoice, say)',
  ),
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
