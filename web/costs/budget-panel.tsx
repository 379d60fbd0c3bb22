import { Text } from '@mantine/core'
import { firstOfMonth, isoDate } from '#kernel/period.ts'
import { dayIn } from '../kpis/cockpit-period.ts'
import { useMay, useMe } from '../platform/session.ts'
import type { RecordValues } from '../records/records-api.ts'
import { AppLink } from '../ui/app-link.tsx'
import { BandBadge } from '../ui/band-badge.tsx'
import { Panel } from '../ui/panel.tsx'
import { useFormats } from '../ui/use-formats.ts'
import { useBudgets } from './budget-api.ts'
import { BudgetLines } from './budget-lines.tsx'
import { useBudgetTexts } from './budget-texts.ts'
import { toneOf, useBudgetWords } from './budget-words.ts'

/** Below the facts of a campaign: what it may cost, what it has, and what it will come to. */
export function BudgetPanel({ record }: { readonly record: RecordValues }) {
  return useMay()('costs:read') ? <Budget campaignId={record.id} /> : null
}

function Budget({ campaignId }: { readonly campaignId: string }) {
  const t = useBudgetTexts()
  const formats = useFormats()
  const may = useMay()
  const me = useMe()
  const year = dayIn(new Date(), me.company.time_zone).slice(0, 4)
  const from = isoDate(`${year}-01-01`)
  const budgets = useBudgets({ from, until: firstOfMonth(from, 12) }, campaignId)
  const { stateName } = useBudgetWords({})
  const group = budgets.data?.groups.find((one) => one.campaignId === campaignId)
  if (!budgets.data) return null
  if (!group || group.source === 'none') {
    return (
      <Panel title={t('panel.title')}>
        <Text size="sm">
          {t('panel.none')}{' '}
          {may('costs:write') && (
            <AppLink
              to="/budgets/new"
              search={{ campaign_id: campaignId }}
              size="sm"
              underline="always"
            >
              {t('new')}
            </AppLink>
          )}
        </Text>
      </Panel>
    )
  }
  const shown = group.run ?? group
  return (
    <Panel
      title={t('panel.title')}
      sentence={`${group.run ? t('panel.run') : t('panel.year', { year })}: ${t('panel.sentence', {
        planned: formats.moneyRounded(shown.planned),
        actual: formats.moneyRounded(shown.actual),
        committed: formats.moneyRounded(shown.committed),
        forecast: formats.moneyRounded(shown.forecast),
      })}`}
      actions={<BandBadge tone={toneOf(group.state)} label={stateName(group.state)} size="sm" />}
    >
      <BudgetLines lines={group.lines} isNarrow />
    </Panel>
  )
}
