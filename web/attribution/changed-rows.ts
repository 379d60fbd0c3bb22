import { amountOf, type Compared, comparedRows, type Language } from './credit-rows.ts'
import type { Credits } from './shapes.ts'

/** What each channel has under the rules of two answers, biggest difference first; what nobody gets last. */
export function changedRows(
  before: Credits,
  after: Credits,
  { language, unattributed }: { readonly language: Language; readonly unattributed: string },
): Omit<Compared, 'points'>[] {
  const [was] = before.models
  const [is] = after.models
  if (!was || !is) return []
  // one answer with two models: rules that differ are compared like models that differ
  const both: Credits = {
    ...before,
    labels: { ...before.labels, ...after.labels },
    models: [
      { ...was, model: 'before' },
      { ...is, model: 'after' },
    ],
  }
  const nobody = [was, is].map((model) => amountOf(model.unattributed, before.unit))
  const [left = 0, right = 0] = nobody
  return [
    ...comparedRows(both, ['before', 'after'], language),
    { key: '(unattributed)', name: unattributed, left, right, difference: right - left },
  ]
}
