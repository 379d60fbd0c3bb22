import { Button, Group, SegmentedControl, Select, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useState } from 'react'
import { LANGUAGES, type Language, REPORT_KINDS, type ReportKind } from '#reports/facts.ts'
import { useLanguage } from '../platform/language.ts'
import { ErrorState } from '../ui/error-state.tsx'
import { Panel } from '../ui/panel.tsx'
import { useMakeReport } from './reports-api.ts'
import { useReportTexts } from './texts.ts'

type Props = { readonly suggested: { readonly month: string; readonly quarter: string } }

/** Makes and stores a report; the last whole month is what most want. */
export function NewReportPanel({ suggested }: Props) {
  const t = useReportTexts()
  const shown = useLanguage()
  const [kind, setKind] = useState<ReportKind>('management')
  const [period, setPeriod] = useState(suggested.month)
  const [language, setLanguage] = useState<Language>(shown)
  const make = useMakeReport()
  const isQuarter = /Q/i.test(period)
  const submit = () =>
    make.mutate(
      { kind, period: period.trim(), language },
      { onSuccess: () => notifications.show({ message: t('new.done'), color: 'green' }) },
    )
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
            data={[
              { value: 'month', label: t('new.month') },
              { value: 'quarter', label: t('new.quarter') },
            ]}
            value={isQuarter ? 'quarter' : 'month'}
            onChange={(value) => setPeriod(value === 'month' ? suggested.month : suggested.quarter)}
          />
          <TextInput
            label={t('new.period')}
            value={period}
            onChange={(event) => setPeriod(event.currentTarget.value)}
            w={140}
            required
            pattern="\d{4}-(\d{2}|Q[1-4])"
            title="2026-10, 2026-Q3"
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
