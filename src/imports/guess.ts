import type { Field, FieldType, RecordKind } from '#kernel/record.ts'
import type { ColumnProfile, ColumnType } from './column-profile.ts'
import type { Detection } from './detection.ts'
import { normalHeader } from './header.ts'
import type { Mapping } from './mapping.ts'
import { referenceName, targetChoices } from './target.ts'

export type MappingGuess = {
  readonly kind: string
  readonly score: number
  readonly mapping: Mapping
}

/** Words for fields beside their labels and aliases: how tables in the wild name them. */
const SYNONYMS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  lead: {
    created_on: [
      'created',
      'date',
      'datum',
      'erstelldatum',
      'eingang',
      'eingangsdatum',
      'anfragedatum',
    ],
    first_seen_at: ['first contact', 'erster kontakt', 'first touch'],
    source: ['lead origin', 'quelle des leads', 'lead-quelle', 'leadquelle', 'lead herkunft'],
    self_report: ['how did you hear', 'aufmerksam geworden', 'wie sind sie auf uns gekommen'],
    stage: ['lead-status', 'leadstatus', 'phase'],
  },
  contact: {
    position: ['rolle', 'role', 'berufsbezeichnung'],
    email: ['email address', 'e-mail adresse', 'mailadresse'],
  },
  account: {
    name: ['unternehmen', 'kunde', 'kundenname', 'organisation', 'account'],
    postal_code: ['plz', 'postal code', 'postcode'],
    city: ['ort', 'wohnort', 'town'],
    vat_id: ['ust-idnr', 'ust id', 'umsatzsteuer-id', 'eu-ust-idnr.'],
  },
  opportunity: {
    name: ['deal', 'opportunity', 'projekt', 'auftrag', 'bezeichnung', 'verkaufschance'],
    amount: ['auftragswert', 'volumen', 'deal value', 'betrag netto', 'revenue', 'summe'],
    closed_at: ['won date', 'abgeschlossen', 'auftragsdatum'],
  },
  revenue_entry: {
    amount: [
      'netto',
      'nettobetrag',
      'rechnungsbetrag',
      'gross revenue',
      'umsatz netto',
      'net amount',
    ],
    date: ['rechnungsdatum', 'zahlungsdatum', 'valuta', 'day'],
    number: ['rechnungsnr', 'rechnungs-nr.', 'invoice no', 'invoice'],
  },
  cost: {
    amount: [
      'ausgaben',
      'netto',
      'nettobetrag',
      'kosten netto',
      'media spend',
      'budget spent',
      'ad spend',
    ],
    from_date: ['ad date', 'monat', 'zeitraum von', 'buchungsdatum', 'rechnungsdatum', 'period'],
    description: ['verwendungszweck', 'position', 'leistung'],
    vendor: ['anbieter', 'dienstleister', 'vendor', 'supplier'],
    campaign_id: ['campaign name', 'kampagnenname'],
  },
  campaign: { name: ['kampagnenname', 'titel'], budget: ['plankosten', 'budget netto'] },
  product: { margin_rate: ['db', 'db %', 'rohertrag'], price: ['price', 'vk', 'verkaufspreis'] },
  daily_count: { visitors: ['unique visitors', 'users', 'nutzer', 'active users'] },
  touchpoint: {
    title: ['interaction', 'activity', 'aktivität', 'typ'],
    lead_id: ['customer id', 'lead id'],
  },
}

/** Header words that speak for a kind. */
const HALLMARKS: Readonly<Record<string, RegExp>> = {
  lead: /\bleads?\b|\bmql\b|\bsql\b|utm[ _]|\borigin\b|\bherkunft\b|hear about/,
  contact: /\bcontact\b|kontakt|job title|anrede|salutation/,
  account: /\baccount\b|\bfirma\b|unternehmen|betreiber|\bplz\b|postleitzahl|branche|\bvat\b|ust/,
  opportunity: /\bdeal\b|opportunit|potential|verkaufschance|won date|close date|closing/,
  revenue_entry: /invoice|rechnung|zahlung|payment|revenue|umsatz/,
  cost: /\bcosts?\b|kosten|spend|spent|ausgaben|\bimpr|clicks|klicks/,
  campaign: /budget|campaign id|kampagnen-id|start date|end date/,
  campaign_membership: /member|mitglied|lead last name/,
  product: /\bsku\b|artikel|produkt|product|marge|margin/,
  daily_count: /sessions|sitzungen|visitors|besucher|page views/,
  touchpoint: /touch|interaction|event|timestamp/,
  user: /\buser\b|benutzer|mitarbeiter/,
  team: /\bteam\b/,
  region: /\bregion\b/,
}

const NUMERIC: readonly ColumnType[] = ['integer', 'decimal', 'money', 'percent']
const DATED: readonly ColumnType[] = ['date', 'instant']

/** How well values of a column suit a field, 0 to 1. */
function suits(column: ColumnProfile, type: FieldType, choices: Field['choices'] = []): number {
  if (column.type === 'empty') return 0.5
  const isOneOf = (types: readonly ColumnType[]) => types.includes(column.type)
  switch (type) {
    case 'money':
    case 'decimal':
    case 'rate':
      return isOneOf(NUMERIC) ? 1 : 0
    case 'integer':
      return column.type === 'integer' ? 1 : isOneOf(NUMERIC) ? 0.5 : 0
    case 'date':
    case 'instant':
      return isOneOf(DATED) ? 1 : 0
    case 'email':
      return column.type === 'email' ? 1 : 0.2
    case 'boolean':
      return column.type === 'boolean' || column.type === 'integer' ? 1 : 0
    case 'choice':
      return hasChoice(column, choices) ? 0.9 : 0
    case 'phone':
      return isOneOf(DATED) ? 0 : 1
    case 'text':
    case 'longtext':
    case 'url':
    case 'list':
    case 'reference':
      if (isOneOf(DATED) || column.type === 'money') return 0
      return column.type === 'email' || column.type === 'boolean' ? 0.3 : 1
    default:
      return type satisfies never
  }
}

/** At least one value of the column is one of the choices, or the field takes any (a channel). */
function hasChoice({ distinct }: ColumnProfile, choices: NonNullable<Field['choices']>): boolean {
  if (distinct === null) return false
  if (choices.length === 0) return true
  const known = new Set(choices.flatMap(({ value, label }) => [value, label.de, label.en]))
  const lower = new Set([...known].map((name) => name.toLowerCase()))
  return distinct.some(({ value }) => lower.has(value.toLowerCase()))
}

const words = (text: string): string[] =>
  text.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '')

/** Words that say nothing as part of a longer header: `won date` is not simply a date. */
const GENERIC: ReadonlySet<string> = new Set([
  'company',
  'content',
  'date',
  'datum',
  'id',
  'kind',
  'medium',
  'name',
  'position',
  'score',
  'status',
  'term',
  'text',
  'time',
  'title',
  'total',
  'type',
  'typ',
  'value',
  'website',
  'wert',
])

/** How well a header names a field: the whole name, the name without its bracket, or its words among others. */
function nameScore(header: string, name: string): number {
  if (header === name) return 1
  const bare = header.replace(/\s*[([][^)\]]*[)\]]\s*$/, '')
  if (bare === name) return 0.95
  if (GENERIC.has(name)) return 0
  const wanted = words(name)
  const given = new Set(words(bare))
  if (wanted.length === 0 || !wanted.every((word) => given.has(word))) return 0
  return wanted.join('').length >= 4 ? 0.35 + (0.35 * wanted.length) / given.size : 0
}

function namesOf(kind: RecordKind, field: Field): string[] {
  const extra = SYNONYMS[kind.id]?.[field.id] ?? []
  const base = [field.id, field.label.de, field.label.en, ...(field.aliases ?? []), ...extra]
  return [...new Set(base.map(normalHeader))]
}

const isTarget = (field: Field): boolean => field.importable ?? !field.derived

type Candidate = { readonly column: ColumnProfile; readonly word: string; readonly score: number }

/** `account id` names the id of the account, `account` or `company` its name. */
function referenceCandidates(
  column: ColumnProfile,
  header: string,
  field: Field,
  names: readonly string[],
) {
  const reference = referenceName(field)
  const best = Math.max(0, ...names.map((name) => nameScore(header, name)))
  if (field.kind === 'channel')
    return best > 0 && suits(column, 'choice') > 0 ? [{ column, word: field.id, score: best }] : []
  const isId = /\b(?:id|nr|nummer|number)\b\.?$/.test(header)
  const bare = header.replace(/[ -]?\b(?:id|ids|nr|nummer|number)\b\.?$/, '').trim()
  const idBest = isId ? Math.max(best, ...names.map((name) => nameScore(bare, name))) : 0
  if (idBest > 0) return [{ column, word: `${reference}.id`, score: idBest * 0.95 }]
  const part = column.type === 'email' ? 'email' : 'name'
  const score = best * (part === 'email' ? 0.9 : suits(column, 'reference'))
  return score > 0 ? [{ column, word: `${reference}.${part}`, score: score * 0.9 }] : []
}

/** The headers of our own templates name their target outright. */
function ownLabel(kind: RecordKind, column: ColumnProfile): Candidate[] {
  const header = normalHeader(column.header)
  return targetChoices(kind)
    .filter(({ id, label }) =>
      [id, label.de, label.en].some((name) => normalHeader(name) === header),
    )
    .map(({ id }) => ({ column, word: id, score: 1.05 }))
}

function candidatesOf(kind: RecordKind, column: ColumnProfile): Candidate[] {
  const header = normalHeader(column.header)
  const own = ownLabel(kind, column)
  const isField = (word: string) => kind.fields.some(({ id }) => id === word)
  if (own.length > 0 && !own.some(({ word }) => isField(word))) return own
  return kind.fields.filter(isTarget).flatMap((field): Candidate[] => {
    const names = namesOf(kind, field)
    if (field.type === 'reference') return referenceCandidates(column, header, field, names)
    const named = Math.max(0, ...names.map((name) => nameScore(header, name)))
    const score = named * suits(column, field.type, field.choices)
    return score >= 0.3 ? [{ column, word: field.id, score }] : []
  })
}

/** The column that holds the file's own id of a record: `id`, `lead id`, `mql_id`, a first unique column. */
function idCandidate(kind: RecordKind, column: ColumnProfile, records: number): Candidate | null {
  const header = normalHeader(column.header)
  const own = [kind.id.replaceAll('_', ' '), kind.label.de, kind.label.en].map(normalHeader)
  const isOwn = own.some((name) =>
    [`${name} id`, `${name}id`, `${name}-id`, `${name} number`].includes(header),
  )
  const isPlain = /^(?:id|record id|datensatz-id|nummer|nr\.?|prospect id)$/.test(header)
  const isFirstId = column.index === 0 && /(?:^|[ -])id$/.test(header) && column.filled >= records
  const isUnique = column.distinct === null || column.distinct.every(({ count }) => count === 1)
  if (!isUnique || column.type === 'decimal' || column.type === 'money') return null
  const score = isOwn ? 1 : isPlain ? 0.9 : isFirstId ? 0.6 : 0
  return score > 0 ? { column, word: 'external_id', score } : null
}

/** Best candidates first; every column and every field once. */
function assign(candidates: readonly Candidate[]): Candidate[] {
  const columns = new Set<number>()
  const taken = new Set<string>()
  const chosen: Candidate[] = []
  for (const candidate of candidates.toSorted(
    (a, b) => b.score - a.score || a.column.index - b.column.index,
  )) {
    if (columns.has(candidate.column.index) || taken.has(candidate.word)) continue
    columns.add(candidate.column.index)
    taken.add(candidate.word)
    chosen.push(candidate)
  }
  return chosen.toSorted((a, b) => a.column.index - b.column.index)
}

const COLUMNS_EXPECTED = 8

function requiredShare(kind: RecordKind, found: ReadonlySet<string>): number {
  const needed = kind.fields.filter(
    (field) =>
      field.required &&
      ['text', 'money', 'date', 'instant'].includes(field.type) &&
      field.id !== 'until_date',
  )
  if (needed.length === 0) return 0.5
  return needed.filter(({ id }) => found.has(id)).length / needed.length
}

/** A cost with clicks or impressions is media; others somebody else was paid for. */
function constantsOf(kind: RecordKind, found: ReadonlySet<string>): Mapping {
  if (kind.id === 'cost' && !found.has('category')) {
    const isMedia = found.has('clicks') || found.has('impressions')
    return { constants: { category: isMedia ? 'media' : 'external' } }
  }
  if (kind.id === 'revenue_entry' && !found.has('kind')) return { constants: { kind: 'invoiced' } }
  return {}
}

function guessFor(kind: RecordKind, detection: Detection): MappingGuess {
  const records = Math.max(0, ...detection.columns.map(({ filled }) => filled))
  const ids = detection.columns
    .map((column) => idCandidate(kind, column, records))
    .filter((candidate) => candidate !== null)
  const chosen = assign([
    ...ids,
    ...detection.columns.flatMap((column) => candidatesOf(kind, column)),
  ])
  const found = new Set(chosen.map(({ word }) => word))
  const expected = Math.min(Math.max(detection.columns.length, 3), COLUMNS_EXPECTED)
  const coverage = Math.min(1, chosen.reduce((sum, { score }) => sum + score, 0) / expected)
  const headers = detection.header.map(normalHeader)
  const marks = headers.filter((header) => HALLMARKS[kind.id]?.test(header)).length
  const name = normalHeader(detection.file)
  const isNamed = [kind.id, kind.path, kind.label.de, kind.plural.de, kind.plural.en].some((word) =>
    name.includes(normalHeader(word)),
  )
  const isTemplate =
    detection.header.length > 2 &&
    detection.columns.every((column) => ownLabel(kind, column).length > 0)
  const score =
    (isTemplate ? 0.4 : 0) +
    0.55 * coverage +
    0.2 * requiredShare(kind, found) +
    Math.min(0.16, 0.06 * marks) +
    (isNamed ? 0.08 : 0)
  return {
    kind: kind.id,
    score: chosen.length === 0 ? 0 : Number(score.toFixed(4)),
    mapping: {
      kind: kind.id,
      columns: Object.fromEntries(chosen.map(({ column, word }) => [column.header, word])),
      ...constantsOf(kind, found),
    },
  }
}

/**
 * Which kind a file of unknown make holds and what its columns are: by header words in both languages
 * and by what the values look like. Every kind is scored, the likeliest first.
 */
export const guessMappings = (detection: Detection, kinds: readonly RecordKind[]): MappingGuess[] =>
  kinds
    .map((kind) => guessFor(kind, detection))
    .sort((a, b) => b.score - a.score)
    .map((guess) => ({ ...guess, score: Math.min(0.99, guess.score) }))
