import { field, text } from '#kernel/fields.ts'
import type { RecordKind } from '#kernel/record.ts'
import { MEDIA } from './utm-words.ts'

const utm = text('UTM-Parameter', 'UTM parameters')

/** A link that the company gives out: on a page, in a mail, behind a QR code. Its short address counts calls. */
export const trackedLinkKind: RecordKind = {
  id: 'tracked_link',
  path: 'links',
  label: text('Link', 'Link'),
  plural: text('Links', 'Links'),
  table: 'tracking.link',
  area: 'tracking',
  fields: [
    field.text('name', 'Name', 'Name', {
      required: true,
      inList: true,
      help: text('Wo der Link steht, zum Beispiel „Stand 12, Rollup“.', 'Where the link stands.'),
      aliases: ['bezeichnung', 'titel', 'title'],
    }),
    field.url('target', 'Ziel', 'Target', {
      required: true,
      inList: true,
      help: text(
        'Die Seite, auf die der Link führt, mit https:// am Anfang.',
        'The page that the link leads to, beginning with https://.',
      ),
      aliases: ['url', 'ziel', 'zieladresse', 'adresse', 'landing page', 'website'],
    }),
    field.reference('campaign_id', 'campaign', 'Kampagne', 'Campaign', {
      inList: true,
      aliases: ['kampagne'],
    }),
    field.text('source', 'Quelle', 'Source', {
      section: utm,
      inList: true,
      help: text(
        'Wo der Link steht, mit einem Wort: linkedin, newsletter, hannover-messe.',
        'Where the link stands, in one word: linkedin, newsletter.',
      ),
      aliases: ['utm_source', 'quelle'],
    }),
    field.choice('medium', 'Medium', 'Medium', MEDIA, {
      section: utm,
      inList: true,
      aliases: ['utm_medium'],
    }),
    field.text(
      'campaign',
      'Name der Kampagne in der Adresse',
      'Name of the campaign in the address',
      {
        section: utm,
        help: text('Leer: der Name der Kampagne.', 'Empty: the name of the campaign.'),
        aliases: ['utm_campaign'],
      },
    ),
    field.text('content', 'Inhalt', 'Content', {
      section: utm,
      help: text(
        'Unterscheidet mehrere Links einer Kampagne, zum Beispiel Knopf und Bild.',
        'Tells several links of a campaign apart.',
      ),
      aliases: ['utm_content'],
    }),
    field.text('term', 'Suchbegriff', 'Term', { section: utm, aliases: ['utm_term'] }),
    field.reference('channel', 'channel', 'Kanal', 'Channel', {
      help: text(
        'Gilt für jeden Besuch über den Kurzlink. Leer: nach den UTM-Parametern; ein QR-Code folgt seiner Kampagne.',
        'Holds for every visit by the short link. Empty: by the UTM parameters; a QR code follows its campaign.',
      ),
      aliases: ['kanal'],
    }),
    field.text('code', 'Kurzcode', 'Short code', {
      inList: true,
      help: text(
        'Leer: wird vergeben. Ein eigenes Wort geht auch: 3 bis 64 Buchstaben, Ziffern, „-“ und „_“. Nach dem Druck nicht mehr ändern.',
        'Empty: one is made. A word of your own is fine: 3 to 64 letters, digits, “-” and “_”. Do not change it once printed.',
      ),
      aliases: ['short code', 'kurzcode'],
    }),
    field.url('address', 'Adresse mit UTM-Parametern', 'Address with UTM parameters', {
      derived: true,
      importable: false,
    }),
    field.boolean('active', 'Aktiv', 'Active', { inList: true }),
    field.longtext('notes', 'Notizen', 'Notes'),
  ],
  title: ['name'],
  search: ['name', 'code', 'source', 'campaign'],
  sort: '-created_at',
  naturalKey: [['code'], ['name']],
}

/** A telephone number that stands for a campaign: who calls it came by that campaign. */
export const trackedNumberKind: RecordKind = {
  id: 'tracked_number',
  path: 'phone-numbers',
  label: text('Rufnummer', 'Telephone number'),
  plural: text('Rufnummern', 'Telephone numbers'),
  table: 'tracking.phone_number',
  area: 'tracking',
  fields: [
    field.phone('number', 'Rufnummer', 'Number', {
      required: true,
      inList: true,
      help: text(
        'Wird in internationaler Schreibweise gespeichert; ohne Ländervorwahl gilt das eingestellte Land.',
        'Stored in international form; without a country code the country of the settings counts.',
      ),
      aliases: ['telefon', 'telefonnummer', 'phone', 'phone number', 'nummer'],
    }),
    field.text('name', 'Name', 'Name', {
      required: true,
      inList: true,
      help: text('Wo die Nummer steht.', 'Where the number stands.'),
      aliases: ['bezeichnung', 'titel'],
    }),
    field.reference('campaign_id', 'campaign', 'Kampagne', 'Campaign', {
      inList: true,
      aliases: ['kampagne', 'campaign'],
    }),
    field.reference('channel', 'channel', 'Kanal', 'Channel', {
      inList: true,
      help: text('Leer: Telefon (eingehend).', 'Empty: telephone (incoming).'),
      aliases: ['kanal'],
    }),
    field.boolean('active', 'Aktiv', 'Active', { inList: true }),
    field.longtext('notes', 'Notizen', 'Notes'),
  ],
  title: ['name', 'number'],
  search: ['name', 'number'],
  sort: 'name',
  naturalKey: [['number']],
}
