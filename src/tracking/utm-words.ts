import { choice } from '#kernel/fields.ts'
import type { Choice } from '#kernel/record.ts'
import { cutText } from './channel-rules.ts'
import { meaningOf } from './channel-words.ts'
import { sourceName } from './known-sources.ts'

/** The media that links of the company use: one word each, known to the rules of channels. */
export const MEDIA: readonly Choice[] = [
  choice('email', 'E-Mail', 'E-mail'),
  choice('cpc', 'Klickanzeige', 'Pay per click'),
  choice('paid-social', 'Anzeige in Social Media', 'Paid social'),
  choice('paid-video', 'Videoanzeige', 'Paid video'),
  choice('display', 'Display-Werbung', 'Display'),
  choice('social', 'Beitrag in Social Media', 'Social post'),
  choice('video', 'Video', 'Video'),
  choice('referral', 'Verweis', 'Referral'),
  choice('affiliate', 'Affiliate', 'Affiliate'),
  choice('partner', 'Vertriebspartner', 'Sales partner'),
  choice('qr', 'QR-Code', 'QR code'),
  choice('print', 'Anzeige auf Papier', 'Print'),
  choice('flyer', 'Flyer', 'Flyer'),
  choice('plakat', 'Plakat', 'Poster'),
  choice('mailing', 'Brief und Mailing', 'Direct mail'),
  choice('messe', 'Messe', 'Trade fair'),
  choice('event', 'Veranstaltung', 'Event'),
  choice('webinar', 'Webinar', 'Webinar'),
  choice('tel', 'Telefon', 'Telephone'),
  choice('sms', 'SMS', 'SMS'),
  choice('push', 'Push-Nachricht', 'Push message'),
]

/** Other words for a medium of the list, in the writing of `utmWord`. */
const MEDIUM_SYNONYMS: Readonly<Record<string, string>> = {
  'e-mail': 'email',
  e_mail: 'email',
  mail: 'email',
  newsletter: 'email',
  nl: 'email',
  ppc: 'cpc',
  sea: 'cpc',
  sem: 'cpc',
  'paid-search': 'cpc',
  paid_search: 'cpc',
  ads: 'cpc',
  paidsocial: 'paid-social',
  paid_social: 'paid-social',
  'social-paid': 'paid-social',
  'social-ads': 'paid-social',
  paidvideo: 'paid-video',
  paid_video: 'paid-video',
  'social-media': 'social',
  socialmedia: 'social',
  'social-network': 'social',
  sm: 'social',
  'organic-social': 'social',
  banner: 'display',
  'qr-code': 'qr',
  qrcode: 'qr',
  anzeige: 'print',
  poster: 'plakat',
  brief: 'mailing',
  post: 'mailing',
  'direct-mail': 'mailing',
  tradeshow: 'messe',
  'trade-show': 'messe',
  'trade-fair': 'messe',
  messestand: 'messe',
  seminar: 'event',
  veranstaltung: 'event',
  telefon: 'tel',
  phone: 'tel',
  call: 'tel',
  link: 'referral',
  verweis: 'referral',
}

const LETTERS: Readonly<Record<string, string>> = {
  ä: 'ae',
  ö: 'oe',
  ü: 'ue',
  ß: 'ss',
  æ: 'ae',
  ø: 'o',
}

/** A text as it may stand in an address and is compared: `Frühling 2026!` is `fruehling-2026`. */
export const utmWord = (text: string | null | undefined): string =>
  cutText(text)
    .toLowerCase()
    .replaceAll(/[äöüßæø]/g, (letter) => LETTERS[letter] ?? letter)
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^a-z0-9._~-]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')

export const mediumWord = (text: string | null | undefined): string => {
  const word = utmWord(text)
  return meaningOf(MEDIUM_SYNONYMS, word) ?? word
}

export const sourceWord = (text: string | null | undefined): string => sourceName(utmWord(text))

export const isKnownMedium = (medium: string): boolean =>
  MEDIA.some(({ value }) => value === medium)

/** The parts that a link adds to its target. */
export const UTM_PARTS = ['source', 'medium', 'campaign', 'content', 'term'] as const
export type UtmPart = (typeof UTM_PARTS)[number]
export type Utm = Readonly<Record<UtmPart, string>>

/** What was changed or is missing, and why; texts in `LINK_RULE_TEXTS`. */
export type UtmWarning = {
  readonly field: UtmPart
  readonly rule: string
  /** As it was given, and as it is used. */
  readonly given: string
  readonly used: string
}

const WORD_OF: Readonly<Record<UtmPart, (text: string | null | undefined) => string>> = {
  source: sourceWord,
  medium: mediumWord,
  campaign: utmWord,
  content: utmWord,
  term: utmWord,
}

const hasForeignLetters = (text: string): boolean => /[^\x20-\x7e]/.test(text)

function warningOf(field: UtmPart, given: string, used: string): string | null {
  if (given === used)
    return field === 'medium' && used && !isKnownMedium(used) ? 'utm_medium_unknown' : null
  const spelt = utmWord(given)
  if (spelt !== used) return 'utm_synonym'
  if (field === 'medium' && !isKnownMedium(used)) return 'utm_medium_unknown'
  if (hasForeignLetters(given)) return 'utm_letters'
  return given.toLowerCase() === used ? 'utm_upper_case' : 'utm_signs'
}

/** The parts in one writing each, and a warning for every one that was written otherwise. */
export function checkedUtm(given: Readonly<Partial<Record<UtmPart, string | null>>>): {
  readonly utm: Utm
  readonly warnings: readonly UtmWarning[]
} {
  const utm = Object.fromEntries(UTM_PARTS.map((part) => [part, WORD_OF[part](given[part])])) as Utm
  const warnings = UTM_PARTS.flatMap((field): UtmWarning[] => {
    const text = cutText(given[field])
    const rule = warningOf(field, text, utm[field])
    return rule ? [{ field, rule: `tracking.${rule}`, given: text, used: utm[field] }] : []
  })
  return { utm, warnings }
}
