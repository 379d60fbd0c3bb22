import { remembered } from '#kernel/remembered.ts'

// What the script on a website sends (tracker/core.ts) and what the intake makes of it. The script may be
// older or newer than this program, behind it stands anybody: what is too long is cut, what is unknown is
// left out, and only a hit without which nothing could be counted is refused, alone and not with its batch.

export const HIT_KINDS = [
  'page',
  'event',
  'form',
  'out',
  'file',
  'engage',
  'identify',
  'consent',
] as const
export type HitKind = (typeof HIT_KINDS)[number]

/** The visitor's consent, in the order of the numbers on the wire. */
export const CONSENT_STATES = ['none', 'statistics', 'marketing'] as const
export type ConsentState = (typeof CONSENT_STATES)[number]

const DAY_MS = 86_400_000

export const WIRE_LIMITS = {
  /** Of one request; a longer one is answered with 413, which the script takes for an answer. */
  bodyBytes: 262_144,
  /** Hits in one request. The script sends up to 20. */
  hits: 50,
  addressCharacters: 4_096,
  nameCharacters: 100,
  properties: 30,
  propertyNameCharacters: 64,
  propertyCharacters: 255,
  /**
   * How late a hit may come that waited on the device of a visitor. Message ids must be remembered for
   * longer than this, or what was sent twice counts twice.
   */
  ageMs: 7 * DAY_MS,
} as const

/** 22 signs of base64url; those of our script are the time and chance in digits and small letters. */
const WIRE_ID = /^[\w-]{22}$/
const SITE_KEY = /^[\w-]{1,64}$/

export type PropertyValue = string | number | boolean

/** One hit, checked. Texts hold no control characters, so PostgreSQL takes them. */
export type Hit = {
  readonly siteKey: string
  readonly messageId: string
  readonly kind: HitKind
  /** Milliseconds since 1970 by the clock of the server: the visitor's clock is only used for differences. */
  readonly at: number
  /** Without credentials. The fragment is there only where it carries evidence. */
  readonly address: string
  /** Empty when there was none. Within an application that loads one page it is the page before. */
  readonly referrer: string
  readonly consent: ConsentState
  /** Only with consent, and in the `consent` hit that withdraws it. */
  readonly visitorId: string | null
  /** Of an event, or of a form. */
  readonly name: string | null
  /** Where a click led: an address, `mailto:` or `tel:`. */
  readonly target: string | null
  readonly properties: Readonly<Record<string, PropertyValue>>
  /** In a `consent` hit: the page view this document began with, sent before consent was given. */
  readonly firstMessageId: string | null
  readonly viewportWidth: number | null
  readonly language: string | null
  readonly scriptVersion: string | null
  /** The browser says that a program steers it. */
  readonly isAutomated: boolean
}

/** A hit that was not taken: its place in the request, and the letter of the field that is wrong. */
export type RefusedHit = { readonly index: number; readonly field: string }

export type WireRequest = {
  readonly hits: readonly Hit[]
  readonly refused: readonly RefusedHit[]
}

/** Signs of which each may be cut off, and that every table takes. */
const PLAIN = /^[ -~]*$/

/** Cuts, and takes out what a database cannot hold: control characters and halves of a character. */
export function cut(text: string, characters: number): string {
  if (PLAIN.test(text)) return text.slice(0, characters)
  return text
    .slice(0, characters)
    .replace(/[\ud800-\udbff]$/, '')
    .toWellFormed()
    .replace(/\p{Cc}/gu, '')
}

/** An address without credentials, cut, or null when it is none of these kinds. */
export function addressOf(text: string, protocols: RegExp): string | null {
  const url = URL.parse(text)
  if (!url || !protocols.test(url.protocol)) return null
  url.username = ''
  url.password = ''
  // A percent sign that lost its digits would not decode.
  return cut(url.href, WIRE_LIMITS.addressCharacters).replace(/%[0-9a-f]?$/i, '')
}

export const WEB = /^https?:$/
const REFERRER = /^(https?|android-app):$/
const TARGET = /^(https?|mailto|tel):$/
const LANGUAGE_CHARACTERS = 35
const VERSION_CHARACTERS = 16
/** Most hits are of the few pages of a website. */
const ADDRESSES_REMEMBERED = 2_000

const pageAddress = remembered(ADDRESSES_REMEMBERED, (text) => addressOf(text, WEB))
const referrerAddress = remembered(ADDRESSES_REMEMBERED, (text) => addressOf(text, REFERRER) ?? '')

// Read by hand, since this is run for every event of every visitor: a schema of optional parts, each with its own way
// of being wrong, took as long as all the rest of a hit.

const textOf = (value: unknown, characters: number): string | null =>
  typeof value === 'string' ? cut(value, characters) || null : null

const idOf = (value: unknown): string | null =>
  typeof value === 'string' && WIRE_ID.test(value) ? value : null

const wholeNumberOf = (value: unknown, least: number, most: number): number | null =>
  Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most
    ? (value as number)
    : null

const clientInstantOf = (value: unknown) => wholeNumberOf(value, 1, Number.MAX_SAFE_INTEGER)

const isKind = (value: unknown): value is HitKind => HIT_KINDS.includes(value as HitKind)

/**
 * Reads the parsed body of one request. `receivedAt` in milliseconds since 1970. Null when it is neither a
 * hit nor a batch; a hit that cannot be counted is named in `refused`, and the others are taken.
 */
export function readWire(body: unknown, receivedAt: number): WireRequest | null {
  if (!isRecord(body)) return null
  // A batch, or one hit alone. `s` beside a batch is the instant at which the client sent it.
  const [b, s] = Array.isArray(body.b) ? [body.b, clientInstantOf(body.s)] : [[body], null]
  const hits: Hit[] = []
  const refused: RefusedHit[] = []
  for (const [index, one] of b.entries()) {
    const hit: Hit | string = index < WIRE_LIMITS.hits ? readHit(one, s, receivedAt) : 'b'
    if (typeof hit === 'string') refused.push({ index, field: hit })
    else hits.push(hit)
  }
  return { hits, refused }
}

/** The hit, or the letter of what is wrong with it. */
function readHit(one: unknown, batchSentAt: number | null, receivedAt: number): Hit | string {
  if (!isRecord(one)) return 'b'
  const { k, m, n, u, c } = one
  if (typeof k !== 'string' || !SITE_KEY.test(k)) return 'k'
  if (typeof m !== 'string' || !WIRE_ID.test(m)) return 'm'
  if (!isKind(n)) return 'n'
  const address = typeof u === 'string' ? pageAddress(u) : null
  if (address === null) return 'u'
  const sentAt = clientInstantOf(one.s) ?? batchSentAt
  const at = instantOf(clientInstantOf(one.t), sentAt, receivedAt)
  if (at === null) return 't'
  const consent = (typeof c === 'number' && CONSENT_STATES[c]) || 'none'
  // Who somebody is may be told only with consent to link it; without any there is no visitor either.
  if (n === 'identify' && consent !== 'marketing') return 'c'
  const mayKnow = consent !== 'none' || n === 'consent'
  const { target, form, properties } = detailsOf(n, one.p)
  return {
    siteKey: k,
    messageId: m,
    kind: n,
    at,
    address,
    referrer: typeof one.r === 'string' ? referrerAddress(one.r) : '',
    consent,
    visitorId: mayKnow ? idOf(one.v) : null,
    name: form ?? textOf(one.e, WIRE_LIMITS.nameCharacters),
    target,
    properties,
    firstMessageId: n === 'consent' && consent !== 'none' ? idOf(one.f) : null,
    viewportWidth: wholeNumberOf(one.w, 0, 32_767),
    language: textOf(one.l, LANGUAGE_CHARACTERS),
    scriptVersion: textOf(one.x, VERSION_CHARACTERS),
    isAutomated: one.h === 1 || one.h === true,
  }
}

/**
 * When it happened, by the server's clock: as long before it was received as it was before it was sent by the
 * client's clock. Null when that is too long ago; a clock that went backwards meanwhile counts as no wait.
 */
export function instantOf(
  clientAt: number | null,
  clientSentAt: number | null,
  receivedAt: number,
): number | null {
  if (clientAt === null || clientSentAt === null) return receivedAt
  const waitedMs = Math.max(0, clientSentAt - clientAt)
  return waitedMs > WIRE_LIMITS.ageMs ? null : receivedAt - waitedMs
}

type Details = {
  readonly target: string | null
  readonly form: string | null
  readonly properties: Record<string, PropertyValue>
}

/** What stands in `p`, by kind: a click has a target, a form a name; the rest are properties. */
function detailsOf(n: HitKind, p: unknown): Details {
  const given = n === 'identify' && typeof p === 'string' ? { email: p } : p
  const entries = isRecord(given) ? Object.entries(given) : []
  const entryOf = (name: string): string => {
    const value = entries.find(([key]) => key === name)?.[1]
    return typeof value === 'string' ? value : ''
  }
  if (n === 'out' || n === 'file') {
    // What a mail was to say is nobody's business.
    const to = entryOf('to').replace(/^(mailto:[^?]*)\?.*/s, '$1')
    return { target: addressOf(to, TARGET), form: null, properties: {} }
  }
  if (n === 'form') {
    const form = cut(entryOf('form'), WIRE_LIMITS.nameCharacters) || null
    return { target: null, form, properties: {} }
  }
  return { target: null, form: null, properties: propertiesOf(entries) }
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Names that reach behind an object instead of into it. */
const PROTOTYPE_NAMES = ['__proto__', 'constructor', 'prototype']

/** Flat values only: what is nested has no place in a figure. */
export function propertiesOf(entries: readonly [string, unknown][]): Record<string, PropertyValue> {
  const kept: [string, PropertyValue][] = []
  for (const [rawName, value] of entries) {
    if (kept.length === WIRE_LIMITS.properties) break
    const name = cut(rawName, WIRE_LIMITS.propertyNameCharacters)
    if (name === '' || PROTOTYPE_NAMES.includes(name)) continue
    if (typeof value === 'string') kept.push([name, cut(value, WIRE_LIMITS.propertyCharacters)])
    else if (typeof value === 'boolean' || Number.isFinite(value)) {
      kept.push([name, value as boolean | number])
    }
  }
  return Object.fromEntries(kept)
}
