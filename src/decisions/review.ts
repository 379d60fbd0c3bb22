import { choice, field, text } from '#kernel/fields.ts'
import type { RecordKind } from '#kernel/record.ts'

const standing = text('Ständiger Punkt', 'Standing item')

/** A meeting about the figures of a period: what was on the agenda stays as it was. */
export const reviewKind: RecordKind = {
  id: 'review',
  path: 'reviews',
  label: text('Besprechung', 'Review'),
  plural: text('Besprechungen', 'Reviews'),
  table: 'decisions.review',
  area: 'decisions',
  fields: [
    field.date('held_on', 'Gehalten am', 'Held on', {
      required: true,
      inList: true,
      aliases: ['datum', 'date'],
    }),
    field.date('from_date', 'Zahlen von', 'Figures from', { required: true, inList: true }),
    field.date('until_date', 'Zahlen bis vor', 'Figures until before', {
      required: true,
      inList: true,
      help: text(
        'Der erste Tag, der nicht mehr dazugehört.',
        'The first day that is no longer part.',
      ),
    }),
    field.reference('owner_id', 'user', 'Leitung', 'Chair', { inList: true }),
    field.choice(
      'criteria_answer',
      'Stimmen unsere Erfolgskriterien noch?',
      'Are our success criteria still right?',
      [
        choice('right', 'ja', 'yes'),
        choice('adjust', 'nein, sie werden angepasst', 'no, they will be adjusted'),
        choice('open', 'noch offen', 'still open'),
      ],
      { section: standing, inList: true },
    ),
    field.longtext('criteria_note', 'Was sich ändert', 'What changes', { section: standing }),
    field.longtext('minutes', 'Protokoll', 'Minutes', {
      section: text('Protokoll', 'Minutes'),
      aliases: ['protokoll', 'notizen'],
    }),
  ],
  hidden: ['agenda'],
  title: ['held_on'],
  search: ['minutes', 'criteria_note'],
  sort: '-held_on',
}
