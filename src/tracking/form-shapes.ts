import { z } from 'zod'
import { isRoleMailbox, normalEmail } from './person.ts'

const optionalText = (max: number) => z.string().trim().max(max).nullable().optional()

/** A form that somebody sent, as the server of the website hands it on. */
export const FormSubmission = z.strictObject({
  id: optionalText(200).describe('Of the submission: sent again with it, nothing is made twice'),
  form: z.string().trim().min(1).max(100).describe('Name of the form'),
  email: z
    .string()
    .max(254)
    .refine((value) => normalEmail(value) !== null, 'no e-mail address'),
  first_name: optionalText(200),
  last_name: optionalText(200),
  company: optionalText(200),
  phone: optionalText(50),
  message: optionalText(10_000),
  self_report: optionalText(1000).describe('How did you hear about us?'),
  regelkreis_visitor: optionalText(22).describe('The hidden field of that name, as it came'),
  source: optionalText(255).describe('utm_source, where the form keeps it itself'),
  medium: optionalText(255),
  campaign: optionalText(255),
  sent_at: z.iso.datetime({ offset: true }).optional().describe('Default: now'),
  create: z
    .enum(['lead', 'contact', 'nothing'])
    .default('lead')
    .describe('What is made of somebody who has no open lead: a lead, only a contact, or nothing'),
})
export type FormSubmission = z.infer<typeof FormSubmission>

/** What became of a form, and why. */
export const TakenForm = z.object({
  lead: z.string().nullable(),
  contact: z.string().nullable(),
  /** The same submission came before: nothing was made now. */
  known: z.boolean(),
  reason: z.enum(['open_lead', 'contact', 'new', 'nobody']),
  /** Are the visits of the sender linked? If not, why not. */
  visits: z.enum(['linked', 'no_visitor', 'no_consent']),
})
export type TakenForm = z.infer<typeof TakenForm>

/** Somebody whom the records know. */
export type KnownPerson = {
  readonly lead: { readonly id: string; readonly lastName: string | null } | null
  readonly contact: { readonly id: string } | null
}

/**
 * Who of those with the same address sent a form. Of a box that several people read only the lead with the same last
 * name: else a new one would be written into somebody else's case.
 */
export function senderOf(
  email: string,
  lastName: string | null,
  found: KnownPerson,
): { readonly lead: string | null; readonly contact: string | null } {
  if (!isRoleMailbox(email)) {
    return { lead: found.lead?.id ?? null, contact: found.contact?.id ?? null }
  }
  const same = (found.lead?.lastName ?? '').toLowerCase() === (lastName ?? '').toLowerCase()
  return { lead: same ? (found.lead?.id ?? null) : null, contact: null }
}

/** Fields of a lead that a form fills where they are empty; what somebody wrote before stays. */
export const FILLED_BY_FORMS = [
  'first_name',
  'last_name',
  'company',
  'phone',
  'self_report',
] as const
