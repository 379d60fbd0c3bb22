import { budgetSlot } from '#costs/budget.ts'
import type { Values } from '#kernel/record.ts'

/** One way in which a row names the record it stands for. */
export type NaturalKey = {
  readonly column: string
  /** In the form in which it is compared. */
  readonly value: string
  /**
   * `firm`: whoever has it is the record. `soft`: only when exactly one record has it and nothing firm
   * speaks against it.
   */
  readonly hold: 'firm' | 'soft'
}

const lower = (value: unknown): string | null => {
  const text = typeof value === 'string' ? value.trim().toLowerCase() : ''
  return text === '' ? null : text
}

type Rule = {
  readonly column: string
  readonly hold: NaturalKey['hold']
  readonly value: (values: Values, domainOf: (website: unknown) => string | null) => string | null
}

const by = (column: string, hold: NaturalKey['hold'] = 'firm'): Rule => ({
  column,
  hold,
  value: (values) => lower(values[column]),
})

const RULES: Readonly<Record<string, readonly Rule[]>> = {
  team: [by('name')],
  region: [by('name')],
  user: [by('email'), by('name', 'soft')],
  product: [by('sku'), by('name', 'soft')],
  opportunity_stage: [by('name')],
  goal: [by('name')],
  target_group: [by('name')],
  campaign: [by('name')],
  account: [
    {
      column: 'domain',
      hold: 'firm',
      value: (values, domainOf) => domainOf(values.domain ?? values.website),
    },
    {
      column: 'vat_id',
      hold: 'firm',
      value: ({ vat_id }) => (typeof vat_id === 'string' && vat_id.trim() ? vat_id.trim() : null),
    },
    by('name', 'soft'),
  ],
  contact: [by('email')],
  contract: [by('number')],
  job_application: [by('reference')],
  cost_account: [by('account_number')],
  cost_split: [by('name')],
  work_role: [by('name')],
  recurring_cost: [by('name')],
  budget: [{ column: 'slot', hold: 'firm', value: budgetSlot }],
}

/** How a row of a kind is recognised when the file brings no id: strongest first. */
export const naturalKeys = (
  kind: string,
  values: Values,
  domainOf: (website: unknown) => string | null,
): NaturalKey[] =>
  (RULES[kind] ?? []).flatMap(({ column, hold, value }) => {
    const found = value(values, domainOf)
    return found === null ? [] : [{ column, value: found, hold }]
  })

/** Does anything firm that both know speak against the two being the same record? */
export function contradicts(
  kind: string,
  record: Values,
  row: Values,
  domainOf: (website: unknown) => string | null,
): boolean {
  return (RULES[kind] ?? [])
    .filter((rule) => rule.hold === 'firm')
    .some((rule) => {
      const a = rule.value(record, domainOf)
      const b = rule.value(row, domainOf)
      return a !== null && b !== null && a !== b
    })
}
