import { ApiError } from '../platform/api.ts'
import { useAccessTexts } from './texts.ts'

const KNOWN = {
  'access.wrong_code': 'code.wrong',
  'access.codes_locked': 'code.locked',
  'access.wrong_password': 'code.wrongPassword',
  'access.sign_in_again': 'code.again',
} as const

const isKnown = (code: string): code is keyof typeof KNOWN => code in KNOWN

/** What a refusal of this part means to people; null where the general text says it. */
export function useRefusalText(): (error: unknown) => string | null {
  const t = useAccessTexts()
  return (error) => (error instanceof ApiError && isKnown(error.code) ? t(KNOWN[error.code]) : null)
}

/** Whether a refusal is about this field of a form. */
export const isAbout = (error: unknown, field: string): boolean =>
  error instanceof ApiError && error.problems.some((problem) => problem.field === field)
