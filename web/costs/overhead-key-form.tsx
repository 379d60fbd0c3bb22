import {
  ActionIcon,
  Button,
  Group,
  NumberInput,
  Select,
  Stack,
  Text,
  TextInput,
} from '@mantine/core'
import { PlusIcon, XIcon } from '@primer/octicons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { COST_CATEGORIES } from '#costs/cost.ts'
import { OVERHEAD_KEYS, type OverheadKey } from '#costs/overhead.ts'
import { OVERHEAD_KEY_CHOICES, overheadKeyKind } from '#costs/overhead-key.ts'
import type { KeyPreview, WantedKey } from '#costs/overhead-shapes.ts'
import { isIsoDate, type Period } from '#kernel/period.ts'
import { useText } from '../platform/language.ts'
import { kindById } from '../records/kinds.ts'
import { recordKeys } from '../records/records-api.ts'
import { ReferencePicker } from '../records/reference-picker.tsx'
import { useDoneNotice } from '../records/use-undo.tsx'
import { DateField } from '../ui/date-field.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { SimpleTable } from '../ui/simple-table.tsx'
import { useFormats } from '../ui/use-formats.ts'
import { saveKey, tryKey } from './overhead-api.ts'
import { changedSpreads } from './overhead-preview.ts'
import { useOverheadTexts } from './overhead-texts.ts'

type Share = { readonly id: number; readonly channel: string; readonly percent: number }
type Wish = Omit<WantedKey, 'shares' | 'valid_from' | 'note'> & {
  readonly validFrom: string
  readonly note: string
  readonly shares: readonly Share[]
}

const START: Wish = { key: 'spend', category: null, validFrom: '', note: '', shares: [] }

const wantedOf = ({ key, category, validFrom, note, shares }: Wish): WantedKey => ({
  ...{ key, category },
  valid_from: isIsoDate(validFrom) ? validFrom : null,
  note: note.trim() === '' ? null : note.trim(),
  shares:
    key === 'fixed'
      ? shares
          .filter(({ channel, percent }) => channel !== '' && percent > 0)
          .map(({ channel, percent }) => ({ channel, campaign_id: null, share: percent / 100 }))
      : [],
})

const sumOf = (shares: readonly Share[]) => shares.reduce((sum, { percent }) => sum + percent, 0)

type Props = {
  readonly period: Period
  readonly channelName: (channel: string) => string
  readonly onDone: () => void
}

/** Another key: tried on the period on screen, then applied, with a way back. */
export function OverheadKeyForm({ period, channelName, onDone }: Props) {
  const t = useOverheadTexts()
  const client = useQueryClient()
  const done = useDoneNotice()
  const [wish, setWish] = useState<Wish>(START)
  const [tried, setTried] = useState<KeyPreview | null>(null)
  const change = (next: Partial<Wish>) => {
    setWish((before) => ({ ...before, ...next }))
    setTried(null)
  }
  const trial = useMutation({
    mutationFn: () => tryKey(wantedOf(wish), period),
    onSuccess: setTried,
  })
  const saving = useMutation({
    mutationFn: () => saveKey(wantedOf(wish)),
    onSuccess: async ({ action }) => {
      await client.invalidateQueries({ queryKey: recordKeys.all })
      await client.invalidateQueries({ queryKey: ['kpis'] })
      done(overheadKeyKind, t('form.saved'), action)
      onDone()
    },
  })
  const total = sumOf(wish.shares)
  const isReady = wish.key !== 'fixed' || (total > 0 && total <= 100)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (isReady) trial.mutate()
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <Text size="sm" c="dimmed">
          {t('form.hint')}
        </Text>
        <KeyFields wish={wish} onChange={change} />
        {wish.key === 'fixed' && (
          <Shares
            shares={wish.shares}
            channelName={channelName}
            onChange={(shares) => change({ shares })}
          />
        )}
        {trial.isError && <ErrorState error={trial.error} />}
        {tried && <Preview preview={tried} channelName={channelName} />}
        {saving.isError && <ErrorState error={saving.error} />}
        <Group justify="flex-end">
          <Button type="submit" variant="default" loading={trial.isPending} disabled={!isReady}>
            {t('form.try')}
          </Button>
          <Button
            disabled={tried === null}
            loading={saving.isPending}
            onClick={() => saving.mutate()}
          >
            {t('form.apply')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

const isKey = (value: string | null): value is OverheadKey =>
  OVERHEAD_KEYS.some((key) => key === value)

function KeyFields({
  wish,
  onChange,
}: {
  readonly wish: Wish
  readonly onChange: (next: Partial<Wish>) => void
}) {
  const t = useOverheadTexts()
  const text = useText()
  return (
    <>
      <Select
        label={t('form.key')}
        description={t(`help.${wish.key}`)}
        data={OVERHEAD_KEY_CHOICES.map(({ value, label }) => ({ value, label: text(label) }))}
        value={wish.key}
        allowDeselect={false}
        onChange={(key) => isKey(key) && onChange({ key })}
      />
      <Group grow align="flex-start">
        <Select
          label={t('form.category')}
          placeholder={t('keys.allCategories')}
          clearable
          data={COST_CATEGORIES.map(({ value, label }) => ({ value, label: text(label) }))}
          value={wish.category}
          onChange={(category) => onChange({ category })}
        />
        <DateField
          label={t('form.from')}
          placeholder={t('form.fromEmpty')}
          value={wish.validFrom}
          onChange={(validFrom) => onChange({ validFrom })}
        />
      </Group>
      <TextInput
        label={t('form.note')}
        value={wish.note}
        onChange={(event) => onChange({ note: event.currentTarget.value })}
      />
    </>
  )
}

function Shares({
  shares,
  channelName,
  onChange,
}: {
  readonly shares: readonly Share[]
  readonly channelName: (channel: string) => string
  readonly onChange: (shares: readonly Share[]) => void
}) {
  const t = useOverheadTexts()
  const formats = useFormats()
  const channelKind = kindById('channel')
  const set = (id: number, next: Partial<Share>) =>
    onChange(shares.map((share) => (share.id === id ? { ...share, ...next } : share)))
  const sum = sumOf(shares)
  return (
    <Stack gap="xs">
      {channelKind &&
        shares.map(({ id, channel, percent }) => (
          <Group key={id} align="flex-end" gap="xs" wrap="nowrap">
            <ReferencePicker
              kind={channelKind}
              label={t('form.channel')}
              value={channel}
              onChange={(next) => set(id, { channel: next })}
            />
            <NumberInput
              label={t('form.share')}
              w={130}
              min={0}
              max={100}
              decimalScale={2}
              value={percent}
              onChange={(next) => set(id, { percent: typeof next === 'number' ? next : 0 })}
            />
            <ActionIcon
              variant="subtle"
              color="gray"
              size={36}
              aria-label={t('form.removeShare', {
                name: channel === '' ? t('form.noChannel') : channelName(channel),
              })}
              onClick={() => onChange(shares.filter((share) => share.id !== id))}
            >
              <XIcon size={16} />
            </ActionIcon>
          </Group>
        ))}
      <Group justify="space-between">
        <Button
          size="xs"
          variant="default"
          leftSection={<PlusIcon size={14} />}
          onClick={() =>
            onChange([
              ...shares,
              {
                id: Math.max(0, ...shares.map(({ id }) => id)) + 1,
                channel: '',
                percent: Math.max(0, 100 - sum),
              },
            ])
          }
        >
          {t('form.addShare')}
        </Button>
        <Text size="sm" c={sum > 100 ? 'var(--rk-bad)' : 'dimmed'} role="status">
          {t(sum > 100 ? 'form.tooMuch' : 'form.sharesSum', { sum: formats.rate(sum / 100, 1) })}
        </Text>
      </Group>
    </Stack>
  )
}

function Preview({
  preview,
  channelName,
}: {
  readonly preview: KeyPreview
  readonly channelName: (channel: string) => string
}) {
  const t = useOverheadTexts()
  const formats = useFormats()
  const rows = changedSpreads(preview.before, preview.after)
  const changed = rows.filter(({ key, before, after }) => key !== null && before !== after).length
  const rest = rows.at(-1)
  if (changed === 0 && rest?.before === rest?.after) {
    return <Text role="status">{t('preview.same')}</Text>
  }
  const money = (value: unknown) => formats.money(typeof value === 'number' ? value : null)
  const signed = (value: unknown) =>
    typeof value === 'number' && value > 0 ? `+${money(value)}` : money(value)
  return (
    <section aria-label={t('preview.title')}>
      <Text size="sm" mb="xs" role="status">
        {t('preview.sentence', { count: changed })}
      </Text>
      <SimpleTable
        label={t('preview.title')}
        columns={[
          { id: 'channel', label: t('column.channel') },
          { id: 'before', label: t('preview.before'), numeric: true, format: money },
          { id: 'after', label: t('preview.after'), numeric: true, format: money },
          { id: 'difference', label: t('preview.difference'), numeric: true, format: signed },
        ]}
        rows={rows.map(({ key, before, after }) => [
          key === null ? t('preview.rest') : channelName(key),
          before,
          after,
          after - before,
        ])}
        maxHeight={360}
      />
    </section>
  )
}
