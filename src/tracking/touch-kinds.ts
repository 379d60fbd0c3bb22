import { choice } from '#kernel/fields.ts'

type TouchKind = {
  readonly id: string
  readonly de: string
  readonly en: string
  /** What a touch of this kind is, unless a channel was given; null: its source or its visit says it. */
  readonly channel: string | null
}

const kind = (id: string, de: string, en: string, channel: string | null): TouchKind => ({
  ...{ id, de, en, channel },
})

/** What a touchpoint was. The first ones are written down by people, the last ones come from websites. */
export const TOUCH_KINDS: readonly TouchKind[] = [
  kind('trade_fair', 'Messe', 'Trade fair', 'trade_fair'),
  kind('event', 'Veranstaltung', 'Event', 'event'),
  kind('webinar', 'Webinar (teilgenommen)', 'Webinar attended', 'event'),
  kind('call', 'Anruf (eingehend)', 'Call (incoming)', 'telephone'),
  kind('call_out', 'Anruf (ausgehend)', 'Call (outgoing)', 'telemarketing'),
  kind('meeting', 'Termin', 'Meeting', 'other'),
  kind('letter', 'Brief', 'Letter', 'direct_mail'),
  kind('partner_referral', 'Empfehlung durch Vertriebspartner', 'Referral by a partner', 'partner'),
  kind('recommendation', 'Empfehlung durch Kunden', 'Recommendation', 'recommendation'),
  kind(
    'employee_social',
    'Social Media durch Mitarbeitende',
    'Social interaction by an employee',
    'employee_social',
  ),
  kind('newsletter_open', 'Newsletter geöffnet', 'Newsletter opened', 'email'),
  kind('newsletter_click', 'Newsletter angeklickt', 'Newsletter clicked', 'email'),
  kind('self_report', 'Selbstauskunft („Wie haben Sie uns gefunden?“)', 'Self-report', null),
  kind('visit', 'Besuch der Website', 'Visit of the website', null),
  kind('goal', 'Ziel erreicht', 'Goal reached', null),
  kind('form', 'Formular', 'Form', null),
  kind('click', 'Klick auf einen Link', 'Click of a link', null),
]

export const TOUCH_KIND_CHOICES = TOUCH_KINDS.map(({ id, de, en }) => choice(id, de, en))

/** The channel that a kind stands for, or null. */
export const channelOfKind = (id: string | null): string | null =>
  TOUCH_KINDS.find((one) => one.id === id)?.channel ?? null

/** Why a touchpoint is kept but does not count. */
export const NOT_COUNTED_CHOICES = [
  choice('seconds_after_sending', 'Sekunden nach dem Versand', 'Seconds after sending'),
  choice('mail_scanner', 'Virenprüfung oder Vorschau', 'Mail scanner or preview'),
]

/** Nobody opens a mail so soon after it was sent; programs that check it do. */
const SCANNER_SECONDS = 10

/** Programs that open mails and follow their links before people do, by words of their name; gathered by hand. */
const SCANNERS =
  /barracuda|proofpoint|mimecast|messagelabs|symantec|forcepoint|trend ?micro|fireeye|trellix|ironport|sophos|cloudmark|safelinks|existence discovery|hornetsecurity|retarus|vade|urldefense|linkexpanding/i

/** Mail programs that load every picture when a mail arrives say nothing but this. */
const PREVIEW = /^mozilla\/5\.0$/i

export type MailTouch = {
  readonly kind: string | null
  /** ms since 1970. */
  readonly at: number
  /** When the mail was sent; null where that is not known. */
  readonly sentAt: number | null
  /** What the opening or clicking program called itself. */
  readonly agent: string | null
}

/**
 * Why an open or click of a newsletter is that of a program, or null for a person's. `isBot` knows other programs;
 * handed over by io.
 */
export function notCounted(
  { kind, at, sentAt, agent }: MailTouch,
  isBot: (agent: string) => boolean,
): string | null {
  if (kind !== 'newsletter_open' && kind !== 'newsletter_click') return null
  const name = agent?.trim() ?? ''
  const isPreview = kind === 'newsletter_open' && PREVIEW.test(name)
  if (name !== '' && (isPreview || SCANNERS.test(name) || isBot(name))) return 'mail_scanner'
  const seconds = sentAt === null ? Number.POSITIVE_INFINITY : (at - sentAt) / 1000
  return seconds >= 0 && seconds < SCANNER_SECONDS ? 'seconds_after_sending' : null
}
