import { defineKpi } from '../define.ts'
import { VELOCITY_CALCULATIONS } from '../velocity-calculations.ts'

/** Money per day. Which opportunities count is a setting and is named beside the figure. */
export const pipelineVelocity = defineKpi({
  id: 'pipeline_velocity',
  block: 'plannability',
  name: { de: 'Pipeline-Geschwindigkeit', en: 'Pipeline velocity' },
  unit: 'money_per_day',
  betterWhen: 'higher',
  source: 'G3',
  period: VELOCITY_CALCULATIONS.open_stock,
  variants: { setting: 'velocity_base', of: VELOCITY_CALCULATIONS },
})
