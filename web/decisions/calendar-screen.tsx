import { Button, Group, Stack, Text } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { CalendarEntry, Delivery } from '#decisions/calendar.ts'
import { monthOf } from '#kernel/period.ts'
import { ScreenLoading } from '../app/screen-loading.tsx'
import { dayIn, readPeriod, writePeriod } from '../kpis/cockpit-period.ts'
import { PeriodControl } from '../kpis/period-control.tsx'
import { useLanguage } from '../platform/language.ts'
import { useMay, useMe } from '../platform/session.ts'
import { one, useSearchState } from '../platform/url-state.ts'
import { AppLink } from '../ui/app-link.tsx'
import { BandBadge, type Tone } from '../ui/band-badge.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { NOT_DEFINED } from '../ui/formats.ts'
import { PageHeader } from '../ui/page-header.tsx'
import { Panel } from '../ui/panel.tsx'
import { SimpleTable } from '../ui/simple-table.tsx'
import { useFormats } from '../ui/use-formats.ts'
import classes from './decisions.module.css'
import { useCalendar } from './decisions-api.ts'
import { useDecisionTexts } from './texts.ts'

/** Who gets what when, and what is due. This month where nobody chose another period. */
export function CalendarScreen() {
  const t = useDecisionTexts()
  const may = useMay()
  const { company } = useMe()
  const [search, change] = useSearchState()
  const today = dayIn(new Date(), company.time_zone)
  const given = {
    period: one(search, 'period'),
    from: one(search, 'from'),
    last: one(search, 'last'),
  }
  const asked = given.period !== '' || given.from !== ''
  const chosen = asked
    ? readPeriod(given, today)
    : { kind: 'month' as const, period: monthOf(today) }
  const calendar = useCalendar(chosen.period)
  return (
    <>
      <PageHeader
        title={t('calendar.title')}
        sentence={t('calendar.sentence')}
        actions={
          <>
            {may('reports:read') && (
              <Button
                variant="default"
                renderRoot={(props) => <Link to={'/reports' as string} {...props} />}
              >
                {t('calendar.toReports')}
              </Button>
            )}
            <Button
              variant="default"
              renderRoot={(props) => <Link to={'/agenda' as string} {...props} />}
            >
              {t('calendar.toAgenda')}
            </Button>
          </>
        }
      />
      <Group mb="md">
        <PeriodControl
          chosen={chosen}
          onChange={(next) => change({ ...writePeriod(next) }, { push: true })}
        />
      </Group>
      {calendar.isPending && <ScreenLoading />}
      {calendar.isError && (
        <ErrorState error={calendar.error} onRetry={() => void calendar.refetch()} />
      )}
      {calendar.data && <Entries {...calendar.data} />}
    </>
  )
}

type EntriesProps = { readonly entries: readonly CalendarEntry[]; readonly today: string }

function Entries({ entries, today }: EntriesProps) {
  const t = useDecisionTexts()
  const isNarrow = useMediaQuery('(max-width: 48em)') ?? false
  if (entries.length === 0) {
    return <EmptyState title={t('calendar.none.title')} text={t('calendar.none.text')} />
  }
  if (isNarrow) {
    return (
      <Panel>
        <ul className={classes.items}>
          {entries.map((entry) => (
            <li key={`${entry.on} ${entry.link} ${entry.type}`} className={classes.item}>
              <Stack gap={2}>
                <Group gap="xs" c="dimmed" fz="sm">
                  <Day on={entry.on} today={today} />
                  <Kind entry={entry} today={today} />
                </Group>
                <What entry={entry} />
                <Text size="sm" component="div">
                  <Who entry={entry} />
                </Text>
              </Stack>
            </li>
          ))}
        </ul>
      </Panel>
    )
  }
  const of =
    (Cell: (props: { readonly entry: CalendarEntry; readonly today: string }) => ReactNode) =>
    (_value: unknown, row: readonly unknown[]) => {
      const entry = entries[Number(row[0])]
      return entry && <Cell entry={entry} today={today} />
    }
  return (
    <Panel flush>
      <SimpleTable
        label={t('calendar.title')}
        columns={[
          {
            id: 'on',
            label: t('calendar.on'),
            format: of(({ entry }) => <Day on={entry.on} today={today} />),
          },
          { id: 'type', label: t('calendar.type'), format: of(Kind) },
          { id: 'what', label: t('calendar.what'), format: of(What) },
          { id: 'who', label: t('calendar.who'), format: of(Who) },
        ]}
        rows={entries.map((_entry, index) => [index])}
      />
    </Panel>
  )
}

type EntryProps = { readonly entry: CalendarEntry }

function What({ entry: { link, title } }: EntryProps) {
  const language = useLanguage()
  const [path = '', query = ''] = link.split('?')
  return (
    <AppLink to={path} search={Object.fromEntries(new URLSearchParams(query))} size="sm">
      {title[language]}
    </AppLink>
  )
}

function Day({ on, today }: { readonly on: string; readonly today: string }) {
  const t = useDecisionTexts()
  const formats = useFormats()
  const language = useLanguage()
  const weekday = new Intl.DateTimeFormat(language === 'de' ? 'de-DE' : 'en-GB', {
    weekday: 'short',
    timeZone: 'UTC',
  }).format(new Date(`${on}T00:00:00Z`))
  return (
    <Text size="sm" fw={on === today ? 700 : 400} className="rk-number" span>
      {weekday} {formats.date(on)}
      {on === today && ` · ${t('calendar.today')}`}
    </Text>
  )
}

const STATE_TONES = {
  planned: 'neutral',
  waiting: 'neutral',
  sent: 'good',
  failed: 'bad',
  left_out: 'attention',
} as const satisfies Readonly<Record<Delivery['state'], Tone>>

const ERRORS = [
  ['reports.recipient', 'calendar.error.recipient'],
  ['reports.no_mail_server', 'calendar.error.no_mail_server'],
] as const

/** Whose business an entry is; of a report who got it, who will, and why somebody did not. */
function Who({ entry }: EntryProps) {
  const t = useDecisionTexts()
  if (entry.deliveries.length === 0) return entry.who.join(', ') || NOT_DEFINED
  const states = Map.groupBy(entry.deliveries, ({ state, error }) => `${state} ${error ?? ''}`)
  return (
    <Stack gap={2}>
      {[...states].map(([key, deliveries]) => {
        const { state, error } = deliveries[0] as Delivery
        const known = ERRORS.find(([code]) => code === error)
        return (
          <div key={key}>
            <Group gap="xs">
              <span>{deliveries.map(({ name }) => name).join(', ')}</span>
              <BandBadge tone={STATE_TONES[state]} label={t(`calendar.${state}`)} />
            </Group>
            {error && (
              <Text size="xs" c="dimmed">
                {known ? t(known[1]) : error}
              </Text>
            )}
          </div>
        )
      })}
    </Stack>
  )
}

function Kind({ entry, today }: EntryProps & { readonly today: string }) {
  const t = useDecisionTexts()
  const isTask = entry.type === 'due' || entry.type === 'check'
  return (
    <Group gap="xs" wrap="nowrap">
      <span>{t(`calendar.${entry.type}`)}</span>
      {isTask && entry.done && <BandBadge tone="good" label={t('calendar.done')} />}
      {isTask && !entry.done && entry.on < today && (
        <BandBadge tone="bad" label={t('calendar.overdue')} />
      )}
    </Group>
  )
}
