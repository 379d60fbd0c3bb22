import { COST_FACTS } from './facts-costs.ts'
import { INFLUENCE_FACTS } from './facts-influence.ts'
import { LEAD_FACTS } from './facts-leads.ts'
import { OPPORTUNITY_FACTS } from './facts-opportunities.ts'
import { RETURN_FACTS } from './facts-returns.ts'
import { REVENUE_FACTS } from './facts-revenue.ts'
import { TRUST_FACTS } from './facts-trust.ts'

/** The closed list of what figures are made of. SQL delivers these and nothing else; it never divides. */
export const FACTS = {
  ...LEAD_FACTS,
  ...OPPORTUNITY_FACTS,
  ...INFLUENCE_FACTS,
  ...REVENUE_FACTS,
  ...RETURN_FACTS,
  ...COST_FACTS,
  ...TRUST_FACTS,
}

export type FactId = keyof typeof FACTS

/** Values by fact. Null or absent: nothing is known, which is not 0. */
export type Facts = Readonly<Partial<Record<FactId, number | null>>>

export const FACT_IDS = Object.keys(FACTS) as readonly FactId[]

/** Not known where nobody looks at journeys, which the source of the lead does not. */
export const JOURNEY_FACTS = Object.keys(
  INFLUENCE_FACTS,
) as readonly (keyof typeof INFLUENCE_FACTS)[]

export const isFactId = (text: string): text is FactId => Object.hasOwn(FACTS, text)
