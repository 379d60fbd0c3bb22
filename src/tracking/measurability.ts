import type { Text } from '#kernel/record.ts'
import { UNATTRIBUTABLE_CHANNELS } from './channels.ts'

/** Why a lead is not attributable, in the order in which they are looked for: the first that fits is told. */
export const LEAD_REASONS = [
  'touch_known',
  'no_rule',
  'incomplete',
  'click_id_only',
  'self_referral',
  'bot_doubt',
  'young_cookie',
  'only_direct',
  'server_event',
  'ad_blocker',
  'no_consent',
  'no_visitor',
  'offline_without_source',
] as const
export type LeadReason = (typeof LEAD_REASONS)[number]

/** A visit that is known to be of the person behind a lead. */
export type LeadVisit = {
  readonly channel: string
  /** As `tracking.counted_visit` has it. */
  readonly tagging: string
  readonly hasReferrer: boolean
  readonly isBot: boolean
}

/** What is known of a lead that has no channel to be attributed to. Instants in ms since 1970. */
export type LeadFacts = {
  readonly channel: string | null
  readonly firstSeenAt: number | null
  readonly touchChannels: readonly string[]
  readonly visits: readonly LeadVisit[]
  /** When the earliest of its visitors was seen first. */
  readonly visitorSince: number | null
  /** Servers reported events of the person outside of every visit. */
  readonly hasServerEvents: boolean
  /** A form of theirs arrived, but no page view ever did. */
  readonly hasFormWithoutVisit: boolean
  /** Around the moment the lead came, somebody sent a form without consent; or with it, but nobody was named. */
  readonly formNearby: 'without_consent' | 'with_consent' | null
}

/** Browsers delete cookies that a script wrote after seven days. */
const COOKIE_DAYS = 7
const DAY_MS = 86_400_000

const isKnown = (channel: string) => !UNATTRIBUTABLE_CHANNELS.includes(channel)

/** The reason why a lead without a known channel has none. */
export function reasonOf(lead: LeadFacts): LeadReason {
  const { touchChannels, visits, channel, firstSeenAt, visitorSince } = lead
  if (
    touchChannels.some(isKnown) ||
    visits.some((visit) => isKnown(visit.channel) && !visit.isBot)
  ) {
    return 'touch_known'
  }
  if (channel === 'not_assignable' || visits.some(({ tagging }) => tagging === 'no_rule')) {
    return 'no_rule'
  }
  if (visits.some(({ tagging }) => tagging === 'incomplete')) return 'incomplete'
  if (visits.some(({ tagging }) => tagging === 'click_id_only')) return 'click_id_only'
  if (visits.some(({ hasReferrer }) => hasReferrer)) return 'self_referral'
  if (visits.length > 0 && visits.every(({ isBot }) => isBot)) return 'bot_doubt'
  if (isYounger(firstSeenAt, visitorSince)) return 'young_cookie'
  if (visits.length > 0 || touchChannels.includes('direct') || channel === 'direct') {
    return 'only_direct'
  }
  if (lead.hasServerEvents) return 'server_event'
  if (lead.hasFormWithoutVisit) return 'ad_blocker'
  if (lead.formNearby === 'without_consent') return 'no_consent'
  if (lead.formNearby === 'with_consent') return 'no_visitor'
  return 'offline_without_source'
}

/** The person was there long before the browser's id was: earlier visits went under another one. */
const isYounger = (firstSeenAt: number | null, visitorSince: number | null): boolean =>
  firstSeenAt !== null && visitorSince !== null && visitorSince - firstSeenAt > COOKIE_DAYS * DAY_MS

const said = (de: string, en: string): Text => ({ de, en })

/** What a reason means, what can be done, and the screen to do it on; `lead` is the lead itself. */
export type ReasonText = {
  readonly name: Text
  readonly why: Text
  readonly todo: Text
  readonly to: string
}

export const LEAD_REASON_TEXTS: Readonly<Record<LeadReason, ReasonText>> = {
  touch_known: {
    name: said('Kanal nicht übernommen', 'Channel not taken over'),
    why: said(
      'Der Lead nennt keinen Kanal, aber ein Kontaktpunkt derselben Person hat einen.',
      'The lead names no channel, but a touchpoint of the same person has one.',
    ),
    todo: said(
      'Tragen Sie am Lead den Kanal des ersten Kontaktpunkts ein.',
      'Enter the channel of the first touchpoint on the lead.',
    ),
    to: 'lead',
  },
  no_rule: {
    why: said(
      'Eine Kennung ist da, aber keine Regel kennt sie.',
      'There is a tag, but no rule knows it.',
    ),
    name: said('Kennung unbekannt', 'Unknown tag'),
    todo: said(
      'Schreiben Sie eine Kanalregel für diese Quelle; sie wirkt auch rückwirkend.',
      'Write a channel rule for this source; it also works backwards.',
    ),
    to: '/channel-rules',
  },
  incomplete: {
    name: said('UTM unvollständig', 'Incomplete UTM'),
    why: said(
      'Der Link trug nur einen Teil von Quelle, Medium und Kampagne.',
      'The link carried only a part of source, medium and campaign.',
    ),
    todo: said(
      'Bauen Sie den Link neu: der Linkbauer verlangt alle drei Angaben.',
      'Build the link again: the link builder asks for all three.',
    ),
    to: '/links',
  },
  click_id_only: {
    name: said('Klick-Kennung ohne UTM', 'Click id without UTM'),
    why: said(
      'Die Anzeige hängt nur ihre Klick-Kennung an, keine Kampagne.',
      'The ad adds its click id only, no campaign.',
    ),
    todo: said(
      'Ergänzen Sie in der Werbeplattform die UTM-Angaben an der Ziel-URL.',
      'Add UTM parameters to the final URL in the ad platform.',
    ),
    to: '/links',
  },
  self_referral: {
    name: said('Verweis von uns selbst', 'Self-referral'),
    why: said(
      'Der Besuch kam von einer eigenen Domain, einer Zahlungs- oder Anmeldeseite zurück; woher davor, ist unbekannt.',
      'The visit came back from an own domain, a payment or a sign-in page; where from before is unknown.',
    ),
    todo: said(
      'Binden Sie das Skript auf allen eigenen Domains ein und tragen Sie diese bei der Website ein.',
      'Put the script on all domains of your own and list them with the website.',
    ),
    to: '/websites',
  },
  bot_doubt: {
    name: said('Programm statt Person?', 'Program instead of person?'),
    why: said(
      'Alle Besuche dieser Person sehen nach einem Programm aus.',
      'All visits of this person look like a program.',
    ),
    todo: said(
      'Prüfen Sie im Protokoll, was als Programm markiert wurde und warum.',
      'Check in the log what was marked as a program and why.',
    ),
    to: '/data-trust#bots',
  },
  young_cookie: {
    name: said('Kennung jünger als der Erstkontakt', 'Id younger than the first contact'),
    why: said(
      'Der Browser hatte die ältere Kennung gelöscht, manche tun es nach sieben Tagen.',
      'The browser had deleted the older id; some do after seven days.',
    ),
    todo: said(
      'Liefern Sie das Skript über die eigene Domain aus, dann setzt der Server die Kennung.',
      'Serve the script from your own domain, so that the server sets the id.',
    ),
    to: '/websites',
  },
  only_direct: {
    name: said('Nur direkt', 'Direct only'),
    why: said(
      'Alle bekannten Besuche kamen ohne Verweis und ohne Kennung.',
      'All known visits came without referrer and without tag.',
    ),
    todo: said(
      'Versehen Sie Newsletter, Signaturen, PDF und Drucksachen mit eigenen Links oder QR-Codes; fragen Sie im Formular nach der Quelle.',
      'Give newsletters, signatures, PDFs and printed matter links or QR codes of their own; ask for the source in the form.',
    ),
    to: '/links',
  },
  server_event: {
    name: said('Server-Ereignis ohne Besuch', 'Server event without a visit'),
    why: said(
      'Ein Server meldete die Person, aber kein Besuch gehört dazu.',
      'A server reported the person, but no visit belongs to it.',
    ),
    todo: said(
      'Geben Sie die Besucherkennung an den Server weiter und rufen Sie dort identify auf.',
      'Hand the visitor id on to the server and call identify there.',
    ),
    to: '/websites',
  },
  ad_blocker: {
    name: said('Skript vermutlich blockiert', 'Script probably blocked'),
    why: said(
      'Das Formular kam an, aber kein einziger Seitenaufruf dazu.',
      'The form arrived, but not one page view with it.',
    ),
    todo: said(
      'Legen Sie das Skript unter einen neutralen Pfad Ihrer eigenen Domain.',
      'Put the script under a neutral path of your own domain.',
    ),
    to: '/settings',
  },
  no_consent: {
    name: said('Ohne Einwilligung', 'No consent'),
    why: said(
      'Zur Zeit der Anfrage wurde ein Formular ohne Einwilligung abgeschickt; Besuche dürfen dann keiner Person zugeordnet werden.',
      'At the time of the enquiry a form was sent without consent; visits may not be linked to a person then.',
    ),
    todo: said(
      'Bieten Sie die Einwilligung verständlich an und fragen Sie im Formular nach der Quelle.',
      'Offer consent understandably and ask for the source in the form.',
    ),
    to: '/websites',
  },
  no_visitor: {
    name: said('Formular ohne Besucherkennung', 'Form without a visitor id'),
    why: said(
      'Zur Zeit der Anfrage wurde ein Formular abgeschickt, das niemanden benannte.',
      'At the time of the enquiry a form was sent that named nobody.',
    ),
    todo: said(
      'Kennzeichnen Sie das E-Mail-Feld des Formulars, oder rufen Sie identify auf.',
      'Mark the e-mail field of the form, or call identify.',
    ),
    to: '/websites',
  },
  offline_without_source: {
    name: said('Ohne Angabe der Quelle', 'No source given'),
    why: said(
      'Weder Quelle noch Besuch noch Kontaktpunkt ist bekannt.',
      'Neither source nor visit nor touchpoint is known.',
    ),
    todo: said(
      'Tragen Sie ein, wie der Kontakt entstand: am Lead oder als Kontaktpunkt.',
      'Enter how the contact came about: on the lead or as a touchpoint.',
    ),
    to: 'lead',
  },
}
