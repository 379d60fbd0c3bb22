import { z } from 'zod'

/** Everything that is kept of a person, in the order of the file that they get, and what their erasure makes of it. */
export const PERSONAL_FATES = {
  contacts: 'emptied',
  leads: 'emptied',
  stages: 'emptied',
  opportunities: 'stays',
  campaign_memberships: 'emptied',
  touchpoints: 'emptied',
  web_touchpoints: 'goes',
  calls: 'goes',
  identity: 'goes',
  visitors: 'goes',
  visits: 'emptied',
  events: 'goes',
  goals: 'emptied',
} as const
export type PersonalPart = keyof typeof PERSONAL_FATES

export const PERSONAL_PARTS = Object.keys(PERSONAL_FATES) as readonly PersonalPart[]

/** `emptied`: stays, so that figures stay, without anything that says who it was. */
export type Fate = (typeof PERSONAL_FATES)[PersonalPart]

export const ErasurePreview = z.object({
  /** Contacts and leads that are this person, by address or link. */
  records: z.array(
    z.object({ kind: z.enum(['contact', 'lead']), id: z.string(), label: z.string() }),
  ),
  parts: z.array(z.object({ part: z.enum(PERSONAL_PARTS), count: z.number() })),
})
export type ErasurePreview = z.infer<typeof ErasurePreview>

export const Erased = z.object({ contacts: z.number(), leads: z.number() })
