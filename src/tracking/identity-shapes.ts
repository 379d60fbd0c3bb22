import { z } from 'zod'
import { EDGE_KINDS } from './identity.ts'

const Instant = z.string().nullable()

/** Records whose visitors are listed. */
export const KNOWN_KINDS = ['contact', 'lead', 'account'] as const
export type KnownKind = (typeof KNOWN_KINDS)[number]

/** How an account was found, or why there is none. */
export const ACCOUNT_BY = [
  'crm',
  'group',
  'domain',
  'shared_domain',
  'unknown_domain',
  'free_mail',
  'nothing',
] as const

/** What says who a visitor was. */
const Edge = z.object({
  id: z.string(),
  visitor: z.string(),
  kind: z.enum(EDGE_KINDS),
  label: z.object({ de: z.string(), en: z.string() }),
  at: z.string(),
  named: z.string().nullable(),
  notedBy: z.string().nullable(),
  /** This edge stands for a stretch of time, [from, until); null is since ever, and for ever. */
  holds: z.boolean(),
  from: Instant,
  until: Instant,
  accountBy: z.enum(ACCOUNT_BY).nullable(),
  /** Whom the edge names; null where only the company is known. */
  person: z
    .object({ kind: z.enum(['contact', 'lead']), id: z.string(), label: z.string() })
    .nullable(),
  /** The company that follows from it. */
  account: z.object({ id: z.string(), label: z.string() }).nullable(),
  /** The device is somebody else's too. */
  isShared: z.boolean(),
  removedAt: Instant,
  removedBy: z.string().nullable(),
})

/** What is known of the visitors of a person or company, with what says so. */
export const EdgeList = z.object({
  /** Something changed that is not worked out yet: a merge, its undoing, an address. Soon it is. */
  isWaiting: z.boolean(),
  /** The devices, latest first: everything they did, whoever used them. */
  visitors: z.array(
    z.object({
      id: z.string(),
      visits: z.number(),
      firstAt: Instant,
      lastAt: Instant,
      device: z.string().nullable(),
      /** s statistics, m marketing. */
      consent: z.string(),
      withdrawnAt: Instant,
    }),
  ),
  items: z.array(Edge),
})
export type EdgeList = z.infer<typeof EdgeList>

/** What of a visitor may be linked by hand, or why nothing may. */
export const LINKABLE = ['yes', 'no_consent', 'withdrawn', 'bot'] as const

/** Who the visitor of one visit was: everything that says so, whoever it names. */
export const VisitPeople = EdgeList.pick({ isWaiting: true, items: true }).extend({
  linkable: z.enum(LINKABLE),
  /** Visits of this visitor in all: linking links every one. */
  visits: z.number(),
})
export type VisitPeople = z.infer<typeof VisitPeople>

export const EdgeInput = z
  .strictObject({
    visit: z.number().int().positive().describe('A visit of the visitor that is linked'),
    contact: z.uuid().optional(),
    lead: z.uuid().optional(),
    account: z.uuid().optional().describe('Where only the company is known'),
  })
  .refine((input) => KNOWN_KINDS.filter((kind) => input[kind] !== undefined).length === 1, {
    message: 'one of contact, lead and account',
  })

/** Visits that may be linked by hand: with consent to marketing, of visitors whom nobody knows. */
export const UnknownVisitQuery = z.object({
  /** The last day (civil, of the company) of the week that is looked through. */
  until: z.iso.date(),
  q: z.string().max(200).optional().describe('Part of the landing page, source or campaign'),
})
export type UnknownVisitQuery = z.infer<typeof UnknownVisitQuery>

export const UnknownVisits = z.object({
  items: z.array(
    z.object({
      id: z.number(),
      startedAt: z.string(),
      landing: z.string().nullable(),
      channel: z.string(),
      campaign: z.string().nullable(),
      pages: z.number(),
      device: z.string().nullable(),
      /** Visits of this visitor in all: linking links every one. */
      visits: z.number(),
    }),
  ),
  labels: z.record(z.string(), z.object({ de: z.string(), en: z.string() })),
})
export type UnknownVisits = z.infer<typeof UnknownVisits>

export const MailLinkQuery = z.object({ target: z.url({ protocol: /^https?$/ }).max(2000) })
