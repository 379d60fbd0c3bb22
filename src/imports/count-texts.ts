import { text } from '#kernel/fields.ts'
import type { Text } from '#kernel/record.ts'

/**
 * Rules whose own text names the value of one row, said of many rows: "97 rows: no number". Other rules
 * are counted under their own text.
 */
export const COUNT_TEXTS: Readonly<Record<string, Text>> = {
  'imports.number': text('Der Wert ist keine Zahl.', 'The value is no number.'),
  'imports.number_too_large': text('Die Zahl ist zu groß.', 'The number is too large.'),
  'imports.integer': text('Der Wert ist keine ganze Zahl.', 'The value is no whole number.'),
  'imports.date': text(
    'Der Wert ist kein Datum in der gewählten Schreibweise.',
    'The value is no date in the chosen notation.',
  ),
  'imports.boolean': text('Der Wert ist weder Ja noch Nein.', 'The value is neither yes nor no.'),
  'imports.choice': text(
    'Der Wert ist keiner der möglichen. Eine Übersetzung lässt sich in der Zuordnung angeben.',
    'The value is none of the possible ones. A translation can be given in the mapping.',
  ),
  'imports.email': text(
    'Was in der Spalte steht, ist keine E-Mail-Adresse und wird ausgelassen.',
    'What the column holds is no e-mail address and is left out.',
  ),
  'imports.censored': text(
    'Der Wert ist nicht genau (etwa „< 10 %“) und wird ausgelassen.',
    'The value is not exact (such as “< 10 %”) and is left out.',
  ),
  'imports.dst_gap': text(
    'Die Uhrzeit gab es wegen der Umstellung auf Sommerzeit nicht; gelesen eine Stunde später.',
    'The time did not exist because clocks went forward; read an hour later.',
  ),
  'imports.dst_overlap': text(
    'Die Uhrzeit gab es wegen der Umstellung auf Winterzeit zweimal; gelesen als die frühere.',
    'The time occurred twice because clocks went back; read as the earlier.',
  ),
  'imports.too_many_cells': text(
    'Die Zeile hat mehr Zellen als die Kopfzeile.',
    'The row has more cells than the header.',
  ),
  'imports.ends_before_start': text(
    'Der Zeitraum endet, bevor er beginnt.',
    'The period ends before it starts.',
  ),
  'imports.currency_without_rate': text(
    'Die Beträge stehen in einer anderen Währung als der des Unternehmens; es gibt keinen Umrechnungskurs.',
    'The amounts are in another currency than the company’s, and there is no exchange rate.',
  ),
}

/** What a rule says of all the rows that broke it; `textOf` gives the text of any rule. */
export const countText = (rule: string, textOf: (rule: string) => Text): Text =>
  COUNT_TEXTS[rule] ?? textOf(rule)
