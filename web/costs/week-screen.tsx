import { Alert, Button, Group, Select, Stack, Text, Textarea } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { ClockIcon, PlusIcon } from '@primer/octicons-react'
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { timeEntryKind, workRoleKind } from '#costs/hours.ts'
import { costOfHours } from '#costs/ledger-rules.ts'
import type { WeekPreview } from '#costs/ledger-shapes.ts'
import { addDays, isIsoDate, isoDate } from '#kernel/period.ts'
import { ScreenLoading } from '../app/screen-loading.tsx'
import { dayIn } from '../kpis/cockpit-period.ts'
import { useLanguage, useText } from '../platform/language.ts'
import { useMay, useMe } from '../platform/session.ts'
import { fetchOptions, recordKeys } from '../records/records-api.ts'
import { AppLink } from '../ui/app-link.tsx'
import { DateField } from '../ui/date-field.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { Panel } from '../ui/panel.tsx'
import { SimpleTable } from '../ui/simple-table.tsx'
import { useFormats } from '../ui/use-formats.ts'
import { bookWeek, ledgerKeys, readWeek } from './ledger-api.ts'
import { useLedgerTexts } from './ledger-texts.ts'
import { lineOf, type WeekLine, wordsOfUsual } from './week-lines.ts'

/** Hours of a week from one sentence, looked at before they are booked. */
export function WeekScreen() {
  const t = useLedgerTexts()
  const text = useText()
  const roles = useQuery({
    queryKey: recordKeys.options(workRoleKind, { q: '' }),
    queryFn: ({ signal }) => fetchOptions(workRoleKind, { q: '' }, signal),
  })
  return (
    <>
      <PageHeader
        eyebrow={<AppLink to={`/${timeEntryKind.path}`}>{text(timeEntryKind.plural)}</AppLink>}
        title={t('week.title')}
        sentence={t('week.sentence')}
      />
      {roles.isPending && <ScreenLoading />}
      {roles.isError && <ErrorState error={roles.error} onRetry={() => void roles.refetch()} />}
      {roles.data?.length === 0 && (
        <EmptyState
          icon={<ClockIcon size={36} />}
          title={t('week.noRoles')}
          text={t('week.noRoles.text')}
          actions={
            <Button
              leftSection={<PlusIcon size={16} />}
              renderRoot={(props) => <Link to={`/${workRoleKind.path}/new` as string} {...props} />}
            >
              {t('week.newRole')}
            </Button>
          }
        />
      )}
      {roles.data && roles.data.length > 0 && <WeekForm roles={roles.data} />}
    </>
  )
}

function WeekForm({ roles }: { readonly roles: readonly { id: string; label: string }[] }) {
  const t = useLedgerTexts()
  const [role, setRole] = useState(roles[0]?.id ?? '')
  const { time_zone } = useMe().company
  const [day, setDay] = useState<string>(() => dayIn(new Date(), time_zone))
  const [text, setText] = useState('')
  const [asked] = useDebouncedValue(text, 250)
  const isReady = role !== '' && isIsoDate(day)
  const read = useQuery({
    queryKey: ledgerKeys.week(asked, day, role),
    enabled: isReady,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => readWeek(asked, day, role, signal),
  })
  const week = read.data
  return (
    <Stack gap="lg">
      <Panel>
        <Stack gap="md">
          <Group gap="md" align="flex-end" wrap="wrap">
            <Select
              label={t('week.role')}
              data={roles.map(({ id, label }) => ({ value: id, label }))}
              value={role}
              allowDeselect={false}
              onChange={(next) => next && setRole(next)}
              w={240}
            />
            <DateField label={t('week.day')} value={day} onChange={setDay} w={180} />
            {week && (
              <Text size="sm" c="dimmed" pb={8}>
                <Range week={week} />
              </Text>
            )}
          </Group>
          <Textarea
            label={t('week.text')}
            description={t('week.help')}
            placeholder={t('week.placeholder')}
            value={text}
            autosize
            minRows={2}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          {week && week.usual.length > 0 && (
            <Group>
              <Button variant="default" onClick={() => setText(wordsOfUsual(week.usual))}>
                {t('week.usual')}
              </Button>
            </Group>
          )}
          {read.isError && <ErrorState error={read.error} onRetry={() => void read.refetch()} />}
        </Stack>
      </Panel>
      {week && asked.trim() !== '' && (
        <WeekLines
          key={`${asked} ${role}`}
          week={week}
          role={role}
          day={day}
          onDone={() => setText('')}
        />
      )}
    </Stack>
  )
}

function Range({ week }: { readonly week: WeekPreview }) {
  const t = useLedgerTexts()
  const formats = useFormats()
  const last = addDays(isoDate(week.until), -1)
  return <>{t('week.range', { from: formats.date(week.from), until: formats.date(last) })}</>
}

type LinesProps = {
  readonly week: WeekPreview
  readonly role: string
  readonly day: string
  readonly onDone: () => void
}

function WeekLines({ week, role, day, onDone }: LinesProps) {
  const t = useLedgerTexts()
  const may = useMay()
  const formats = useFormats()
  const client = useQueryClient()
  const [chosen, setChosen] = useState<Readonly<Record<number, string>>>({})
  const language = useLanguage()
  const lines = week.items.map((item, index) => lineOf(item, chosen[index], language))
  const save = useMutation({
    mutationFn: () =>
      bookWeek({
        day,
        role_id: role,
        items: lines.map(({ hours, words, place }) => ({
          hours,
          words,
          channel: place?.channel ?? null,
          campaign_id: place?.campaign_id ?? null,
        })),
      }),
    onSuccess: async ({ count }) => {
      notifications.show({ message: t('week.saved', { count }), color: 'good' })
      await client.invalidateQueries({ queryKey: recordKeys.all })
      await client.invalidateQueries({ queryKey: ['kpis'] })
      onDone()
    },
  })
  const isComplete = lines.length > 0 && lines.every(({ place }) => place !== null)
  const hours = Math.round(lines.reduce((sum, line) => sum + line.hours, 0) * 100) / 100
  const cost = (line: number) => (week.rate === null ? null : costOfHours(line, week.rate))
  return (
    <Panel
      title={t('week.preview')}
      sentence={
        week.written > 0 ? t('week.written', { hours: formats.number(week.written) }) : undefined
      }
    >
      <Stack gap="md">
        {week.unread.map((words) => (
          <Alert key={words} color="warn" role="status">
            {t('week.unread', { words })}
          </Alert>
        ))}
        {lines.length > 0 && (
          <SimpleTable
            label={t('week.preview')}
            columns={[
              { id: 'hours', label: t('week.hours'), numeric: true },
              { id: 'words', label: t('week.words') },
              {
                id: 'place',
                label: t('week.place'),
                format: (_value, row) => (
                  <PlaceChoice
                    line={lines[Number(row[4])]}
                    onChoose={(key) => setChosen({ ...chosen, [Number(row[4])]: key })}
                  />
                ),
              },
              { id: 'cost', label: t('week.cost'), numeric: true },
            ]}
            rows={[
              ...lines.map((line, index) => [
                formats.number(line.hours),
                line.words,
                null,
                formats.money(cost(line.hours)),
                index,
              ]),
              [
                formats.number(hours),
                t('week.total'),
                null,
                formats.money(
                  lines.reduce<number>((sum, line) => sum + (cost(line.hours) ?? 0), 0),
                ),
                -1,
              ],
            ]}
          />
        )}
        {!isComplete && lines.length > 0 && (
          <Text size="sm" c="dimmed">
            {t('week.undecided')}
          </Text>
        )}
        {save.isError && <ErrorState error={save.error} />}
        {may('costs:write') && lines.length > 0 && (
          <Group>
            <Button disabled={!isComplete} loading={save.isPending} onClick={() => save.mutate()}>
              {t('week.save')}
            </Button>
          </Group>
        )}
      </Stack>
    </Panel>
  )
}

type ChoiceProps = {
  readonly line: WeekLine | undefined
  readonly onChoose: (key: string) => void
}

/** Where a line goes: what its words mean, or one of all channels. */
function PlaceChoice({ line, onChoose }: ChoiceProps) {
  const t = useLedgerTexts()
  if (!line) return null
  return (
    <Select
      aria-label={`${t('week.place')}: ${line.words}`}
      placeholder={t('week.choose')}
      data={[...line.options]}
      value={line.key}
      searchable
      allowDeselect={false}
      error={line.place === null}
      onChange={(key) => key && onChoose(key)}
      miw={240}
    />
  )
}
