import type { DemoStatus } from '#demo/state.ts'
import { ApiError } from '../platform/api.ts'
import { useText } from '../platform/language.ts'
import { kindById } from '../records/kinds.ts'
import { useFormats } from '../ui/use-formats.ts'
import { useDemoTexts } from './texts.ts'

const CODES = [
  'company_not_empty',
  'in_use',
  'already_there',
  'interrupted',
  'stages_missing',
] as const

/** Why loading or removing stopped, in words; null when it did not. */
export function useDemoError(): (
  status: DemoStatus | undefined,
  thrown?: unknown,
) => string | null {
  const t = useDemoTexts()
  const text = useText()
  const formats = useFormats()
  return (status, thrown) => {
    const code = thrown instanceof ApiError ? thrown.code : (status?.error ?? null)
    if (code === null && !thrown) return null
    const known = CODES.find((one) => code === `demo.${one}`) ?? 'failed'
    const kinds = (status?.held ?? []).map(({ kind, count }) => {
      const declared = kindById(kind)
      return `${formats.number(count)} ${declared ? text(count === 1 ? declared.label : declared.plural) : kind}`
    })
    return t(`error.${known}`, { kinds: kinds.join(', ') })
  }
}
