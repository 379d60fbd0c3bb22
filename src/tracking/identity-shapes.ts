import { z } from 'zod'
import { EDGE_KINDS } from './identity.ts'

const Instant = z.string().nullable()

/** What is known of the visitors of a person, with what says so. */
export const EdgeList = z.object({
  items: z.array(
    z.object({
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
      accountBy: z.string().nullable(),
      /** The device is somebody else's too. */
      isShared: z.boolean(),
      removedAt: Instant,
      removedBy: z.string().nullable(),
    }),
  ),
})
export type EdgeList = z.infer<typeof EdgeList>

export const EdgeInput = z
  .strictObject({
    visit: z.number().int().positive().describe('A visit of the visitor that is linked'),
    contact: z.uuid().optional(),
    lead: z.uuid().optional(),
  })
  .refine(({ contact, lead }) => (contact === undefined) !== (lead === undefined), {
    message: 'a contact or a lead',
  })

export const MailLinkQuery = z.object({ target: z.url({ protocol: /^https?$/ }).max(2000) })
