import type { Ratio } from '#kernel/ratio.ts'
import { roiOfAmounts } from './roi.ts'

/** What one attribution model gives, in cents. */
export type ModelValue = { readonly model: string; readonly value: number }
export type ModelRoi = ModelValue & { readonly roi: number }

export type RoiRange = {
  readonly lowest: ModelRoi
  readonly highest: ModelRoi
  /**
   * Robust: whatever the model, the money came back, or whatever the model, it did not. Else the answer depends on the
   * model.
   */
  readonly verdict: 'robust' | 'depends_on_model'
  /** What a robust answer is. */
  readonly pays: boolean | null
}

/**
 * The lowest and the highest ROI over all models. Null without cost or models: then there is no ROI. Of equal ones the
 * first model is named.
 */
export function roiRange(values: readonly ModelValue[], cost: number | null): RoiRange | null {
  if (cost === null || cost <= 0) return null
  const all = values.flatMap((one): ModelRoi[] => {
    const roi: Ratio = roiOfAmounts(one.value, cost)
    return roi === null ? [] : [{ ...one, roi }]
  })
  const sorted = all.toSorted((a, b) => a.roi - b.roi)
  const lowest = sorted[0]
  const highest = all.toSorted((a, b) => b.roi - a.roi)[0]
  if (!lowest || !highest) return null
  const pays = lowest.roi >= 0 ? true : highest.roi < 0 ? false : null
  return { lowest, highest, pays, verdict: pays === null ? 'depends_on_model' : 'robust' }
}

/** Channels of which nobody knows where they really came from. */
export const UNKNOWN_CHANNELS: readonly string[] = ['direct', 'unknown', 'not_assignable']
