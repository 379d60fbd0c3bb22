import type { CentsByKind } from '#costs/completeness.ts'
import type { IsoDate } from '#kernel/period.ts'
import type { KpiQuery } from '#kpis/query.ts'
import type { Cycle } from '../sales-cycle.ts'

/** What an ROI is judged by: its marketing cost by kind, and the sales cycle up to a day. Owned by figures. */
export type Judging = (
  query: KpiQuery,
  until: IsoDate,
) => Promise<{ readonly cost: CentsByKind; readonly cycle: Cycle }>
