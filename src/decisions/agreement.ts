import { choice, field, text } from '#kernel/fields.ts'
import type { RecordKind } from '#kernel/record.ts'
import { FIGURE_CHOICES } from './decision.ts'

const expected = text('Erwartet', 'Expected')
const stop = text('Budget und Abbruch', 'Budget and stop')
const unitHelp = text(
  'In der Einheit der Kennzahl: Euro, Prozent oder Anzahl.',
  'In the unit of the figure: currency units, percent, or a count.',
)

/** The days on which a campaign is held against what was expected. */
export const MILESTONE_DAYS = [30, 60, 90] as const

/** What success of a campaign is and how it is measured, agreed before it starts. */
export const agreementKind: RecordKind = {
  id: 'measurement_agreement',
  path: 'measurement-agreements',
  label: text('Messvereinbarung', 'Measurement agreement'),
  plural: text('Messvereinbarungen', 'Measurement agreements'),
  table: 'decisions.agreement',
  area: 'decisions',
  fields: [
    field.reference('campaign_id', 'campaign', 'Kampagne', 'Campaign', {
      required: true,
      inList: true,
      aliases: ['kampagne', 'campaign'],
    }),
    field.longtext('criteria', 'Erfolgskriterien', 'Success criteria', {
      required: true,
      help: text(
        'Woran alle erkennen, dass sich die Kampagne gelohnt hat.',
        'How everybody will see that the campaign was worth it.',
      ),
      aliases: ['erfolgskriterien', 'kriterien', 'criteria'],
    }),
    field.choice('metric', 'Kennzahl', 'Figure', FIGURE_CHOICES, {
      required: true,
      inList: true,
      aliases: ['kennzahl', 'metrik', 'kpi', 'metric'],
    }),
    field.longtext('route', 'Messweg', 'How it is measured', {
      required: true,
      help: text(
        'Woher die Zahl kommt: Links mit UTM, Ziel auf der Website, Feld im CRM, Umfrage.',
        'Where the number comes from: tagged links, a goal on the website, a field of the CRM, a survey.',
      ),
      aliases: ['messweg', 'route'],
    }),
    field.choice(
      'frequency',
      'Wie oft',
      'How often',
      [
        choice('weekly', 'jede Woche', 'every week'),
        choice('fortnightly', 'alle zwei Wochen', 'every two weeks'),
        choice('monthly', 'jeden Monat', 'every month'),
        choice('quarterly', 'jedes Quartal', 'every quarter'),
      ],
      { required: true, aliases: ['häufigkeit', 'wie oft', 'frequency'] },
    ),
    field.date('begins_on', 'Tag 0', 'Day 0', {
      inList: true,
      help: text(
        'Ab hier zählen die 30, 60 und 90 Tage; leer: der Beginn der Kampagne.',
        'The 30, 60 and 90 days count from here; empty: the start of the campaign.',
      ),
      aliases: ['tag 0', 'beginn', 'start'],
    }),
    ...MILESTONE_DAYS.map((days) =>
      field.decimal(`expected_${days}`, `Nach ${days} Tagen`, `After ${days} days`, {
        section: expected,
        inList: true,
        ...(days === 30 && { help: unitHelp }),
        aliases: [`nach ${days} tagen`, `${days} tage`],
      }),
    ),
    field.money('budget', 'Budget', 'Budget', { section: stop, inList: true, aliases: ['budget'] }),
    field.longtext('stop_rule', 'Abbruchregel', 'Stop rule', {
      section: stop,
      required: true,
      help: text(
        'Wann aufgehört wird, vorher gesagt: „nach 45 Tagen weniger als 20 MQL“.',
        'When to stop, said beforehand: "fewer than 20 MQL after 45 days".',
      ),
      aliases: ['abbruchregel', 'stopp', 'stop rule'],
    }),
    field.integer('stop_on_day', 'Abbruch prüfen an Tag', 'Check the stop rule on day', {
      section: stop,
      help: text(
        'Mit dem Grenzwert zusammen prüft Regelkreis die Regel selbst.',
        'With the limit, Regelkreis checks the rule by itself.',
      ),
    }),
    field.decimal('stop_value', 'Abbruch bei schlechter als', 'Stop if worse than', {
      section: stop,
      help: unitHelp,
    }),
    field.date('agreed_on', 'Vereinbart am', 'Agreed on', { aliases: ['vereinbart am'] }),
    field.reference('owner_id', 'user', 'Zuständig', 'Owner', { aliases: ['zuständig'] }),
    field.longtext('note', 'Notiz', 'Note', { aliases: ['notiz'] }),
  ],
  title: ['campaign_id'],
  search: ['criteria', 'route', 'stop_rule'],
  sort: '-begins_on',
  naturalKey: [['campaign_id']],
}
