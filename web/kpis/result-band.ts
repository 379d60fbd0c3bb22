import type { Band } from '#kpis/bands.ts'
import { kpiById } from '#kpis/registry.ts'
import type { ShownResult } from './shapes.ts'

/** The band of a result, from the definition of its figure. */
export const bandOfResult = (kpiId: string, result: ShownResult): Band | undefined =>
  result.band ? kpiById(kpiId)?.bands?.find((band) => band.id === result.band) : undefined
