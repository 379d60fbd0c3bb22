import { choice, field, text } from '#kernel/fields.ts'
import type { RecordKind } from '#kernel/record.ts'
import { dealMarginFields } from './margin-parts.ts'

const money = text('Betrag und Deckungsbeitrag', 'Amount and margin')
const course = text('Verlauf', 'Course')
const origin = text('Herkunft', 'Origin')
const assignment = text('Zuordnung', 'Assignment')

/** New business or business with an existing customer; a filter of every rate. */
export const BUSINESS_TYPES = [
  choice('new', 'Neugeschäft', 'New business'),
  choice('existing', 'Bestandsgeschäft', 'Existing business'),
]

/** A sales case with an amount, a margin and a stage history. */
export const opportunityKind: RecordKind = {
  id: 'opportunity',
  path: 'opportunities',
  label: text('Verkaufschance', 'Opportunity'),
  plural: text('Verkaufschancen', 'Opportunities'),
  table: 'crm.opportunity',
  area: 'crm',
  fields: [
    field.text('name', 'Name', 'Name', {
      required: true,
      inList: true,
      aliases: ['deal name', 'opportunity name', 'potential name', 'titel', 'title'],
    }),
    field.reference('account_id', 'account', 'Unternehmen', 'Account', {
      inList: true,
      aliases: ['account name', 'company', 'firma', 'organization'],
    }),
    field.reference('contact_id', 'contact', 'Kontakt', 'Contact', {
      aliases: ['contact name', 'contact person'],
    }),
    field.reference('lead_id', 'lead', 'Lead', 'Lead', { aliases: ['leadid', 'lead id'] }),
    field.reference('stage_id', 'opportunity_stage', 'Verkaufsstufe', 'Stage', {
      required: true,
      inList: true,
      section: course,
      aliases: ['stage', 'deal stage', 'phase', 'stufe'],
    }),
    field.choice(
      'outcome',
      'Ausgang',
      'Outcome',
      [
        choice('open', 'offen', 'open'),
        choice('won', 'gewonnen', 'won'),
        choice('lost', 'verloren', 'lost'),
      ],
      { derived: true, inList: true, section: course },
    ),
    field.instant('opened_at', 'Angelegt am', 'Opened at', {
      required: true,
      inList: true,
      section: course,
      aliases: ['created time', 'create date', 'created date', 'erstellt am', 'deal created'],
    }),
    field.instant('closed_at', 'Abgeschlossen am', 'Closed at', {
      inList: true,
      section: course,
      aliases: [
        'closing date',
        'close date',
        'closed date',
        'won time',
        'won date',
        'abschlussdatum',
      ],
    }),
    field.date('expected_close_date', 'Erwarteter Abschluss', 'Expected close date', {
      section: course,
      aliases: ['expected close'],
    }),
    field.text('lost_reason', 'Verlustgrund', 'Lost reason', {
      section: course,
      aliases: ['loss reason', 'closed lost reason', 'lost reason', 'grund'],
    }),
    field.money('amount', 'Betrag', 'Amount', {
      inList: true,
      section: money,
      aliases: ['deal amount', 'value', 'wert', 'betrag', 'umsatz', 'deal value'],
    }),
    field.rate('probability', 'Wahrscheinlichkeit (abweichend)', 'Probability (override)', {
      section: money,
      help: text('Leer: die der Verkaufsstufe.', "Empty: the stage's own."),
    }),
    field.money('variable_cost', 'Variable Kosten', 'Variable cost', {
      section: money,
      help: text(
        'Alles zusammen, wenn es bekannt ist: geht den einzelnen Teilen vor. Leer: aus diesen oder aus einer Quote geschätzt.',
        'All together, where known: goes before the single parts. Empty: from these, or estimated by a rate.',
      ),
    }),
    field.money('production_cost', 'davon Herstellkosten', 'of which production cost', {
      section: money,
    }),
    field.reference('product_id', 'product', 'Produkt', 'Product', {
      section: money,
      aliases: ['product', 'produkt'],
    }),
    ...dealMarginFields,
    field.choice('business_type', 'Geschäftsart', 'Business type', BUSINESS_TYPES, {
      section: origin,
      aliases: ['deal type', 'opportunity type'],
    }),
    field.reference('campaign_id', 'campaign', 'Kampagne', 'Campaign', {
      section: origin,
      aliases: ['campaign id', 'primary campaign source', 'kampagne'],
    }),
    field.text('source', 'Quelle (wie angegeben)', 'Source (as given)', {
      section: origin,
      aliases: ['lead source', 'quelle', 'original source'],
    }),
    field.reference('channel', 'channel', 'Kanal', 'Channel', { section: origin, inList: true }),
    field.reference('owner_id', 'user', 'Zuständig', 'Owner', {
      inList: true,
      section: assignment,
      aliases: ['deal owner', 'opportunity owner', 'potential owner', 'besitzer'],
    }),
    field.reference('team_id', 'team', 'Team', 'Team', { section: assignment }),
    field.reference('region_id', 'region', 'Region', 'Region', { section: assignment }),
    field.longtext('notes', 'Notizen', 'Notes', { section: text('Notizen', 'Notes') }),
  ],
  title: ['name'],
  search: ['name'],
  hasSearchText: true,
  sort: '-opened_at',
}
