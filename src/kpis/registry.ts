import type { Kpi } from './define.ts'
import { acquisitionCost } from './figures/acquisition-cost.ts'
import { attributableConversionShare } from './figures/attributable-conversion-share.ts'
import { attributableLeadShare } from './figures/attributable-lead-share.ts'
import { attributableRevenueShare } from './figures/attributable-revenue-share.ts'
import { attributedGrossProfit } from './figures/attributed-gross-profit.ts'
import { attributedMargin } from './figures/attributed-margin.ts'
import { attributedRevenue } from './figures/attributed-revenue.ts'
import { averageDealValue } from './figures/average-deal-value.ts'
import { breakEvenRoas } from './figures/break-even-roas.ts'
import { cac } from './figures/cac.ts'
import { cashRoi } from './figures/cash-roi.ts'
import { clv } from './figures/clv.ts'
import { clvCacRatio } from './figures/clv-cac-ratio.ts'
import { consentRate } from './figures/consent-rate.ts'
import { contactBase } from './figures/contact-base.ts'
import { contactedWithin1Hour } from './figures/contacted-within-1-hour.ts'
import { contactedWithin5Minutes } from './figures/contacted-within-5-minutes.ts'
import { contactedWithin24Hours } from './figures/contacted-within-24-hours.ts'
import { contributionMargin } from './figures/contribution-margin.ts'
import { costPer1000Reached } from './figures/cost-per-1000-reached.ts'
import { costPerMql } from './figures/cost-per-mql.ts'
import { costPerOpportunity } from './figures/cost-per-opportunity.ts'
import { costPerSql } from './figures/cost-per-sql.ts'
import { costPerWon } from './figures/cost-per-won.ts'
import { cpc } from './figures/cpc.ts'
import { cpl } from './figures/cpl.ts'
import { cpm } from './figures/cpm.ts'
import { crmCompleteness } from './figures/crm-completeness.ts'
import { ctr } from './figures/ctr.ts'
import { disqualified } from './figures/disqualified.ts'
import { grossProfit } from './figures/gross-profit.ts'
import { handoverDays } from './figures/handover-days.ts'
import { hires } from './figures/hires.ts'
import { influencedRevenue } from './figures/influenced-revenue.ts'
import { influencedShare } from './figures/influenced-share.ts'
import { jobApplications } from './figures/job-applications.ts'
import { leadToWon } from './figures/lead-to-won.ts'
import { leads } from './figures/leads.ts'
import { lost } from './figures/lost.ts'
import { marginRoas } from './figures/margin-roas.ts'
import { marginRoi } from './figures/margin-roi.ts'
import { marketingCost } from './figures/marketing-cost.ts'
import { marketingRoi } from './figures/marketing-roi.ts'
import { measurability } from './figures/measurability.ts'
import { meetings } from './figures/meetings.ts'
import { mql } from './figures/mql.ts'
import { mqlToSql } from './figures/mql-to-sql.ts'
import { newCustomers } from './figures/new-customers.ts'
import { noShowRate } from './figures/no-show-rate.ts'
import { openItems } from './figures/open-items.ts'
import { openOpportunities } from './figures/open-opportunities.ts'
import { opportunities } from './figures/opportunities.ts'
import { opportunityToWon } from './figures/opportunity-to-won.ts'
import { paybackMonths } from './figures/payback-months.ts'
import { pipelineValue } from './figures/pipeline-value.ts'
import { pipelineVelocity } from './figures/pipeline-velocity.ts'
import { recommendations } from './figures/recommendations.ts'
import { recruitingSavings } from './figures/recruiting-savings.ts'
import { renewalRate } from './figures/renewal-rate.ts'
import { renewedRevenue } from './figures/renewed-revenue.ts'
import { repurchaseRate } from './figures/repurchase-rate.ts'
import { returnRatio } from './figures/return-ratio.ts'
import { revenueClv } from './figures/revenue-clv.ts'
import { revenueInvoiced } from './figures/revenue-invoiced.ts'
import { revenuePerCustomer } from './figures/revenue-per-customer.ts'
import { revenueReceived } from './figures/revenue-received.ts'
import { revenueWon } from './figures/revenue-won.ts'
import { roasRevenue } from './figures/roas-revenue.ts'
import { roasValue } from './figures/roas-value.ts'
import { salesCost } from './figures/sales-cost.ts'
import { salesCycleDays } from './figures/sales-cycle-days.ts'
import { salesCycleMedianDays } from './figures/sales-cycle-median-days.ts'
import { serviceRequests } from './figures/service-requests.ts'
import { sql } from './figures/sql.ts'
import { sqlToOpportunity } from './figures/sql-to-opportunity.ts'
import { staleLeadValue } from './figures/stale-lead-value.ts'
import { staleLeads } from './figures/stale-leads.ts'
import { timeToFirstContact } from './figures/time-to-first-contact.ts'
import { timeToFirstContactBusiness } from './figures/time-to-first-contact-business.ts'
import { timeToFirstContactBusinessP90 } from './figures/time-to-first-contact-business-p90.ts'
import { timeToFirstContactP90 } from './figures/time-to-first-contact-p90.ts'
import { timeToFirstResponse } from './figures/time-to-first-response.ts'
import { timeToFirstResponseP90 } from './figures/time-to-first-response-p90.ts'
import { trackingChanges } from './figures/tracking-changes.ts'
import { upsellRevenue } from './figures/upsell-revenue.ts'
import { visitorToMql } from './figures/visitor-to-mql.ts'
import { visitorToWon } from './figures/visitor-to-won.ts'
import { visitors } from './figures/visitors.ts'
import { weightedPipeline } from './figures/weighted-pipeline.ts'
import { winRate } from './figures/win-rate.ts'
import { won } from './figures/won.ts'

/** Every figure, block by block, in the order of the cockpit. */
export const KPIS: readonly Kpi[] = [
  revenueWon,
  revenueInvoiced,
  revenueReceived,
  openItems,
  won,
  lost,
  newCustomers,
  contributionMargin,
  grossProfit,
  attributedRevenue,
  attributedGrossProfit,
  attributedMargin,
  influencedRevenue,
  influencedShare,
  marketingCost,
  salesCost,
  acquisitionCost,
  marketingRoi,
  marginRoi,
  cashRoi,
  returnRatio,
  hires,
  recruitingSavings,
  cac,
  clv,
  revenueClv,
  clvCacRatio,
  paybackMonths,
  roasValue,
  roasRevenue,
  marginRoas,
  breakEvenRoas,
  cpl,
  costPerMql,
  costPerSql,
  costPerOpportunity,
  costPerWon,
  cpc,
  cpm,
  costPer1000Reached,
  ctr,
  revenuePerCustomer,
  pipelineValue,
  weightedPipeline,
  openOpportunities,
  winRate,
  averageDealValue,
  salesCycleDays,
  salesCycleMedianDays,
  pipelineVelocity,
  visitors,
  leads,
  mql,
  sql,
  opportunities,
  visitorToMql,
  mqlToSql,
  sqlToOpportunity,
  opportunityToWon,
  visitorToWon,
  leadToWon,
  timeToFirstResponse,
  timeToFirstResponseP90,
  timeToFirstContact,
  timeToFirstContactP90,
  timeToFirstContactBusiness,
  timeToFirstContactBusinessP90,
  contactedWithin5Minutes,
  contactedWithin1Hour,
  contactedWithin24Hours,
  handoverDays,
  noShowRate,
  disqualified,
  contactBase,
  staleLeads,
  staleLeadValue,
  repurchaseRate,
  renewalRate,
  renewedRevenue,
  upsellRevenue,
  recommendations,
  meetings,
  serviceRequests,
  jobApplications,
  attributableLeadShare,
  attributableConversionShare,
  attributableRevenueShare,
  measurability,
  consentRate,
  crmCompleteness,
  trackingChanges,
]

const BY_ID: ReadonlyMap<string, Kpi> = new Map(KPIS.map((kpi) => [kpi.id, kpi]))

export const kpiById = (id: string): Kpi | undefined => BY_ID.get(id)
