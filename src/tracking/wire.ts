import { z } from 'zod'

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

/** 16 random bytes in base64url; the script writes one sign for both of the two special ones. */
const RANDOM_ID = /^[\w-]{22}$/
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

/** Cuts, and takes out what a database cannot hold: control characters and halves of a character. */
export function cut(text: string, characters: number): string {
  return text
    .slice(0, characters)
    .replace(/[\ud800-\udbff]$/, '')
    .toWellFormed()
    .replace(/\p{Cc}/gu, '')
}

/** An address without credentials, cut, or null when it is none of these kinds. */
export function addressOf(text: string, protocols: RegExp): string | null {
  if (!URL.canParse(text)) return null
  const url = new URL(text)
  if (!protocols.test(url.protocol)) return null
  url.username = ''
  url.password = ''
  // A percent sign that lost its digits would not decode.
  return cut(url.href, WIRE_LIMITS.addressCharacters).replace(/%[0-9a-f]?$/i, '')
}

export const WEB = /^https?:$/
const REFERRER = /^(https?|android-app):$/
const TARGET = /^(https?|mailto|tel):$/

const optionalText = (characters: number) =>
  z
    .string()
    .transform((text) => cut(text, characters) || null)
    .nullable()
    .catch(null)
const optionalId = z.string().regex(RANDOM_ID).nullable().catch(null)
const optionalInstant = z.number().int().positive().nullable().catch(null)

const WireHit = z.object({
  k: z.string().regex(SITE_KEY),
  m: z.string().regex(RANDOM_ID),
  n: z.enum(HIT_KINDS),
  u: z.string().transform((text, context) => {
    const address = addressOf(text, WEB)
    if (address === null) context.addIssue({ code: 'custom', message: 'no address of a page' })
    return address ?? ''
  }),
  t: optionalInstant,
  s: optionalInstant,
  r: z
    .string()
    .transform((text) => addressOf(text, REFERRER) ?? '')
    .catch(''),
  c: z.literal([0, 1, 2]).catch(0),
  v: optionalId,
  e: optionalText(WIRE_LIMITS.nameCharacters),
  p: z.unknown().optional(),
  f: optionalId,
  w: z.int().min(0).max(32_767).nullable().catch(null),
  l: optionalText(35),
  x: optionalText(16),
  h: z.unknown().optional(),
})
type WireHit = z.infer<typeof WireHit>

/** A batch, or one hit alone. `s` beside a batch is the instant at which the client sent it. */
const WireBody = z.union([
  z.object({ b: z.array(z.unknown()), s: optionalInstant }),
  z.record(z.string(), z.unknown()).transform((hit) => ({ b: [hit], s: null })),
])

/**
 * Reads the parsed body of one request. `receivedAt` in milliseconds since 1970. Null when it is neither a
 * hit nor a batch; a hit that cannot be counted is named in `refused`, and the others are taken.
 */
export function readWire(body: unknown, receivedAt: number): WireRequest | null {
  const parsed = WireBody.safeParse(body)
  if (!parsed.success) return null
  const { b, s } = parsed.data
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
  const parsed = WireHit.safeParse(one)
  if (!parsed.success) return String(parsed.error.issues[0]?.path[0] ?? 'b')
  const wire = parsed.data
  const at = instantOf(wire.t, wire.s ?? batchSentAt, receivedAt)
  if (at === null) return 't'
  // Who somebody is may be told only with consent to link it; without any there is no visitor either.
  if (wire.n === 'identify' && wire.c < 2) return 'c'
  const mayKnow = wire.c > 0 || wire.n === 'consent'
  const { target, form, properties } = detailsOf(wire)
  return {
    siteKey: wire.k,
    messageId: wire.m,
    kind: wire.n,
    at,
    address: wire.u,
    referrer: wire.r,
    consent: CONSENT_STATES[wire.c],
    visitorId: mayKnow ? wire.v : null,
    name: form ?? wire.e,
    target,
    properties,
    firstMessageId: wire.n === 'consent' && wire.c > 0 ? wire.f : null,
    viewportWidth: wire.w,
    language: wire.l,
    scriptVersion: wire.x,
    isAutomated: wire.h === 1 || wire.h === true,
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
function detailsOf({ n, p }: WireHit): Details {
  const given = n === 'identify' && typeof p === 'string' ? { email: p } : p
  const entries = isRecord(given) ? Object.entries(given) : []
  const textOf = (name: string): string => {
    const value = entries.find(([key]) => key === name)?.[1]
    return typeof value === 'string' ? value : ''
  }
  if (n === 'out' || n === 'file') {
    // What a mail was to say is nobody's business.
    const to = textOf('to').replace(/^(mailto:[^?]*)\?.*/s, '$1')
    return { target: addressOf(to, TARGET), form: null, properties: {} }
  }
  if (n === 'form') {
    const form = cut(textOf('form'), WIRE_LIMITS.nameCharacters) || null
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
