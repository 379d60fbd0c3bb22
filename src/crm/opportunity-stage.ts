import { choice, field, text } from '#kernel/fields.ts'
import type { RecordKind } from '#kernel/record.ts'

/** A step of the sales process with the probability that the pipeline is weighted by. */
export const opportunityStageKind: RecordKind = {
  id: 'opportunity_stage',
  path: 'opportunity-stages',
  label: text('Verkaufsstufe', 'Opportunity stage'),
  plural: text('Verkaufsstufen', 'Opportunity stages'),
  table: 'crm.opportunity_stage',
  area: 'company',
  fields: [
    field.text('name', 'Name', 'Name', { required: true, inList: true }),
    field.integer('position', 'Reihenfolge', 'Position', { required: true, inList: true }),
    field.rate('probability', 'Wahrscheinlichkeit', 'Probability', {
      required: true,
      inList: true,
    }),
    field.choice(
      'outcome',
      'Bedeutung',
      'Meaning',
      [
        choice('open', 'offen', 'open'),
        choice('won', 'gewonnen', 'won'),
        choice('lost', 'verloren', 'lost'),
      ],
      { required: true, inList: true },
    ),
  ],
  title: ['name'],
  search: ['name'],
  sort: 'position',
  naturalKey: [['name']],
}
