import { z } from 'zod'

/** Shapes of the routes of websites. Instants in ISO 8601. */
export const WebsiteId = z.object({ id: z.uuid() })

export const WebsiteSetup = z.object({
  /** Where the script is loaded from: `https://daten.example.com/m/`. */
  base: z.string(),
  /** The same on this server, without a host: for the test page. */
  ownBase: z.string(),
  /** The address that servers send events to by the Segment API. */
  segmentAddress: z.string(),
})

const Seen = z.object({
  /** Start of the latest visit, or null for none in the last 30 days. */
  lastAt: z.string().nullable(),
  visits: z.number(),
  scriptVersion: z.string().nullable(),
})

export const SeenDomain = Seen.extend({
  host: z.string(),
  /** A host below or beside the own domains. */
  isOwn: z.boolean(),
})
export type SeenDomain = z.infer<typeof SeenDomain>

export const RecentEvent = z.object({
  messageId: z.string(),
  at: z.string(),
  kind: z.string(),
  name: z.string().nullable(),
  host: z.string().nullable(),
  path: z.string().nullable(),
  target: z.string().nullable(),
  consent: z.string(),
  /** Why the visit counts as a program or a test; null for people. */
  bot: z.string().nullable(),
})
export type RecentEvent = z.infer<typeof RecentEvent>

export const RecentEvents = z.object({
  /** Of the last hour, latest first. */
  items: z.array(RecentEvent),
  /** Hosts with visits in the last 30 days and own domains without any, by name. */
  hosts: z.array(SeenDomain),
  /** What the server hands out as the script now. */
  currentVersion: z.string().nullable(),
  /** The address that this request came from, and whether its visits are left out. */
  ownAddress: z.string(),
  isExcluded: z.boolean(),
})
export type RecentEvents = z.infer<typeof RecentEvents>

export const WebsiteOverview = z.object({
  items: z.array(Seen.extend({ id: z.string() })),
})

export const WriteKey = z.object({ writeKey: z.string() })
