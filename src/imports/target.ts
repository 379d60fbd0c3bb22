import type { Field, RecordKind } from '#kernel/record.ts'

/** What a reference to another record may be given by. */
export const REFERENCE_PARTS = [
  'id',
  'email',
  'name',
  'domain',
  'first_name',
  'last_name',
  'phone',
] as const

/** Where a column or a constant of a mapping goes. */
export type Target =
  | { readonly type: 'field'; readonly field: Field }
  | { readonly type: 'reference'; readonly reference: string; readonly part: string }
  | { readonly type: 'external_id' }
  | { readonly type: 'currency' }
  | { readonly type: 'ignore' }
  /** A word of the import language that rules turn into fields: `day`, `end_date`, `datev.account`. */
  | {
      readonly type: 'pseudo'
      readonly name: string
      readonly as: 'text' | 'date' | 'month' | 'instant'
    }

const COST_WORDS: Readonly<Record<string, 'text' | 'date' | 'month'>> = {
  day: 'date',
  end_date: 'date',
  report_start: 'date',
  report_end: 'date',
  month: 'month',
}

/** Parts of a DATEV posting; see `datev.ts`. */
export const DATEV_WORDS = [
  'datev.amount',
  'datev.base_amount',
  'datev.side',
  'datev.account',
  'datev.contra_account',
  'datev.tax_key',
  'datev.date',
  'datev.reversal',
  'datev.chart',
] as const

const isReferenceField = (field: Field): boolean => field.type === 'reference'

/** The word a reference has in mappings: `account_id` is `account`, `channel` stays. */
export const referenceName = (field: Field): string => field.id.replace(/_id$/, '')

const isImportable = (field: Field): boolean => field.importable ?? !field.derived

/** Resolves a word of a mapping; null if the kind knows no such field. */
export function targetOf(kind: RecordKind, word: string): Target | null {
  if (word === 'ignore') return { type: 'ignore' }
  if (word === 'external_id') return { type: 'external_id' }
  const field = kind.fields.find((candidate) => candidate.id === word)
  if (field && isImportable(field)) return { type: 'field', field }
  if (word === 'currency') return { type: 'currency' }
  if (field) return null
  if (kind.id === 'cost') {
    const as = COST_WORDS[word]
    if (as) return { type: 'pseudo', name: word, as }
    if (DATEV_WORDS.some((name) => name === word)) return { type: 'pseudo', name: word, as: 'text' }
  }
  if (kind.id === 'opportunity' && word === 'close_date')
    return { type: 'pseudo', name: word, as: 'instant' }
  const [reference = '', part = ''] = word.split('.')
  const hasReference = kind.fields.some(
    (candidate) => isReferenceField(candidate) && referenceName(candidate) === reference,
  )
  return hasReference && REFERENCE_PARTS.some((known) => known === part)
    ? { type: 'reference', reference, part }
    : null
}

/** A field that a column may be mapped to, with its names: what a mapping screen offers. */
export type TargetChoice = {
  readonly id: string
  readonly label: { readonly de: string; readonly en: string }
}

const PART_NAMES: Readonly<Record<string, { de: string; en: string }>> = {
  id: { de: 'Nummer in der Quelle', en: 'id in the source' },
  email: { de: 'E-Mail', en: 'e-mail' },
  name: { de: 'Name', en: 'name' },
  domain: { de: 'Domain', en: 'domain' },
}

const REFERENCE_OFFERS: Readonly<Record<string, readonly string[]>> = {
  account: ['id', 'name', 'domain'],
  contact: ['id', 'email', 'name'],
  lead: ['id', 'email', 'name'],
  user: ['id', 'name', 'email'],
}

/** Every word that a mapping of this kind may use, for pickers. */
export function targetChoices(kind: RecordKind): TargetChoice[] {
  const extra =
    kind.id === 'cost'
      ? [
          { id: 'day', label: { de: 'Tag', en: 'Day' } },
          { id: 'month', label: { de: 'Monat', en: 'Month' } },
          { id: 'end_date', label: { de: 'Bis (einschließlich)', en: 'Until (inclusive)' } },
          { id: 'currency', label: { de: 'Währung', en: 'Currency' } },
        ]
      : kind.id === 'opportunity'
        ? [
            { id: 'close_date', label: { de: 'Abschlussdatum (CRM)', en: 'Close date (CRM)' } },
            { id: 'currency', label: { de: 'Währung', en: 'Currency' } },
          ]
        : []
  return [
    { id: 'external_id', label: { de: 'Nummer in der Quelle', en: 'Id in the source' } },
    ...kind.fields.filter(isImportable).flatMap(choicesOfField),
    ...extra,
  ]
}

/** What other records are called where they have no name. */
const NAMES_OF: Readonly<Record<string, { de: string; en: string }>> = {
  cost: { de: 'Belegnummer', en: 'document number' },
}

const partName = (kind: string | undefined, part: string) =>
  (part === 'name' ? NAMES_OF[kind ?? ''] : undefined) ?? PART_NAMES[part] ?? { de: part, en: part }

function choicesOfField(field: Field): TargetChoice[] {
  if (field.type !== 'reference') return [{ id: field.id, label: field.label }]
  if (field.kind === 'channel') return [{ id: field.id, label: field.label }]
  const parts = REFERENCE_OFFERS[field.kind ?? ''] ?? ['id', 'name']
  return parts.map((part) => {
    const name = partName(field.kind, part)
    return {
      id: `${referenceName(field)}.${part}`,
      label: { de: `${field.label.de}: ${name.de}`, en: `${field.label.en}: ${name.en}` },
    }
  })
}
