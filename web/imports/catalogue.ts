import type { Field, Text } from '#kernel/record.ts'
import { CHANNELS } from '#tracking/channels.ts'
import { kindById } from '../records/kinds.ts'
import type { ImportKind, Target } from './import-shapes.ts'

/** A field that a column can feed, as the mapping screen offers it. */
export type TargetInfo = {
  readonly id: string
  readonly label: Text
  readonly section: Text
  readonly required: boolean
  readonly help?: Text
  /** How a value of it is shown; null where only a text is known. */
  readonly field: Field | null
  /** The only values it takes; null = any. */
  readonly choices: readonly { readonly value: string; readonly label: Text }[] | null
  /** For `<reference>.name`: the kind whose records it names. */
  readonly refersTo: string | null
}

const SECTIONS = {
  field: { de: 'Angaben', en: 'Details' },
  reference: { de: 'Verknüpfungen', en: 'Links to other records' },
  pseudo: { de: 'Kennung und Besonderes', en: 'Identifier and special' },
} as const

const TRUTH = [
  { value: 'true', label: { de: 'ja', en: 'yes' } },
  { value: 'false', label: { de: 'nein', en: 'no' } },
]

function sectionOf(target: Target, field: Field | null): Text {
  if (target.group === 'reference') return SECTIONS.reference
  if (target.group === 'pseudo' && field === null) return SECTIONS.pseudo
  return target.section ?? field?.section ?? SECTIONS.field
}

/** The record field behind `account.name` (account_id) or `amount` (itself). */
function fieldOf(kind: string, target: string): Field | null {
  const fields = kindById(kind)?.fields ?? []
  const [reference = ''] = target.split('.')
  return (
    fields.find((field) => field.id === target) ??
    fields.find((field) => target.includes('.') && field.id === `${reference}_id`) ??
    null
  )
}

function choicesOf(target: Target, field: Field | null): TargetInfo['choices'] {
  if (target.choices && target.choices.length > 0) return target.choices
  if (target.id.includes('.')) return null
  if (field?.kind === 'channel') {
    return CHANNELS.map((channel) => ({ value: channel.id, label: channel.label }))
  }
  if (field?.type === 'boolean') return TRUTH
  return field?.choices ?? null
}

/** Everything a column may feed in a kind, in the order of the kind's form, then the rest. */
export function targetsOfKind(kind: ImportKind): readonly TargetInfo[] {
  const infos = kind.fields.map((target): TargetInfo => {
    const base = fieldOf(kind.kind, target.id)
    const own = base?.id === target.id ? base : null
    return {
      id: target.id,
      label: target.label,
      section: sectionOf(target, own),
      required: target.required,
      ...((target.help ?? own?.help) ? { help: target.help ?? (own?.help as Text) } : {}),
      field: own,
      choices: choicesOf(target, own),
      refersTo: own === null && target.id.endsWith('.name') ? (base?.kind ?? null) : null,
    }
  })
  const sections = [...new Set(infos.map((info) => info.section.de))]
  const last = [SECTIONS.reference.de, SECTIONS.pseudo.de] as string[]
  const rank = (info: TargetInfo) =>
    sections.indexOf(info.section.de) + (last.indexOf(info.section.de) + 1) * 1000
  return infos.toSorted((a, b) => rank(a) - rank(b))
}

/** Options of a picker grouped by section, in their order. */
export function groupedOptions(
  targets: readonly TargetInfo[],
  text: (text: Text) => string,
): { group: string; items: { value: string; label: string }[] }[] {
  const groups = new Map<string, { value: string; label: string }[]>()
  for (const target of targets) {
    const name = text(target.section)
    const items = groups.get(name) ?? []
    items.push({ value: target.id, label: text(target.label) })
    groups.set(name, items)
  }
  return [...groups].map(([group, items]) => ({ group, items }))
}
