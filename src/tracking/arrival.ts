import type { Evidence } from './evidence.ts'
import { type CampaignMark, campaignMark } from './sessions.ts'
import type { EventKind } from './taken.ts'
import type { WebChannel } from './web-channel.ts'
import type { ConsentState, PropertyValue } from './wire.ts'

/** What a website keeps of a visitor who has not consented. */
export const BEFORE_CONSENT = ['strict', 'cookieless', 'full'] as const
export type BeforeConsent = (typeof BEFORE_CONSENT)[number]

/** A website as the intake needs it. */
export type Website = {
  /** Stands for it in the large tables. */
  readonly number: number
  readonly key: string
  readonly writeKey: string
  /** In lower case, each with its subdomains. */
  readonly domains: ReadonlySet<string>
  readonly beforeConsent: BeforeConsent
}

/** A short link as a visit needs it. */
export type LandingLink = { readonly id: string; readonly channel: string | null }

/** One hit on its way into the database, with everything that was known when it came. */
export type Arrival = {
  readonly website: Website
  readonly kind: EventKind
  /** Sent by a server of the company, which begins and prolongs no visit. */
  readonly isServer: boolean
  /** A uuid. */
  readonly messageId: string
  readonly at: number
  readonly receivedAt: number
  /** Host and path, which `tracking.page` has once; null where there is no page. */
  readonly page: PageAddress | null
  readonly address: string
  readonly consent: ConsentState
  /** A uuid: the visitor with consent, or whose consent ends with this hit. */
  readonly visitorId: string | null
  /**
   * Numbers that stand for the visitor today and stood for the same one yesterday, made of what the browser sends
   * along and the secrets of those days when they are asked for. Null for what a server reports.
   */
  readonly dayNumbers: (() => readonly [string, string]) | null
  readonly evidence: Evidence
  readonly mark: CampaignMark
  readonly name: string | null
  readonly target: string | null
  readonly properties: Readonly<Record<string, PropertyValue>>
  /** Who a server says it was; stored nowhere here. */
  readonly userId: string | null
  /** In a `consent` hit: uuid of the page view that this document began with. */
  readonly firstMessageId: string | null
  readonly bot: string | null
  readonly country: string | null
  readonly language: string | null
  readonly viewportWidth: number | null
  readonly scriptVersion: string | null
}

export type PageAddress = { readonly host: string; readonly path: string }

const HOST_LENGTH_MAX = 255
const PATH_LENGTH_MAX = 1000

/** Host and path of an address; the query is evidence and belongs to the visit, not to the page. */
export function pageOf(address: string): PageAddress | null {
  const url = URL.parse(address)
  if (!url) return null
  return {
    host: url.hostname.slice(0, HOST_LENGTH_MAX),
    path: url.pathname.slice(0, PATH_LENGTH_MAX).replace(/%[0-9a-f]?$/i, ''),
  }
}

/** 32 bits of a text (FNV-1a) in base 36: enough to tell the few campaigns and clicks of one visit apart. */
export function shortMark(text: string): string {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  }
  return (hash >>> 0).toString(36)
}

/** The mark of a landing in a form that is stored with the visit: no click id can be read from it. */
export function storedMark(evidence: Evidence): CampaignMark {
  const { utm, clickIds } = campaignMark(evidence)
  return { utm: utm === null ? null : shortMark(utm), clickIds: clickIds.map(shortMark) }
}

/** `u<mark> c<mark> c<mark>`, or null without any. */
export function markText({ utm, clickIds }: CampaignMark): string | null {
  const parts = [...(utm === null ? [] : [`u${utm}`]), ...clickIds.map((mark) => `c${mark}`)]
  return parts.length === 0 ? null : parts.join(' ')
}

export function markOfText(text: string | null): CampaignMark {
  const parts = text?.split(' ') ?? []
  const utm = parts.find((part) => part.startsWith('u'))
  return {
    utm: utm === undefined ? null : utm.slice(1),
    clickIds: parts.filter((part) => part.startsWith('c')).map((part) => part.slice(1)),
  }
}

/** What a visit says of the hit it began with. */
export type Landing = {
  readonly page: PageAddress | null
  readonly channel: string
  readonly rule: string
  readonly used: string | null
  readonly referrerHost: string | null
  readonly source: string | null
  readonly medium: string | null
  readonly campaign: string | null
  readonly content: string | null
  readonly term: string | null
  readonly campaignKey: string | null
  /** JSON, or null. */
  readonly clickIds: string | null
  readonly linkId: string | null
}

/** The landing of a hit, given its channel. */
export function landingOf(arrival: Arrival, channel: WebChannel, linkId: string | null): Landing {
  const { evidence, website, consent, page } = arrival
  const keepsIds = consent !== 'none' || website.beforeConsent === 'full'
  return {
    page,
    channel: channel.channel,
    rule: channel.rule,
    used: channel.used || null,
    // Also a host that people only pass through: it is evidence, and may come off the list later.
    referrerHost: evidence.referrerHost ?? evidence.passedHost,
    source: channel.source,
    medium: channel.medium,
    campaign: channel.campaign,
    content: evidence.content,
    term: evidence.term,
    campaignKey: evidence.id,
    clickIds: clickIdsText(evidence.clickIds, keepsIds),
    linkId,
  }
}

function clickIdsText(clickIds: Evidence['clickIds'], keepsValues: boolean): string | null {
  const entries = Object.entries(clickIds)
  if (entries.length === 0) return null
  return JSON.stringify(
    Object.fromEntries(keepsValues ? entries : entries.map(([name]) => [name, null])),
  )
}
