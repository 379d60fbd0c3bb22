import { choice, field, text } from '#kernel/fields.ts'
import type { RecordKind, RuleResult, Text, Values } from '#kernel/record.ts'

/** Something that visitors do on a website and that is worth something to the company. */
export const goalKind: RecordKind = {
  id: 'goal',
  path: 'goals',
  label: text('Ziel', 'Goal'),
  plural: text('Ziele', 'Goals'),
  table: 'tracking.goal',
  area: 'tracking',
  fields: [
    field.text('name', 'Name', 'Name', { required: true, inList: true, aliases: ['ziel', 'goal'] }),
    field.choice(
      'trigger',
      'Erreicht durch',
      'Reached by',
      [
        choice('address', 'Aufruf einer Seite', 'Opening a page'),
        choice('event', 'Ereignis', 'Event'),
        choice('form', 'Absenden eines Formulars', 'Sending a form'),
      ],
      { required: true, inList: true },
    ),
    field.text('pattern', 'Seite, Ereignis oder Formular', 'Page, event or form', {
      required: true,
      inList: true,
      help: text(
        'Eine Seite wie /danke oder www.example.de/danke, der Name eines Ereignisses wie demo_request oder der Name eines Formulars. Ein * steht für beliebige Zeichen: /demo/*.',
        'A page like /thanks or www.example.com/thanks, the name of an event like demo_request, or the name of a form. A * stands for any signs: /demo/*.',
      ),
    }),
    field.choice(
      'counted',
      'Zählt',
      'Counts',
      [
        choice('once', 'Einmal je Person', 'Once for a person'),
        choice('each', 'Jedes Mal', 'Every time'),
      ],
      { required: true, inList: true },
    ),
    field.money('value', 'Wert', 'Value', {
      inList: true,
      help: text(
        'Was es dem Unternehmen im Mittel wert ist. Gilt ab jetzt; schon Erreichtes behält seinen Wert.',
        'What it is worth to the company on average. Holds from now on; what was reached keeps its value.',
      ),
    }),
    field.boolean('active', 'Aktiv', 'Active', { inList: true }),
    field.longtext('notes', 'Notizen', 'Notes'),
  ],
  title: ['name'],
  search: ['name', 'pattern'],
  sort: 'name',
  naturalKey: [['name']],
}

/** The texts of the rules of goals, by rule. */
export const goalRuleTexts: Readonly<Record<string, Text>> = {
  'tracking.goal_without_value': text(
    'Der Wert eines Ziels darf nicht negativ sein.',
    'The value of a goal cannot be negative.',
  ),
  'tracking.goal_for_everything': text(
    'Dieses Ziel würde von allem erreicht. Bitte etwas außer * angeben.',
    'Everything would reach this goal. Please give something besides *.',
  ),
}

/** A goal counts once unless something else is said. */
export const deriveGoal = (_before: Values | null, goal: Values): Values => ({
  ...goal,
  pattern: typeof goal.pattern === 'string' ? goal.pattern.trim() : goal.pattern,
  counted: goal.counted ?? 'once',
})

export function checkGoal(_before: Values | null, goal: Values): RuleResult[] {
  const problems: RuleResult[] = []
  const { value, pattern } = goal
  if (typeof value === 'number' && value < 0) {
    problems.push({ field: 'value', rule: 'tracking.goal_without_value', severity: 'invalid' })
  }
  if (typeof pattern === 'string' && /^[*/\s]+$/.test(pattern) && pattern.includes('*')) {
    problems.push({ field: 'pattern', rule: 'tracking.goal_for_everything', severity: 'invalid' })
  }
  return problems
}
