import { defineBinding, type RecordBinding } from '#platform/records/binding.ts'
import { checkProxyMeasure, proxyMeasureKind } from '../proxy-measure.ts'
import { checkStatedUplift, statedUpliftKind } from '../stated-uplift.ts'

/** Records that only an ROI knows. */
export const roiBindings: readonly RecordBinding[] = [
  defineBinding({ kind: proxyMeasureKind, check: checkProxyMeasure }),
  defineBinding({ kind: statedUpliftKind, check: checkStatedUplift }),
]
