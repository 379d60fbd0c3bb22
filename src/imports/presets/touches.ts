import type { Preset } from './preset.ts'

const EMAIL = ['Email', 'E-Mail', 'E-Mail-Adresse', 'Email Address', 'E-mail'] as const
const FIRST_NAME = ['First Name', 'Vorname'] as const
const LAST_NAME = ['Last Name', 'Nachname', 'Name'] as const
const COMPANY = ['Company', 'Firma', 'Unternehmen', 'Organization', 'Organisation'] as const
const SCANNED = [
  'Scan time',
  'Scanned at',
  'Scan date',
  'Scanzeit',
  'Gescannt am',
  'Erfasst am',
] as const
const JOINED = [
  'Join Time',
  'Beitrittszeit',
  'Teilnahmezeitpunkt',
  'First Join',
  'Erster Beitritt',
] as const

/** Whom a row is about. */
const PERSON = [
  ['contact.email', ...EMAIL],
  ['contact.first_name', ...FIRST_NAME],
  ['contact.last_name', ...LAST_NAME],
  ['account.name', ...COMPANY],
] as const

/** What people did away from the website, as the tools of fairs, webinars and newsletters write it down. */
export const touchPresets: readonly Preset[] = [
  {
    id: 'trade_fair_leads',
    name: { de: 'Messe: erfasste Kontakte', en: 'Trade fair: scanned contacts' },
    system: 'trade_fair',
    requires: [SCANNED, EMAIL],
    parts: [
      {
        kind: 'touchpoint',
        columns: [
          ['occurred_at', ...SCANNED],
          ...PERSON,
          ['title', 'Event', 'Messe', 'Trade Show', 'Veranstaltung', 'Stand', 'Booth'],
          ['notes', 'Notes', 'Notizen', 'Bemerkung', 'Comment', 'Kommentar'],
        ],
        constants: { kind: 'trade_fair' },
        key: [...SCANNED, ...EMAIL],
      },
    ],
  },
  {
    id: 'webinar_attendance',
    name: { de: 'Webinar: Teilnahmen', en: 'Webinar: attendance' },
    system: 'webinar',
    requires: [JOINED, EMAIL],
    parts: [
      {
        kind: 'touchpoint',
        columns: [
          ['occurred_at', ...JOINED],
          ...PERSON,
          ['title', 'Topic', 'Thema', 'Webinar', 'Webinar Name', 'Titel'],
        ],
        constants: { kind: 'webinar' },
        key: [...JOINED, ...EMAIL],
      },
    ],
  },
  {
    id: 'newsletter_events',
    name: { de: 'Newsletter: Öffnungen und Klicks', en: 'Newsletter: opens and clicks' },
    system: 'newsletter',
    requires: [
      ['st_text', 'Event', 'Ereignis', 'Action', 'Aktion'],
      ['ts', 'Timestamp', 'Zeitpunkt', 'Event Time', 'Date', 'Datum'],
      ['email', ...EMAIL],
      ['sub', 'Subject', 'Betreff', 'Campaign', 'Mailing', 'Newsletter'],
    ],
    parts: [
      {
        kind: 'touchpoint',
        columns: [
          ['kind', 'st_text', 'Event', 'Ereignis', 'Action', 'Aktion'],
          ['occurred_at', 'ts', 'Timestamp', 'Zeitpunkt', 'Event Time', 'Date', 'Datum'],
          ...PERSON,
          ['title', 'sub', 'Subject', 'Betreff', 'Mailing', 'Newsletter', 'Campaign'],
          ['sent_at', 'Send Time', 'Sent at', 'Versandzeit', 'Versendet am', 'Versendet'],
          ['agent', 'User Agent', 'User-Agent', 'Client'],
        ],
        values: {
          kind: {
            open: 'newsletter_open',
            opened: 'newsletter_open',
            'first opening': 'newsletter_open',
            geöffnet: 'newsletter_open',
            öffnung: 'newsletter_open',
            click: 'newsletter_click',
            clicked: 'newsletter_click',
            geklickt: 'newsletter_click',
            klick: 'newsletter_click',
          },
        },
        key: [
          ...['st_text', 'Event', 'Ereignis', 'Action', 'Aktion'],
          ...['ts', 'Timestamp', 'Zeitpunkt', 'Event Time', 'Date', 'Datum'],
          ...EMAIL,
          ...['sub', 'Subject', 'Betreff', 'Mailing', 'Newsletter', 'Campaign'],
        ],
      },
    ],
  },
]
