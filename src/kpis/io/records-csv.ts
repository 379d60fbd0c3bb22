import type { RecordPage } from './records.ts'

/** A leading sign would make a spreadsheet calculate: such texts get a quote in front. */
const neutral = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text)

function cell(value: unknown, unit: string, language: 'de' | 'en'): string {
  if (value === null || value === undefined) return ''
  if (value instanceof Date) return value.toISOString()
  if (typeof value === 'number') {
    const text = unit === 'money' ? (value / 100).toFixed(2) : String(value)
    return language === 'de' ? text.replace('.', ',') : text
  }
  return `"${neutral(String(value)).replaceAll('"', '""')}"`
}

/** Lines of a CSV file of records: UTF-8 with BOM, `;` and decimal comma in German, `,` and point in English. */
export async function* recordsCsv(
  pages: AsyncIterable<RecordPage>,
  language: 'de' | 'en',
): AsyncGenerator<string> {
  const separator = language === 'de' ? ';' : ','
  let first = true
  for await (const page of pages) {
    if (first) {
      const names = ['id', 'label', ...page.columns.map(({ name }) => name[language])]
      yield `\ufeff${names.map((name) => `"${name}"`).join(separator)}\r\n`
      first = false
    }
    for (const row of page.rows) {
      const cells = page.columns.map(({ id, unit }) => cell(row[id], unit, language))
      const line = [cell(row.id, 'text', language), cell(row.label, 'text', language), ...cells]
      yield `${line.join(separator)}\r\n`
    }
  }
}
