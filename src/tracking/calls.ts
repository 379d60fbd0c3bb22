// Calls that a telephone system reports: which campaign they came by, and who it was.

/** Somebody with a telephone number, as found by its last digits. */
export type Caller = {
  readonly kind: 'contact' | 'lead' | 'account'
  readonly id: string
  readonly number: string
}

export type CallerDecision = {
  readonly contactId: string | null
  readonly leadId: string | null
  readonly accountId: string | null
  /** Why it is nobody, or who it was found by. */
  readonly by: 'contact' | 'lead' | 'account' | 'several' | 'unknown' | 'withheld'
}

const NOBODY = { contactId: null, leadId: null, accountId: null }

/**
 * Whose call it was: one contact with that number, else one lead, else one account. Several contacts share a
 * switchboard: then it is nobody of them, but perhaps their account. `sameNumber` compares two numbers however they are
 * written; handed over by io.
 */
export function callerOf(
  number: string | null,
  found: readonly Caller[],
  sameNumber: (a: string, b: string) => boolean,
): CallerDecision {
  if (number === null) return { ...NOBODY, by: 'withheld' }
  const same = found.filter((one) => sameNumber(one.number, number))
  const idsOf = (kind: Caller['kind']) => [
    ...new Set(same.filter((one) => one.kind === kind).map(({ id }) => id)),
  ]
  const [contact, lead, account] = [idsOf('contact'), idsOf('lead'), idsOf('account')]
  if (contact.length === 1 && contact[0]) return { ...NOBODY, contactId: contact[0], by: 'contact' }
  if (contact.length === 0 && lead.length === 1 && lead[0]) {
    return { ...NOBODY, leadId: lead[0], by: 'lead' }
  }
  if (account.length === 1 && account[0]) return { ...NOBODY, accountId: account[0], by: 'account' }
  return { ...NOBODY, by: same.length > 0 ? 'several' : 'unknown' }
}

/** A call counts once: by what the telephone system calls it, else by what it consists of. */
export const callKey = (call: {
  readonly id?: string | null | undefined
  readonly called: string
  readonly caller: string | null
  readonly startedAt: Date
}): string =>
  call.id ? `id:${call.id}` : `${call.called} ${call.caller ?? '-'} ${call.startedAt.toISOString()}`
