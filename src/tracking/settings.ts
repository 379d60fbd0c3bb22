import { z } from 'zod'
import { field, text } from '#kernel/fields.ts'
import type { Field } from '#kernel/record.ts'
import { IDLE_MINUTES } from './sessions.ts'
import { EXCLUDED_HOSTS } from './source-lists.ts'

/** For how long visits and events are kept. */
export const RETENTION_MONTHS = { min: 1, usual: 13, max: 60 } as const

/** The word in front of the script's and the hits' address until the company chooses another. */
export const DEFAULT_FOLDER = 'm'
const FOLDER = /^[a-z0-9-]{1,32}$/

const section = text('Tracking', 'Tracking')

const setting = (initial: unknown, declared: Field): { field: Field; initial: unknown } => ({
  field: declared,
  initial,
})

/** What a company decides about measuring: all websites together. */
export const TRACKING_SETTINGS = [
  setting(
    '',
    field.url('short_link_address', 'Adresse der Kurzlinks', 'Address of short links', {
      section,
      help: text(
        'Eine eigene, kurze Adresse, die zu diesem Programm führt, zum Beispiel https://go.example.de. Leer: die Adresse des Programms.',
        'A short address of your own that leads to this program. Empty: the address of the program.',
      ),
    }),
  ),
  setting(
    'DE',
    field.text('phone_country', 'Land der Rufnummern', 'Country of telephone numbers', {
      section,
      required: true,
      help: text(
        'Für Rufnummern ohne Ländervorwahl, mit zwei Buchstaben: DE, AT, CH.',
        'For numbers without a country code, in two letters: DE, AT, CH.',
      ),
    }),
  ),
  setting(
    IDLE_MINUTES.usual,
    field.integer(
      'session_idle_minutes',
      'Pause, die einen Besuch beendet (Minuten)',
      'Pause that ends a visit (minutes)',
      {
        section,
        required: true,
        help: text('5 bis 480.', '5 to 480.'),
      },
    ),
  ),
  setting(
    [...EXCLUDED_HOSTS],
    field.list('excluded_referrers', 'Keine Quelle sind', 'No source are', {
      section,
      help: text(
        'Zahlungsdienste, Anmeldungen, Terminbuchungen und Formulare, von denen Besucher zurückkommen. Unterdomains gehören dazu.',
        'Payment, sign-in, booking and form services that visitors come back from. Subdomains are included.',
      ),
    }),
  ),
  setting(
    RETENTION_MONTHS.usual,
    field.integer(
      'event_retention_months',
      'Besuche und Ereignisse aufbewahren (Monate)',
      'Keep visits and events (months)',
      {
        section,
        required: true,
        help: text(
          '1 bis 60. Was älter ist, wird gelöscht; Tageszahlen ohne Personenbezug und die Kontaktpunkte bekannter Personen bleiben.',
          '1 to 60. What is older is deleted; daily figures without any person and the touchpoints of known people stay.',
        ),
      },
    ),
  ),
  setting(
    [],
    field.list('excluded_addresses', 'Nicht gemessene IP-Adressen', 'IP addresses not measured', {
      section,
      help: text(
        'Eigene Anschlüsse, zum Beispiel das Büro: 203.0.113.7 oder ein Netz wie 2001:db8:12::/48. Ihre Besuche werden nicht gezählt.',
        'Your own connections, such as the office: 203.0.113.7 or a network like 2001:db8:12::/48. Their visits are not counted.',
      ),
    }),
  ),
  setting(
    DEFAULT_FOLDER,
    field.text('script_folder', 'Pfad des Skripts', 'Path of the script', {
      section,
      required: true,
      help: text(
        'Ein neutrales Wort aus Kleinbuchstaben und Ziffern. Skript und Zählaufrufe laufen unter /wort/. Nach einer Änderung müssen die Websites das neue Snippet bekommen.',
        'A neutral word of small letters and digits. Script and hits go by /word/. After a change the websites need the new snippet.',
      ),
    }),
  ),
] as const

/** The settings that tracking reads, of all settings of the company. A senseless value is as good as none. */
export const TrackingSettings = z
  .object({
    time_zone: z.string().default('Europe/Berlin'),
    short_link_address: z
      .url({ protocol: /^https?$/ })
      .nullable()
      .catch(null)
      .default(null),
    phone_country: z
      .string()
      .regex(/^[A-Za-z]{2}$/)
      .catch('DE')
      .default('DE'),
    session_idle_minutes: z.number().catch(IDLE_MINUTES.usual).default(IDLE_MINUTES.usual),
    event_retention_months: z
      .int()
      .min(RETENTION_MONTHS.min)
      .max(RETENTION_MONTHS.max)
      .catch(RETENTION_MONTHS.usual)
      .default(RETENTION_MONTHS.usual),
    excluded_addresses: z.array(z.string()).catch([]).default([]),
    script_folder: z.string().regex(FOLDER).catch(DEFAULT_FOLDER).default(DEFAULT_FOLDER),
    excluded_referrers: z.array(z.string()).default([...EXCLUDED_HOSTS]),
  })
  .transform((given) => ({
    timeZone: given.time_zone,
    shortLinkAddress: given.short_link_address?.replace(/\/+$/, '') ?? null,
    phoneCountry: given.phone_country.toUpperCase(),
    sessionIdleMinutes: given.session_idle_minutes,
    retentionMonths: given.event_retention_months,
    /** Addresses and networks as people wrote them; `addressList` in io reads them. */
    excludedAddresses: given.excluded_addresses,
    /** Script and hits are served under `/<folder>/`. */
    scriptFolder: given.script_folder,
    excludedHosts: new Set(given.excluded_referrers.map((host) => host.trim().toLowerCase())),
  }))
export type TrackingSettings = z.infer<typeof TrackingSettings>
