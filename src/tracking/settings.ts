import { z } from 'zod'
import { field, text } from '#kernel/fields.ts'
import type { Field } from '#kernel/record.ts'
import { IDLE_MINUTES } from './sessions.ts'
import { EXCLUDED_HOSTS } from './source-lists.ts'

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
    excluded_referrers: z.array(z.string()).default([...EXCLUDED_HOSTS]),
  })
  .transform((given) => ({
    timeZone: given.time_zone,
    shortLinkAddress: given.short_link_address?.replace(/\/+$/, '') ?? null,
    phoneCountry: given.phone_country.toUpperCase(),
    sessionIdleMinutes: given.session_idle_minutes,
    excludedHosts: new Set(given.excluded_referrers.map((host) => host.trim().toLowerCase())),
  }))
export type TrackingSettings = z.infer<typeof TrackingSettings>
