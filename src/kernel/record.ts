/** A text in both languages of the user interface. */
export type Text = { readonly de: string; readonly en: string }

/**
 * What a field holds. In the API: money is integer cents, rate a fraction (0.25), decimal a number,
 * date `yyyy-mm-dd`, instant an ISO 8601 string in UTC, reference an id (uuid, or text for channels),
 * list an array of texts. `null` is "nothing known".
 */
export type FieldType =
  | 'text'
  | 'longtext'
  | 'email'
  | 'phone'
  | 'url'
  | 'integer'
  | 'decimal'
  | 'rate'
  | 'money'
  | 'date'
  | 'instant'
  | 'boolean'
  | 'choice'
  | 'reference'
  | 'list'

export type Choice = { readonly value: string; readonly label: Text }

/** One field of a record: the same word is the column, the JSON key and the import target. */
export type Field = {
  readonly id: string
  readonly type: FieldType
  readonly label: Text
  readonly help?: Text
  readonly required?: boolean
  /** For `choice`. */
  readonly choices?: readonly Choice[]
  /** For `reference`: the kind it points to. */
  readonly kind?: string
  /** For `reference`: the record goes when the one it points to goes, and so never holds it. */
  readonly goesWith?: boolean
  /** Set by rules, not by people; shown, never in forms; importable only where `importable`. */
  readonly derived?: boolean
  /** Default true for fields that are not derived. */
  readonly importable?: boolean
  /** Shown as a column of the list by default. */
  readonly inList?: boolean
  /** Heading of the form section it stands in; fields of a section follow each other. */
  readonly section?: Text
  /** Other header words that name this field in files (lower case, both languages). */
  readonly aliases?: readonly string[]
}

/** A kind of record: one table, one set of routes, one list, one form, one import target. */
export type RecordKind = {
  /** Singular: 'lead'. */
  readonly id: string
  /** Plural, the path of its API and screen: 'leads'. */
  readonly path: string
  readonly label: Text
  readonly plural: Text
  /** Qualified table name: 'leads.lead'. */
  readonly table: string
  /** Area of the permission policy. */
  readonly area: string
  /** Every field; id, version, created_at, updated_at are there besides. */
  readonly fields: readonly Field[]
  /** Fields whose values, joined by a blank, name a record to people; the first non-empty fallback otherwise. */
  readonly title: readonly string[]
  /** Lists give it more room. */
  readonly titleIsSentence?: true
  /** Fields that free-text search looks into. */
  readonly search: readonly string[]
  /** The table keeps these fields as one folded, indexed text (`search_text`). */
  readonly hasSearchText?: boolean
  /** Columns of the table that no answer shows: secrets. */
  readonly hidden?: readonly string[]
  /** Default order of lists: field, '-' in front for descending. */
  readonly sort: string
  /** Fields that identify a record of this kind when a file brings no id of its own. */
  readonly naturalKey?: readonly (readonly string[])[]
}

/** The values of a record by field id, plus id, version, created_at, updated_at. */
export type Values = Readonly<Record<string, unknown>>

/** A broken rule. `implausible` ones are refused in forms and the API but imported as a counted warning. */
export type RuleResult = {
  readonly field: string
  readonly rule: string
  readonly severity: 'invalid' | 'implausible'
}
