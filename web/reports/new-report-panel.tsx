import { Button, Group, SegmentedControl, Select } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useState } from 'react'
import { firstOfMonth, type Period } from '#kernel/period.ts'
import { periodName } from '#kpis/sentence.ts'
import {
  LANGUAGES,
  type Language,
  REPORT_KINDS,
  type ReportKind,
  RHYTHMS,
  type Rhythm,
} from '#reports/facts.ts'
import { periodKey, periodNamed } from '#reports/report-period.ts'
import { useLanguage } from '../platform/language.ts'
import { ErrorState } from '../ui/error-state.tsx'
import { Panel } from '../ui/panel.tsx'
import { useMakeReport } from './reports-api.ts'
import { useReportTexts } from './texts.ts'

type Props = { readonly suggested: { readonly month: string; readonly quarter: string } }

const OFFERED = { month: 60, quarter: 20 } as const
const MONTHS = { month: 1, quarter: 3 } as const

/** The period after the last whole one, which is running, and those before it, the newest first. */
function offered(lastWhole: string, rhythm: Rhythm): Period[] {
  const last = periodNamed(lastWhole)?.period
  if (!last) return []
  return Array.from({ length: OFFERED[rhythm] }, (_, index) => {
    const from = firstOfMonth(last.until, -index * MONTHS[rhythm])
    return { from, until: firstOfMonth(from, MONTHS[rhythm]) }
  })
}

/** Makes and stores a report; the last whole month is what most want. */
export function NewReportPanel({ suggested }: Props) {
  const t = useReportTexts()
  const shown = useLanguage()
  const [kind, setKind] = useState<ReportKind>('management')
  const [rhythm, setRhythm] = useState<Rhythm>('month')
  const [period, setPeriod] = useState<string>(suggested.month)
  const [language, setLanguage] = useState<Language>(shown)
  const make = useMakeReport()
  const submit = () =>
    make.mutate(
      { kind, period, language },
      { onSuccess: () => notifications.show({ message: t('new.done'), color: 'good' }) },
    )
  const chooseRhythm = (next: Rhythm) => {
    setRhythm(next)
    setPeriod(suggested[next])
  }
  return (
    <Panel title={t('new.title')}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        <Group align="flex-end" gap="sm">
          <Select
            label={t('new.kind')}
            data={REPORT_KINDS.map((value) => ({ value, label: t(`kind.${value}`) }))}
            value={kind}
            allowDeselect={false}
            onChange={(value) => setKind((value ?? 'management') as ReportKind)}
            w={260}
          />
          <SegmentedControl
            aria-label={t('new.rhythm')}
            data={RHYTHMS.map((value) => ({ value, label: t(`new.${value}`) }))}
            value={rhythm}
            onChange={(value) => chooseRhythm(value as Rhythm)}
          />
          <Select
            label={t('new.period')}
            data={offered(suggested[rhythm], rhythm).map((one) => ({
              value: periodKey(one),
              label: periodName(one, shown),
            }))}
            value={period}
            allowDeselect={false}
            searchable
            onChange={(value) => setPeriod(value ?? suggested[rhythm])}
            w={190}
          />
          <Select
            label={t('new.language')}
            data={LANGUAGES.map((value) => ({ value, label: t(`language.${value}`) }))}
            value={language}
            allowDeselect={false}
            onChange={(value) => setLanguage((value ?? 'de') as Language)}
            w={130}
          />
          <Button type="submit" loading={make.isPending}>
            {t('new.make')}
          </Button>
        </Group>
      </form>
      {make.isError && <ErrorState error={make.error} />}
    </Panel>
  )
}
