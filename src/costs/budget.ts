import { field, text } from '#kernel/fields.ts'
import { firstOfMonth, isIsoDate } from '#kernel/period.ts'
import type { RecordKind, RuleResult, Text, Values } from '#kernel/record.ts'
import { COST_CATEGORIES } from './cost.ts'

/** What may be spent in a month on a campaign and a kind of cost. */
export const budgetKind: RecordKind = {
  id: 'budget',
  path: 'budgets',
  label: text('Budget', 'Budget'),
  plural: text('Budgets', 'Budgets'),
  table: 'costs.budget',
  area: 'costs',
  fields: [
    field.date('month', 'Monat', 'Month', {
      required: true,
      inList: true,
      help: text(
        'Ein Tag des Monats; gespeichert wird sein erster.',
        'A day of the month; its first one is stored.',
      ),
      aliases: ['monat', 'month', 'von', 'from', 'datum', 'date'],
    }),
    field.reference('campaign_id', 'campaign', 'Kampagne', 'Campaign', {
      inList: true,
      help: text(
        'Leer: Kosten, die zu keiner Kampagne gehören.',
        'Empty: cost that belongs to no campaign.',
      ),
      aliases: ['campaign', 'campaign name', 'kampagne', 'kampagnenname'],
    }),
    field.choice('category', 'Kostenart', 'Category', COST_CATEGORIES, {
      inList: true,
      help: text(
        'Leer: alle Kostenarten, für die es im selben Monat und in derselben Kampagne kein eigenes Budget gibt.',
        'Empty: all categories without a budget of their own in the same month and campaign.',
      ),
      aliases: ['kostenart', 'kategorie', 'category'],
    }),
    field.money('planned', 'Plan (netto)', 'Plan (net)', {
      required: true,
      inList: true,
      aliases: ['plan', 'budget', 'betrag', 'planned', 'amount', 'planbetrag'],
    }),
    field.money('ordered', 'Bestellt, noch nicht gebucht', 'Ordered, not booked yet', {
      inList: true,
      help: text(
        'Aufträge, deren Rechnung noch nicht im Kostenbuch steht. Was schon für spätere Tage gebucht ist, kommt von selbst dazu.',
        'Orders whose invoice is not in the ledger yet. What is booked on later days already is added by itself.',
      ),
      aliases: ['bestellt', 'obligo', 'gebunden', 'committed', 'ordered'],
    }),
    field.longtext('note', 'Notiz', 'Note', { aliases: ['notiz', 'bemerkung', 'note'] }),
  ],
  title: ['month', 'category'],
  hidden: ['slot'],
  search: ['note'],
  sort: '-month',
}

/** What a budget is for, as its table says it in `slot`; null while the month is not known. */
export function budgetSlot({ month, campaign_id: campaign, category }: Values): string | null {
  if (typeof month !== 'string' || !isIsoDate(month)) return null
  return `${month.slice(0, 4)}${month.slice(5, 7)} ${campaign ?? '-'} ${category ?? '-'}`
}

/** The texts of the rules, by rule. */
export const budgetRuleTexts: Readonly<Record<string, Text>> = {
  'costs.negative_budget': text(
    'Ein Budget darf nicht negativ sein.',
    'A budget cannot be negative.',
  ),
}

/** The first day of the month that the given day lies in. */
export function deriveBudget(_before: Values | null, budget: Values): Values {
  const { month } = budget
  return typeof month === 'string' && isIsoDate(month)
    ? { ...budget, month: firstOfMonth(month) }
    : budget
}

export const checkBudget = (_before: Values | null, budget: Values): RuleResult[] =>
  ['planned', 'ordered'].flatMap((id) => {
    const amount = budget[id]
    return typeof amount === 'number' && amount < 0
      ? [{ field: id, rule: 'costs.negative_budget', severity: 'invalid' as const }]
      : []
  })
