import type { RuleResult, Values } from '#kernel/record.ts'

const known = (value: unknown): boolean => value !== null && value !== undefined

/** Rules of a user: whoever signs in has an address, and somebody who may do something is asked for one. */
export function userRules(before: Values | null, after: Values): readonly RuleResult[] {
  const broken: RuleResult[] = []
  const hasLogin = known(before?.login_id)
  if (hasLogin && !known(after.email)) {
    broken.push({ field: 'email', rule: 'access.email_of_login', severity: 'invalid' })
  }
  return broken
}
