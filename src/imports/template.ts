import type { Field, RecordKind } from '#kernel/record.ts'
import { referenceName, targetChoices } from './target.ts'

export type TemplateSheet = {
  readonly name: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly (string | number)[])[]
}

export type Template = {
  /** The table to fill in: headers in the language asked for, which the importer recognises; no rows. */
  readonly data: TemplateSheet
  /** The same table with one row: apart from the data, so that nobody imports it by leaving it in. */
  readonly example: TemplateSheet
  /** A table that explains every column. */
  readonly notes: TemplateSheet
}

type Language = 'de' | 'en'

const NAMES = {
  de: { data: 'Daten', example: 'Beispiel', notes: 'Erläuterung' },
  en: { data: 'Data', example: 'Example', notes: 'Notes' },
} as const

const TYPE_NAMES: Readonly<Record<string, { readonly de: string; readonly en: string }>> = {
  text: { de: 'Text', en: 'text' },
  longtext: { de: 'Text', en: 'text' },
  email: { de: 'E-Mail-Adresse', en: 'e-mail address' },
  phone: { de: 'Telefonnummer', en: 'phone number' },
  url: { de: 'Internetadresse', en: 'web address' },
  integer: { de: 'ganze Zahl', en: 'whole number' },
  decimal: { de: 'Zahl', en: 'number' },
  rate: { de: 'Prozent, etwa 40 %', en: 'percent, such as 40 %' },
  money: { de: 'Betrag', en: 'amount' },
  date: { de: 'Datum, etwa 31.12.2025', en: 'date, such as 2025-12-31' },
  instant: {
    de: 'Datum mit Uhrzeit, etwa 31.12.2025 14:30',
    en: 'date and time, such as 2025-12-31 14:30',
  },
  boolean: { de: 'ja oder nein', en: 'yes or no' },
  choice: { de: 'einer der Werte', en: 'one of the values' },
  reference: { de: 'Name oder Nummer', en: 'name or number' },
  list: { de: 'Werte, mit Komma getrennt', en: 'values, parted by commas' },
}

/** Values of the example row by field; others by type. */
const EXAMPLES: Readonly<
  Record<string, { readonly de: string | number; readonly en: string | number }>
> = {
  external_id: { de: 'A-1001', en: 'A-1001' },
  first_name: { de: 'Erika', en: 'Erika' },
  last_name: { de: 'Muster', en: 'Muster' },
  company: { de: 'Beispiel GmbH', en: 'Example Ltd' },
  name: { de: 'Beispiel', en: 'Example' },
  email: { de: 'erika.muster@example.com', en: 'erika.muster@example.com' },
  phone: { de: '0221 123456', en: '0221 123456' },
  website: { de: 'www.example.com', en: 'www.example.com' },
  source: { de: 'Messe', en: 'trade fair' },
  channel: { de: 'Messe', en: 'Trade fair' },
  currency: { de: 'EUR', en: 'EUR' },
}

function exampleOf(id: string, field: Field | undefined, language: Language): string | number {
  const known = EXAMPLES[id]
  if (known) return known[language]
  const isGerman = language === 'de'
  if (id.endsWith('.email')) return 'erika.muster@example.com'
  if (id.endsWith('.domain')) return 'example.com'
  if (id.endsWith('.id')) return ''
  switch (field?.type) {
    case 'integer':
      return 100
    case 'decimal':
    case 'money':
      return 1250.5
    case 'rate':
      return '40 %'
    case 'boolean':
      return isGerman ? 'ja' : 'yes'
    case 'choice':
      return field.choices?.[0]?.label[language] ?? ''
    case 'date':
      return isGerman ? '31.12.2025' : '2025-12-31'
    case 'instant':
      return isGerman ? '31.12.2025 14:30' : '2025-12-31 14:30'
    default:
      return ''
  }
}

/** The empty file of a kind, an example, and what each column takes. Pure. */
export function templateFor(kind: RecordKind, language: Language): Template {
  const choices = targetChoices(kind).filter(({ id }) => !SKIPPED.has(id))
  const fieldOf = (id: string) =>
    kind.fields.find((field) => field.id === id || referenceName(field) === id.split('.')[0])
  const head =
    language === 'de'
      ? ['Spalte', 'Feld', 'Inhalt', 'Pflicht', 'Mögliche Werte', 'Hinweis']
      : ['Column', 'Field', 'Content', 'Required', 'Possible values', 'Note']
  const yes = language === 'de' ? 'ja' : 'yes'
  const notes = choices.map(({ id, label }) => {
    const field = fieldOf(id)
    const type = id.includes('.') || id === 'external_id' ? 'text' : (field?.type ?? 'date')
    return [
      label[language],
      id,
      TYPE_NAMES[type]?.[language] ?? '',
      field?.required && field.id === id ? yes : '',
      (field?.id === id ? field.choices : undefined)
        ?.map((one) => one.label[language])
        .join(', ') ?? '',
      field?.help?.[language] ?? '',
    ]
  })
  const columns = choices.map(({ label }) => label[language])
  const example = choices.map(({ id }) => exampleOf(id, fieldOf(id), language))
  const names = NAMES[language]
  return {
    data: { name: names.data, columns, rows: [] },
    example: { name: names.example, columns, rows: [example] },
    notes: { name: names.notes, columns: head, rows: notes },
  }
}

/** Other ways to say the same: one of them is enough in a file made by hand. */
const SKIPPED: ReadonlySet<string> = new Set(['until_date', 'day', 'month', 'close_date'])
