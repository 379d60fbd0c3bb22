import { Text } from '@mantine/core'
import { kpiById } from '#kpis/registry.ts'
import type { PlanFilters, PlanList } from '#planning/plan-shapes.ts'
import { useLanguage } from '../platform/language.ts'
import { AppLink } from '../ui/app-link.tsx'
import { Panel } from '../ui/panel.tsx'
import classes from './planning.module.css'
import { usePlans } from './planning-api.ts'
import { usePlanningTexts } from './texts.ts'

/** Which figures have targets in the year; each leads to its plan. */
export function PlansOverview({ year }: { readonly year: number }) {
  const t = usePlanningTexts()
  const plans = usePlans(year)
  if (!plans.data) return null
  const { items, labels } = plans.data
  return (
    <Panel title={t('plans.title', { year })}>
      {items.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t('plans.none', { year })}
        </Text>
      ) : (
        <ul className={classes.plans}>
          {items.map((item) => (
            <PlanEntry
              key={`${item.kpi} ${JSON.stringify(item.filters)}`}
              {...{ item, labels, year }}
            />
          ))}
        </ul>
      )}
    </Panel>
  )
}

type EntryProps = {
  readonly item: PlanList['items'][number]
  readonly labels: PlanList['labels']
  readonly year: number
}

function PlanEntry({ item, labels, year }: EntryProps) {
  const t = usePlanningTexts()
  const language = useLanguage()
  const scope = useScopeName()(item.filters, labels)
  const spans = [
    ...(item.months > 0 ? [t('plans.months', { count: item.months })] : []),
    ...(item.quarters > 0 ? [t('plans.quarters', { count: item.quarters })] : []),
    ...(item.years > 0 ? [t('plans.year')] : []),
  ]
  return (
    <li>
      <AppLink
        to="/planning/targets"
        search={{ kpi: item.kpi, year: String(year), ...item.filters }}
      >
        {kpiById(item.kpi)?.name[language] ?? item.kpi}
      </AppLink>{' '}
      <Text span size="sm" c="dimmed">
        {[...(scope === null ? [] : [scope]), spans.join(', ')].join(' · ')}
      </Text>
    </li>
  )
}

/** `E-Mail, Neugeschäft`; null for the whole company. */
function useScopeName(): (filters: PlanFilters, labels: PlanList['labels']) => string | null {
  const t = usePlanningTexts()
  return (filters, labels) => {
    const names = Object.entries(filters).map(([name, value]) => {
      if (name !== 'business_type') return labels[String(value)] ?? String(value)
      return t(value === 'new' ? 'filter.business.new' : 'filter.business.existing')
    })
    return names.length === 0 ? null : names.join(', ')
  }
}
