import { Button, Group, Select, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { FIGURE_CHOICES } from '#decisions/decision.ts'
import type { ChangedTarget, TargetWish } from '#decisions/shapes.ts'
import { firstOfMonth, isIsoDate, isoDate } from '#kernel/period.ts'
import { periodName } from '#kpis/sentence.ts'
import { spanOf, TARGET_PERIODS, type TargetPeriod } from '#kpis/targets.ts'
import type { Unit } from '#kpis/unit.ts'
import { dayIn } from '../kpis/cockpit-period.ts'
import { exactLine } from '../kpis/figure-format.ts'
import { useLanguage } from '../platform/language.ts'
import { useMay, useMe } from '../platform/session.ts'
import type { RecordValues } from '../records/records-api.ts'
import { AppLink } from '../ui/app-link.tsx'
import { DateField } from '../ui/date-field.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { Panel } from '../ui/panel.tsx'
import { SimpleTable } from '../ui/simple-table.tsx'
import { useFormats } from '../ui/use-formats.ts'
import { changeTarget } from './decisions-api.ts'
import { useDecisionTexts } from './texts.ts'
import { useChanged } from './use-changed.ts'
import { useValueInput } from './use-value-input.ts'

type Props = { readonly decision: RecordValues; readonly targets: readonly ChangedTarget[] }

/** Targets that a decision changed, and the form that changes one: the loop is closed here. */
export function ChangedTargets({ decision, targets }: Props) {
  const t = useDecisionTexts()
  const may = useMay()
  const writable = may('planning:write') && may('decisions:write')
  if (targets.length === 0 && !writable) return null
  return (
    <Panel title={t('target.title')} sentence={t('target.sentence')}>
      <Stack gap="sm">
        {targets.length > 0 && <TargetTable targets={targets} />}
        {writable && <TargetForm decision={decision} />}
      </Stack>
    </Panel>
  )
}

/** A value in the currency of the day on which the target was changed. */
function Value({
  target,
  value,
}: {
  readonly target: ChangedTarget
  readonly value: number | null
}) {
  const t = useDecisionTexts()
  const language = useLanguage()
  const formats = useFormats(target.currency)
  return value === null
    ? t('target.none')
    : exactLine(value, target.unit as Unit, formats, language)
}

function TargetTable({ targets }: Pick<Props, 'targets'>) {
  const t = useDecisionTexts()
  const language = useLanguage()
  const at = (row: readonly unknown[]) => targets[Number(row[0])] as ChangedTarget
  return (
    <SimpleTable
      label={t('target.title')}
      columns={[
        {
          id: 'name',
          label: t('target.kpi'),
          format: (_value, row) => {
            const { kpi, name, period, from, filters, filterNames } = at(row)
            const span = spanOf(period, isoDate(from))
            return (
              <AppLink to="/planning/targets" search={{ kpi, year: from.slice(0, 4), ...filters }}>
                {[
                  ...[name, ...filterNames].map((one) => one[language]),
                  periodName(span, language),
                ].join(', ')}
              </AppLink>
            )
          },
        },
        {
          id: 'before',
          label: t('target.before'),
          numeric: true,
          format: (_value, row) => <Value target={at(row)} value={at(row).before} />,
        },
        {
          id: 'after',
          label: t('target.after'),
          numeric: true,
          format: (_value, row) => <Value target={at(row)} value={at(row).after} />,
        },
      ]}
      rows={targets.map((_target, index) => [index])}
    />
  )
}

function TargetForm({ decision }: Pick<Props, 'decision'>) {
  const t = useDecisionTexts()
  const language = useLanguage()
  const { company } = useMe()
  const values = useValueInput()
  const today = dayIn(new Date(), company.time_zone)
  const [kpi, setKpi] = useState<string>(String(decision.effect_kpi ?? 'leads'))
  const [period, setPeriod] = useState<TargetPeriod>('quarter')
  const [from, setFrom] = useState<string>(firstOfMonth(today, 1))
  const [input, setInput] = useState('')
  const value = values.read(kpi, input)
  const save = useChanged(
    decision.id,
    (wish: TargetWish) => changeTarget(decision.id, wish),
    () => setInput(''),
  )
  const ready = isIsoDate(from) && value !== undefined && value !== null
  const filters = {
    ...(typeof decision.channel === 'string' && { channel: decision.channel }),
    ...(typeof decision.campaign_id === 'string' && { campaign: decision.campaign_id }),
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (ready) save.mutate({ kpi, period, from, filters, value })
      }}
    >
      <Group align="flex-end" gap="sm">
        <Select
          label={t('target.kpi')}
          searchable
          allowDeselect={false}
          flex="1 1 200px"
          data={FIGURE_CHOICES.map((one) => ({ value: one.value, label: one.label[language] }))}
          value={kpi}
          onChange={(next) => setKpi(next ?? kpi)}
        />
        <Select
          label={t('target.period')}
          allowDeselect={false}
          w={120}
          data={TARGET_PERIODS.map((one) => ({ value: one, label: t(`target.${one}`) }))}
          value={period}
          onChange={(next) => setPeriod((next ?? period) as TargetPeriod)}
        />
        <DateField
          label={t('target.from')}
          value={from}
          onChange={setFrom}
          clearable={false}
          w={150}
        />
        <TextInput
          label={t('target.value')}
          w={150}
          inputMode="decimal"
          value={input}
          error={value === undefined && t('target.wrong')}
          rightSection={values.suffix(kpi)}
          rightSectionWidth={48}
          rightSectionPointerEvents="none"
          onChange={(event) => setInput(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" disabled={!ready} loading={save.isPending}>
          {t('target.save')}
        </Button>
      </Group>
      {Object.keys(filters).length > 0 && (
        <Text size="sm" c="dimmed" mt={4}>
          {t('target.part')}
        </Text>
      )}
      {save.isError && <ErrorState error={save.error} />}
    </form>
  )
}
