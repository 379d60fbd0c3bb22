import type { AttributionState } from './attribution-state.ts'
export function RulesDrawer(_: {
  readonly state: AttributionState
  readonly companyModel: string
}) {
  return null
}
