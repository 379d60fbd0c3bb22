import { Alert, Anchor, Radio, ScrollArea, Stack, Text } from '@mantine/core'
import type { RecordKind } from '#kernel/record.ts'
import { useText } from '../platform/language.ts'
import { useFormats } from '../ui/use-formats.ts'
import { kindById } from './kinds.ts'
import type { BulkMode, BulkResult } from './lists-api.ts'
import { ruleText } from './rules.ts'
import { useRecordTexts } from './texts.ts'

type Props = {
  readonly kind: RecordKind
  readonly result: BulkResult
  readonly verb: 'edit' | 'delete'
  readonly mode: BulkMode
  readonly onMode: (mode: BulkMode) => void
}

/** What a change of many records would come to: how many change, which ones are refused and why. */
export function BulkOutcome({ kind, result, verb, mode, onMode }: Props) {
  const t = useRecordTexts()
  const formats = useFormats()
  const number = (value: number) => formats.number(value, 0)
  return (
    <Stack gap="sm" role="status">
      <Text size="sm">
        {t(verb === 'edit' ? 'bulk.preview.edit' : 'bulk.preview.delete', {
          changed: number(result.changed),
          total: number(result.total),
        })}
        {result.unchanged > 0 && ` ${t('bulk.preview.same', { same: number(result.unchanged) })}`}
      </Text>
      {result.refusedCount > 0 && (
        <Alert
          color="attention"
          variant="light"
          title={t('bulk.refused', {
            count: result.refusedCount,
            shown: number(result.refusedCount),
          })}
        >
          <Refused kind={kind} result={result} />
        </Alert>
      )}
      {result.refusedCount > 0 && result.changed > 0 && (
        <Radio.Group
          label={t('bulk.mode')}
          value={mode}
          onChange={(value) => onMode(value as BulkMode)}
        >
          <Stack gap={6} mt={6}>
            <Radio value="all_or_nothing" label={t('bulk.mode.all')} />
            <Radio
              value="skip_refused"
              label={t('bulk.mode.skip', { changed: number(result.changed) })}
            />
          </Stack>
        </Radio.Group>
      )}
    </Stack>
  )
}

function Refused({ kind, result }: Pick<Props, 'kind' | 'result'>) {
  const t = useRecordTexts()
  const text = useText()
  const formats = useFormats()
  const why = ({ field, rule }: BulkResult['refused'][number]['problems'][number]) => {
    if (rule === 'records.in_use') {
      const other = kindById(field)
      return t('delete.inUse.short', { kinds: other ? text(other.plural) : field })
    }
    const known = kind.fields.find((candidate) => candidate.id === field)
    return `${known ? text(known.label) : field}: ${text(ruleText(rule))}`
  }
  const hidden = result.refusedCount - result.refused.length
  return (
    <ScrollArea.Autosize mah={180} type="auto">
      <ul style={{ margin: 0, paddingInlineStart: 18 }}>
        {result.refused.map((record) => (
          <li key={record.id}>
            <Anchor href={`/${kind.path}/${record.id}`} target="_blank" size="sm">
              {record.title}
            </Anchor>
            <Text size="xs">{record.problems.map(why).join(' ')}</Text>
          </li>
        ))}
      </ul>
      {hidden > 0 && (
        <Text size="xs" c="dimmed">
          {t('bulk.refused.more', { shown: formats.number(hidden, 0) })}
        </Text>
      )}
    </ScrollArea.Autosize>
  )
}
