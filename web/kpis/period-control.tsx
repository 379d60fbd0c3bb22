import {
  ActionIcon,
  Button,
  Group,
  Popover,
  SegmentedControl,
  SimpleGrid,
  Text,
} from '@mantine/core'
import { ChevronDownIcon, ChevronLeftIcon, ChevronRightIcon } from '@primer/octicons-react'
import { useState } from 'react'
import { addDays, type IsoDate, isIsoDate } from '#kernel/period.ts'
import { periodName } from '#kpis/sentence.ts'
import { useLanguage } from '../platform/language.ts'
import { DateField } from '../ui/date-field.tsx'
import {
  type ChosenPeriod,
  type PeriodKind,
  readPeriod,
  stepPeriod,
  switchKind,
} from './cockpit-period.ts'
import { useKpiTexts } from './texts.ts'

type Props = {
  readonly chosen: ChosenPeriod
  readonly onChange: (chosen: ChosenPeriod) => void
}

const KINDS: readonly PeriodKind[] = ['month', 'quarter', 'range']

/** Month, quarter or free days; one step back and forth; the period by name opens a picker. */
export function PeriodControl({ chosen, onChange }: Props) {
  const t = useKpiTexts()
  const language = useLanguage()
  const [picking, setPicking] = useState(false)
  const name = periodName(chosen.period, language)
  return (
    <Group gap={6}>
      <SegmentedControl
        size="xs"
        aria-label={t('period.kind')}
        value={chosen.kind}
        onChange={(kind) => {
          onChange(switchKind(chosen, kind as PeriodKind))
          setPicking(kind === 'range')
        }}
        data={KINDS.map((kind) => ({ value: kind, label: t(`period.${kind}`) }))}
      />
      <Group gap={0} wrap="nowrap">
        <ActionIcon
          variant="subtle"
          color="gray"
          size={30}
          aria-label={t('period.previous')}
          onClick={() => onChange(stepPeriod(chosen, -1))}
        >
          <ChevronLeftIcon size={18} />
        </ActionIcon>
        <Popover opened={picking} onChange={setPicking} position="bottom" trapFocus withinPortal>
          <Popover.Target>
            <Button
              variant="default"
              size="xs"
              rightSection={<ChevronDownIcon size={14} />}
              aria-label={t('period.choose', { name })}
              onClick={() => setPicking(!picking)}
              data-period
            >
              {name}
            </Button>
          </Popover.Target>
          <Popover.Dropdown p="sm">
            <Picker
              chosen={chosen}
              onChange={(next) => {
                setPicking(false)
                onChange(next)
              }}
            />
          </Popover.Dropdown>
        </Popover>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={30}
          aria-label={t('period.next')}
          onClick={() => onChange(stepPeriod(chosen, 1))}
        >
          <ChevronRightIcon size={18} />
        </ActionIcon>
      </Group>
    </Group>
  )
}

function Picker(props: Props) {
  return props.chosen.kind === 'range' ? <RangePicker {...props} /> : <CalendarPicker {...props} />
}

function CalendarPicker({ chosen, onChange }: Props) {
  const t = useKpiTexts()
  const language = useLanguage()
  const [year, setYear] = useState(Number(chosen.period.from.slice(0, 4)))
  const month = new Intl.DateTimeFormat(language === 'de' ? 'de-DE' : 'en-GB', {
    month: 'short',
    timeZone: 'UTC',
  })
  const entries =
    chosen.kind === 'quarter'
      ? [1, 2, 3, 4].map((quarter) => ({ id: `${year}-Q${quarter}`, label: `Q${quarter}` }))
      : Array.from({ length: 12 }, (_, index) => ({
          id: `${year}-${String(index + 1).padStart(2, '0')}`,
          label: month.format(new Date(Date.UTC(year, index, 1))),
        }))
  return (
    <>
      <Group justify="space-between" mb={6} wrap="nowrap">
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t('period.yearBefore')}
          onClick={() => setYear(year - 1)}
        >
          <ChevronLeftIcon size={16} />
        </ActionIcon>
        <Text fw={600} size="sm" aria-live="polite">
          {year}
        </Text>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t('period.yearAfter')}
          onClick={() => setYear(year + 1)}
        >
          <ChevronRightIcon size={16} />
        </ActionIcon>
      </Group>
      <SimpleGrid cols={chosen.kind === 'quarter' ? 2 : 3} spacing={4} w={216}>
        {entries.map(({ id, label }) => {
          const next = readPeriod({ period: id }, chosen.period.from)
          const current = next.period.from === chosen.period.from
          return (
            <Button
              key={id}
              size="xs"
              variant={current ? 'filled' : 'subtle'}
              color={current ? 'petrol' : 'gray'}
              aria-pressed={current}
              onClick={() => onChange(next)}
            >
              {label}
            </Button>
          )
        })}
      </SimpleGrid>
    </>
  )
}

function RangePicker({ chosen, onChange }: Props) {
  const t = useKpiTexts()
  const [from, setFrom] = useState<string>(chosen.period.from)
  const [last, setLast] = useState<string>(addDays(chosen.period.until, -1))
  const valid = isIsoDate(from) && isIsoDate(last) && from <= last
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (valid) {
          const until = addDays(last as IsoDate, 1)
          onChange({ kind: 'range', period: { from: from as IsoDate, until } })
        }
      }}
    >
      <Group align="flex-end" gap="xs" wrap="nowrap">
        <DateField label={t('period.from')} value={from} onChange={setFrom} clearable={false} />
        <DateField label={t('period.last')} value={last} onChange={setLast} clearable={false} />
        <Button type="submit" disabled={!valid}>
          {t('period.apply')}
        </Button>
      </Group>
    </form>
  )
}
