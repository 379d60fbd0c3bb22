import { z } from 'zod'
import {
  addressOf,
  CONSENT_STATES,
  type ConsentState,
  cut,
  isRecord,
  type PropertyValue,
  propertiesOf,
  WEB,
  WIRE_LIMITS,
} from './wire.ts'

// The HTTP API of Segment, as its libraries speak it (source T6 in docs/sources.md). A library drops a whole batch
// when it is refused, so every message is judged alone, and the answer names those that were not taken.

export const SEGMENT_TYPES = ['track', 'page', 'screen', 'identify', 'group', 'alias'] as const
export type SegmentType = (typeof SEGMENT_TYPES)[number]

export const SEGMENT_LIMITS = { bodyBytes: 1_048_576, messages: 1_000, idCharacters: 255 } as const

/** What the short paths of analytics.js stand for. */
export const SEGMENT_PATHS: Readonly<Record<string, SegmentType>> = {
  t: 'track',
  p: 'page',
  s: 'screen',
  i: 'identify',
  g: 'group',
  a: 'alias',
}

/** A message, checked. */
export type SegmentMessage = {
  readonly type: SegmentType
  /** As the sender calls it, or null where it does not say. */
  readonly messageId: string | null
  readonly anonymousId: string | null
  readonly userId: string | null
  /** Milliseconds since 1970 by the clock of the server. */
  readonly at: number
  /** Of an event or a page. */
  readonly name: string | null
  /** Properties, or the traits of a person or group. */
  readonly properties: Readonly<Record<string, PropertyValue>>
  /** Empty where there is none. */
  readonly address: string
  readonly referrer: string
  /** As its consent manager says; none where it says nothing. */
  readonly consent: ConsentState
  readonly language: string | null
}

const YEAR_MS = 366 * 86_400_000

const text = (characters: number) =>
  z
    .union([z.string(), z.number()])
    .transform((value) => cut(String(value), characters) || null)
    .nullable()
    .catch(null)
const id = text(SEGMENT_LIMITS.idCharacters)
const instant = z
  .string()
  .transform((value) => {
    const at = Date.parse(value)
    return Number.isFinite(at) ? at : null
  })
  .nullable()
  .catch(null)
const object = z.record(z.string(), z.unknown()).catch({})

const Message = z.object({
  type: z.string().catch(''),
  messageId: id,
  anonymousId: id,
  userId: id,
  groupId: id,
  previousId: id,
  event: text(WIRE_LIMITS.nameCharacters),
  name: text(WIRE_LIMITS.nameCharacters),
  properties: object,
  traits: object,
  timestamp: instant,
  originalTimestamp: instant,
  sentAt: instant,
  context: z
    .object({
      page: object,
      consent: z.object({ categoryPreferences: object }).catch({ categoryPreferences: {} }),
      locale: text(35),
    })
    .catch({ page: {}, consent: { categoryPreferences: {} }, locale: null }),
})
type Message = z.infer<typeof Message>

const Body = z.union([
  z.object({ batch: z.array(z.unknown()), sentAt: instant }),
  z.record(z.string(), z.unknown()).transform((one) => ({ batch: [one], sentAt: null })),
])

export type RejectedMessage = {
  readonly index: number
  readonly messageId: string | null
  readonly reason: string
}
export type SegmentRequest = {
  readonly messages: readonly SegmentMessage[]
  readonly rejected: readonly RejectedMessage[]
}

/** Words of consent managers (OneTrust numbers included) for what a visitor agreed to. */
const MARKETING = /^(marketing|advertising|targeting|c0004)$/i
const STATISTICS = /^(statistics|analytics|performance|functional|c0002)$/i

function consentOf(preferences: Readonly<Record<string, unknown>>): ConsentState {
  const given = Object.keys(preferences).filter((name) => preferences[name] === true)
  if (given.some((name) => MARKETING.test(name))) return CONSENT_STATES[2]
  return CONSENT_STATES[given.some((name) => STATISTICS.test(name)) ? 1 : 0]
}

/**
 * When it happened by the server's clock: as long before it came as it was before it was sent by the sender's clock.
 * Without an instant of sending the given one counts, as it does for history.
 */
function instantOf(message: Message, sentAt: number | null, receivedAt: number): number {
  const given = message.originalTimestamp ?? message.timestamp
  if (given === null) return receivedAt
  const sent = message.sentAt ?? sentAt
  return sent === null ? Math.min(given, receivedAt) : receivedAt - Math.max(0, sent - given)
}

/**
 * Reads the parsed body of one request; `type` is that of its path, null for a batch. Null when it is neither a
 * message nor a batch.
 */
export function readSegment(
  body: unknown,
  type: SegmentType | null,
  receivedAt: number,
): SegmentRequest | null {
  const parsed = Body.safeParse(body)
  if (!parsed.success) return null
  const messages: SegmentMessage[] = []
  const rejected: RejectedMessage[] = []
  for (const [index, one] of parsed.data.batch.entries()) {
    const message = Message.safeParse(one)
    const read =
      index >= SEGMENT_LIMITS.messages
        ? 'too_many'
        : message.success
          ? readMessage(message.data, type, parsed.data.sentAt, receivedAt)
          : 'no_object'
    if (typeof read !== 'string') messages.push(read)
    else rejected.push({ index, messageId: message.data?.messageId ?? null, reason: read })
  }
  return { messages, rejected }
}

/** The message, or why it is none. */
function readMessage(
  message: Message,
  given: SegmentType | null,
  sentAt: number | null,
  receivedAt: number,
): SegmentMessage | string {
  const type = SEGMENT_TYPES.find((one) => one === (given ?? message.type))
  if (!type) return 'unknown_type'
  const { userId, context } = message
  // `alias` names the visitor that somebody was before as the previous id.
  const anonymousId = message.anonymousId ?? (type === 'alias' ? message.previousId : null)
  if (anonymousId === null && userId === null) return 'nobody'
  if (type === 'track' && message.event === null) return 'no_event'
  if (type === 'group' && message.groupId === null) return 'no_group'
  if (type === 'alias' && message.previousId === null) return 'no_previous_id'
  const at = instantOf(message, sentAt, receivedAt)
  if (receivedAt - at > YEAR_MS) return 'too_old'
  const urlOf = (name: string): string => {
    const value = context.page[name] ?? message.properties[name]
    return typeof value === 'string' ? value : ''
  }
  return {
    type,
    messageId: message.messageId,
    anonymousId,
    userId,
    at,
    name:
      type === 'track' ? message.event : type === 'page' || type === 'screen' ? message.name : type,
    properties: detailsOf(type, message),
    address: addressOf(urlOf('url'), WEB) ?? '',
    referrer: addressOf(urlOf('referrer'), WEB) ?? '',
    consent: consentOf(context.consent.categoryPreferences),
    language: context.locale,
  }
}

/** Flat values. What stands one level deep, as `address.city`, is kept under that name. */
function detailsOf(type: SegmentType, message: Message): Record<string, PropertyValue> {
  const isTraits = type === 'identify' || type === 'group'
  const given = isTraits ? message.traits : message.properties
  const flat = Object.entries(given).flatMap(([name, value]): [string, unknown][] =>
    isRecord(value)
      ? Object.entries(value).map(([inner, part]) => [`${name}.${inner}`, part])
      : [[name, value]],
  )
  const more: [string, unknown][] =
    type === 'group'
      ? [['group', message.groupId]]
      : type === 'alias'
        ? [['previousId', message.previousId]]
        : []
  return propertiesOf([...more, ...flat])
}
