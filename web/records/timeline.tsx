import { Box, Button, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { actionLabel } from '#access/audit-words.ts'
import type { RecordKind } from '#kernel/record.ts'
import { LEAD_STAGES } from '#leads/lead.ts'
import { useText } from '../platform/language.ts'
import { useMay } from '../platform/session.ts'
import { AppLink } from '../ui/app-link.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { Panel } from '../ui/panel.tsx'
import { useFormats } from '../ui/use-formats.ts'
import { displayText, isEmpty } from './display.ts'
import { kindById } from './kinds.ts'
import { fetchTimeline, recordKeys, type TimelineItem } from './records-api.ts'
import { useRecordTexts } from './texts.ts'
import classes from './timeline.module.css'
import { useDisplay } from './use-display.ts'
import { useReferenceNames } from './use-reference-names.ts'
import { useUndo } from './use-undo.tsx'

const STEP = 25

/** Events that are named by what happened alone; stages and touchpoints also say which. */
const PLAIN = [
  'create',
  'update',
  'delete',
  'undo',
  'merge',
  'set_up',
  'invite',
  'set_password',
  'reset_password',
] as const
const isPlain = (type: string): boolean => PLAIN.some((plain) => plain === type)
const RETURNS = [
  'contract',
  'contract_renewed',
  'contract_ended',
  'recommended',
  'recommends',
  'service_request',
  'meeting_planned',
  'meeting_held',
  'meeting_missed',
  'meeting_cancelled',
] as const
const KNOWN = [...PLAIN, ...RETURNS, 'import', 'stage', 'touchpoint'] as const
type Known = (typeof KNOWN)[number]
const isKnown = (type: string): type is Known => KNOWN.some((known) => known === type)

type Props = {
  readonly kind: RecordKind
  readonly id: string
  readonly labels: Readonly<Record<string, string>>
}

/** Everything that happened to a record, newest first. */
export function Timeline({ kind, id, labels }: Props) {
  const t = useRecordTexts()
  const [shown, setShown] = useState(STEP)
  const query = useQuery({
    queryKey: recordKeys.timeline(kind, id),
    queryFn: ({ signal }) => fetchTimeline(kind, id, signal),
  })
  const items = query.data ?? []
  const names = useReferenceNames(kind, items.slice(0, shown), labels)
  return (
    <Panel title={t('detail.timeline')}>
      {query.isError && (
        <ErrorState
          error={query.error}
          text={t('timeline.failed')}
          onRetry={() => void query.refetch()}
        />
      )}
      {query.isSuccess && items.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('timeline.empty')}
        </Text>
      )}
      <ol className={classes.timeline}>
        {items.slice(0, shown).map((item, index) => (
          <Entry
            // biome-ignore lint/suspicious/noArrayIndexKey: entries have no id and only grow at the front
            key={`${item.at} ${index}`}
            kind={kind}
            item={item}
            labels={names}
          />
        ))}
      </ol>
      {items.length > shown && (
        <Button variant="default" size="compact-sm" onClick={() => setShown(shown + STEP)}>
          {t('timeline.more')} ({items.length - shown})
        </Button>
      )}
    </Panel>
  )
}

function Entry({
  kind,
  item,
  labels,
}: {
  readonly kind: RecordKind
  readonly item: TimelineItem
  readonly labels: Props['labels']
}) {
  const t = useRecordTexts()
  const formats = useFormats()
  const undo = useUndo()
  const may = useMay()
  const text = useText()
  const type = isKnown(item.type) ? t(`timeline.${item.type}`) : text(actionLabel(item.type))
  const name = useStageName(item)
  const target = kindById(item.kind ?? '')
  // The trail names what happened by its action alone; stages say which, and a touchpoint is called by its kind.
  const isBare = name === item.type || isPlain(item.type)
  const title = isBare ? type : item.type === 'touchpoint' ? name : `${type}: ${name}`
  return (
    <li className={classes.entry} data-type={item.type}>
      <Text size="xs" c="dimmed" className="rk-number">
        {formats.instant(item.at)}
      </Text>
      <Text size="sm" fw={500} className={classes.title ?? ''}>
        {target && item.recordId ? (
          <AppLink to={`/${target.path}/${item.recordId}`}>{title}</AppLink>
        ) : (
          title
        )}
      </Text>
      {item.detail && item.detail !== item.title && (
        <Text size="xs">
          {item.type === 'touchpoint' || item.type === 'merge'
            ? item.detail
            : t('timeline.reason', { reason: item.detail })}
        </Text>
      )}
      <Evidence item={item} />
      <Changes kind={kind} item={item} labels={labels} />
      {item.actor && (
        <Text size="xs" c="dimmed">
          {t('timeline.by', { actor: item.actor })}
        </Text>
      )}
      {item.action && may(`${kind.area}:write`) && (
        <Button
          variant="subtle"
          size="compact-xs"
          ml={-7}
          onClick={() => void undo(kind, item.action ?? '')}
        >
          {t('undo.do')}
        </Button>
      )}
    </li>
  )
}

/** What a touch rests on: the rule of its channel, the page, how it is known who it was. */
function Evidence({ item }: { readonly item: TimelineItem }) {
  const text = useText()
  if (!item.evidence || item.evidence.length === 0) return null
  return (
    <ul className={classes.evidence}>
      {item.evidence.map(({ label, value }) => (
        <li key={label.en}>
          {text(label)}: <span className={classes.value}>{text(value)}</span>
        </li>
      ))}
    </ul>
  )
}

/** Stages of leads have names in both languages; the server sends the German one. */
function useStageName(item: TimelineItem): string {
  const text = useText()
  const stage = LEAD_STAGES.find((choice) => choice.label.de === item.title)
  return item.type === 'stage' && stage ? text(stage.label) : item.title
}

function Changes({
  kind,
  item,
  labels,
}: {
  readonly kind: RecordKind
  readonly item: TimelineItem
  readonly labels: Props['labels']
}) {
  const t = useRecordTexts()
  const text = useText()
  const settings = useDisplay(labels)
  const changes = (item.changes ?? []).flatMap((change) => {
    const field = kind.fields.find((candidate) => candidate.id === change.field)
    return field ? [{ ...change, field }] : []
  })
  if (changes.length === 0 || item.type === 'create' || item.type === 'delete') return null
  const shown = (field: (typeof changes)[number]['field'], value: unknown) =>
    isEmpty(value) ? t('timeline.empty.value') : displayText(field, value, settings)
  return (
    <Box component="ul" className={classes.changes ?? ''}>
      {changes.map(({ field, before, after }) => (
        <li key={field.id}>
          {text(field.label)}: <s>{shown(field, before)}</s> → <b>{shown(field, after)}</b>
        </li>
      ))}
    </Box>
  )
}
