import { choice, field, text } from '#kernel/fields.ts'
import type { RecordKind } from '#kernel/record.ts'
import { KPIS } from '#kpis/registry.ts'

const effect = text('Erwartete Wirkung', 'Expected effect')
const outcome = text('Ergebnis', 'Outcome')
const scope = text('Betrifft', 'Concerns')
const work = text('Umsetzung', 'Carrying out')

/** The figures that an effect can be expected on, and that an agreement can be about. */
export const FIGURE_CHOICES = KPIS.filter((kpi) => !kpi.needs).map(({ id, name }) =>
  choice(id, name.de, name.en),
)

/** What became of a decision, in the words of forms, agenda and reports. */
export const OUTCOMES = {
  reached: text('eingetreten', 'as expected'),
  partly: text('teilweise eingetreten', 'partly as expected'),
  missed: text('nicht eingetreten', 'did not happen'),
  unclear: text('nicht zu erkennen', 'cannot be told'),
} as const

/** What was decided, by whom, on which figures, what it was to do and what it did. */
export const decisionKind: RecordKind = {
  id: 'decision',
  path: 'decisions',
  label: text('Entscheidung', 'Decision'),
  plural: text('Entscheidungen', 'Decisions'),
  table: 'decisions.decision',
  area: 'decisions',
  fields: [
    field.text('title', 'Entscheidung', 'Decision', {
      required: true,
      inList: true,
      help: text(
        'Was getan wird, in einem Satz: „Messe Stuttgart ab 2027 nur noch mit Stand im Gemeinschaftsbereich“.',
        'What will be done, in one sentence.',
      ),
      aliases: ['entscheidung', 'beschluss', 'maßnahme', 'decision', 'titel'],
    }),
    field.choice(
      'status',
      'Stand',
      'State',
      [
        choice('proposed', 'vorgeschlagen', 'proposed'),
        choice('decided', 'beschlossen', 'decided'),
        choice('done', 'umgesetzt', 'carried out'),
        choice('dropped', 'verworfen', 'dropped'),
      ],
      { required: true, inList: true, aliases: ['stand', 'status'] },
    ),
    field.date('decided_on', 'Beschlossen am', 'Decided on', {
      inList: true,
      aliases: ['datum', 'beschlossen am', 'date'],
    }),
    field.reference('decided_by_id', 'user', 'Beschlossen von', 'Decided by', {
      aliases: ['beschlossen von', 'wer'],
    }),
    field.reference('review_id', 'review', 'Besprechung', 'Review'),
    field.longtext('grounds', 'Begründung', 'Grounds', {
      aliases: ['begründung', 'grund', 'reason'],
    }),
    field.reference('campaign_id', 'campaign', 'Kampagne', 'Campaign', {
      section: scope,
      aliases: ['kampagne', 'campaign'],
    }),
    field.reference('channel', 'channel', 'Kanal', 'Channel', {
      section: scope,
      aliases: ['kanal'],
    }),
    field.reference('owner_id', 'user', 'Zuständig', 'Owner', {
      section: work,
      inList: true,
      aliases: ['zuständig', 'verantwortlich', 'owner'],
    }),
    field.date('due_on', 'Fällig am', 'Due on', {
      section: work,
      inList: true,
      aliases: ['fällig', 'fällig am', 'frist', 'due'],
    }),
    field.date('done_on', 'Umgesetzt am', 'Carried out on', {
      section: work,
      aliases: ['umgesetzt am', 'erledigt am'],
    }),
    field.choice('effect_kpi', 'Kennzahl', 'Figure', FIGURE_CHOICES, {
      section: effect,
      help: text(
        'Woran man sehen wird, ob es gewirkt hat.',
        'Where it will show whether it has worked.',
      ),
      aliases: ['kennzahl', 'wirkung auf', 'kpi'],
    }),
    field.choice(
      'effect_direction',
      'Soll',
      'Is to',
      [
        choice('rise', 'steigen', 'rise'),
        choice('fall', 'sinken', 'fall'),
        choice('hold', 'gehalten werden', 'hold'),
      ],
      { section: effect, aliases: ['richtung'] },
    ),
    field.money('amount', 'Erwarteter Betrag', 'Expected amount', {
      section: effect,
      help: text('Für Kennzahlen in Geld.', 'For figures in money.'),
      aliases: ['erwarteter betrag'],
    }),
    field.rate('rate', 'Erwartete Quote', 'Expected rate', {
      section: effect,
      help: text('Für Quoten in Prozent.', 'For rates in percent.'),
      aliases: ['erwartete quote'],
    }),
    field.decimal('number', 'Erwartete Zahl', 'Expected number', {
      section: effect,
      help: text(
        'Für Anzahlen, Tage und Verhältnisse (ein ROI von 200 % ist 2).',
        'For counts, days and ratios (a ROI of 200% is 2).',
      ),
      aliases: ['erwartete zahl'],
    }),
    field.longtext('effect_note', 'Annahme dahinter', 'Assumption behind it', {
      section: effect,
      aliases: ['annahme', 'erwartung'],
    }),
    field.date('check_on', 'Geprüft wird am', 'To be checked on', {
      section: effect,
      inList: true,
      aliases: ['prüfen am', 'geprüft wird am', 'check'],
    }),
    field.choice(
      'outcome',
      'Ergebnis',
      'Outcome',
      Object.entries(OUTCOMES).map(([value, label]) => ({ value, label })),
      { section: outcome, inList: true, aliases: ['ergebnis'] },
    ),
    field.date('checked_on', 'Geprüft am', 'Checked on', {
      section: outcome,
      aliases: ['geprüft am'],
    }),
    field.longtext('outcome_note', 'Was daraus wurde', 'What became of it', {
      section: outcome,
      aliases: ['ergebnis notiz', 'was daraus wurde'],
    }),
  ],
  title: ['title'],
  titleIsSentence: true,
  search: ['title', 'grounds', 'outcome_note'],
  sort: '-decided_on',
  naturalKey: [['title', 'decided_on']],
}
