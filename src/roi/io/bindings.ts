import { defineBinding, type RecordBinding } from '#platform/records/binding.ts'
import { checkProxyMeasure, proxyMeasureKind } from '../proxy-measure.ts'

/** Records that only an ROI knows. */
export const roiBindings: readonly RecordBinding[] = [
  defineBinding({ kind: proxyMeasureKind, check: checkProxyMeasure }),
]
