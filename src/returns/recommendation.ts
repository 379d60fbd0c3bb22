import { field, text } from '#kernel/fields.ts'
import type { RecordKind } from '#kernel/record.ts'

const by = text('Wer hat empfohlen', 'Who recommended')
const whom = text('Wer wurde empfohlen', 'Who was recommended')
const origin = text('Herkunft', 'Origin')

/** Somebody who knows us told somebody else about us. */
export const recommendationKind: RecordKind = {
  id: 'recommendation',
  path: 'recommendations',
  label: text('Empfehlung', 'Recommendation'),
  plural: text('Empfehlungen', 'Recommendations'),
  table: 'returns.recommendation',
  area: 'returns',
  fields: [
    field.date('recommended_on', 'Datum', 'Date', {
      required: true,
      inList: true,
      aliases: ['datum', 'date', 'empfohlen am'],
    }),
    field.reference(
      'recommender_account_id',
      'account',
      'Empfehlendes Unternehmen',
      'Recommending account',
      {
        inList: true,
        section: by,
        aliases: [
          'empfehler',
          'empfohlen von',
          'referrer',
          'recommended by',
          'empfehlendes unternehmen',
        ],
      },
    ),
    field.reference(
      'recommender_contact_id',
      'contact',
      'Empfehlender Kontakt',
      'Recommending contact',
      {
        section: by,
        aliases: ['empfehlender kontakt', 'referrer contact'],
      },
    ),
    field.text(
      'recommender_name',
      'Wer empfahl (ohne Eintrag)',
      'Who recommended (without a record)',
      {
        inList: true,
        section: by,
        aliases: ['name des empfehlers', 'referrer name'],
      },
    ),
    field.text('recommended_name', 'Empfohlen', 'Recommended', {
      inList: true,
      section: whom,
      help: text(
        'Leer: der Name des Unternehmens oder das Unternehmen des Leads.',
        'Empty: the name of the account or the company of the lead.',
      ),
      aliases: ['empfohlen', 'name des empfohlenen', 'recommended', 'referred'],
    }),
    field.reference('account_id', 'account', 'Empfohlenes Unternehmen', 'Recommended account', {
      inList: true,
      section: whom,
      aliases: ['empfohlenes unternehmen', 'recommended account'],
    }),
    field.reference('contact_id', 'contact', 'Empfohlener Kontakt', 'Recommended contact', {
      section: whom,
    }),
    field.reference('lead_id', 'lead', 'Lead', 'Lead', { section: whom }),
    field.reference('opportunity_id', 'opportunity', 'Verkaufschance', 'Opportunity', {
      section: whom,
      aliases: ['deal', 'auftrag'],
    }),
    field.reference('campaign_id', 'campaign', 'Kampagne', 'Campaign', {
      section: origin,
      help: text(
        'Zum Beispiel das Empfehlungsprogramm, durch das sie kam.',
        'For example the referral programme it came through.',
      ),
      aliases: ['kampagne'],
    }),
    field.reference('channel', 'channel', 'Kanal', 'Channel', {
      section: origin,
      help: text('Leer: Empfehlung.', 'Empty: recommendation.'),
      aliases: ['kanal'],
    }),
    field.longtext('notes', 'Notizen', 'Notes', { section: text('Notizen', 'Notes') }),
  ],
  title: ['recommended_name'],
  search: ['recommended_name', 'recommender_name'],
  sort: '-recommended_on',
}
