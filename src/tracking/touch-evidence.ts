import { text } from '#kernel/fields.ts'
import type { Text } from '#kernel/record.ts'
import { channelRuleText } from './channel-rule-texts.ts'
import type { EdgeKind } from './identity.ts'

/** What is known of one touch. */
export type TouchFacts = {
  readonly rule: string | null
  readonly used: string | null
  readonly campaign: string | null
  readonly landing: string | null
  readonly referrer: string | null
  /** The referrer is a host that people only pass through: payment, sign-in, booking. */
  readonly isPassed: boolean
  /** Of a direct touch the channel of the last one within 90 days that was not, where there is one. */
  readonly lastNonDirect: Text | null
  /** Of the account's timeline: whose touch it was. */
  readonly person: string | null
  readonly knownBy: EdgeKind | null
  readonly knownNamed: string | null
  readonly knownNotedBy: string | null
  /** More than one person used the device. */
  readonly isShared: boolean
}

/** One line of what a touch rests on. */
export type EvidenceLine = { readonly label: Text; readonly value: Text }

/** How it is known who somebody was. */
export const EDGE_TEXTS: Readonly<Record<EdgeKind, Text>> = {
  form: text('Formular', 'form'),
  mail_link: text('Link in einer E-Mail an diese Person', 'link in a mail to this person'),
  identify: text('Angabe der E-Mail-Adresse oder Kennung', 'address or id given'),
  login: text('Anmeldung', 'login'),
  group: text('Angabe des Unternehmens', 'company named'),
  by_hand: text('von Hand zugeordnet', 'linked by hand'),
}

const plain = (value: string): Text => text(value, value)

function knownText({ knownBy, knownNamed, knownNotedBy }: TouchFacts): Text | null {
  if (knownBy === null) return null
  const { de, en } = EDGE_TEXTS[knownBy]
  const more = knownBy === 'by_hand' ? knownNotedBy : knownNamed
  if (!more) return { de, en }
  return knownBy === 'by_hand'
    ? text(`${de}: ${more}`, `${en}: ${more}`)
    : text(`${de} „${more}“`, `${en} “${more}”`)
}

/** What a touch rests on, for people: the rule of its channel, what decided, where it happened, who it was and how that is known. */
export function evidenceLines(facts: TouchFacts): EvidenceLine[] {
  const { rule, used, campaign, landing, referrer, isPassed, person, isShared } = facts
  const lines: [Text, Text | null][] = [
    [text('Person', 'Person'), person === null ? null : plain(person)],
    [text('Regel', 'Rule'), rule === null ? null : channelRuleText(rule)],
    [text('Entscheidend', 'Decided by'), used ? plain(used) : null],
    [text('Kampagne', 'Campaign'), campaign === null ? null : plain(campaign)],
    [text('Einstiegsseite', 'Landing page'), landing === null ? null : plain(landing)],
    [
      isPassed
        ? text('Zurück von (keine Quelle)', 'Back from (no source)')
        : text('Verweis von', 'Referred by'),
      referrer === null ? null : plain(referrer),
    ],
    [text('Zuletzt nicht direkt (90 Tage)', 'Last not direct (90 days)'), facts.lastNonDirect],
    [text('Bekannt durch', 'Known by'), knownText(facts)],
    [
      text('Hinweis', 'Note'),
      isShared
        ? text(
            'Dieses Gerät nutzten mehrere Personen; die Zuordnung folgt den Anmeldungen.',
            'Several people used this device; who it was follows the logins.',
          )
        : null,
    ],
  ]
  return lines.flatMap(([label, value]) => (value === null ? [] : [{ label, value }]))
}
