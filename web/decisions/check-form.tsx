import { Button, Checkbox, Group, Radio, Stack, Text, Textarea } from '@mantine/core'
import { useState } from 'react'
import { OUTCOMES } from '#decisions/decision.ts'
import { kpiById } from '#kpis/registry.ts'
import { dayIn, lastMonth } from '../kpis/cockpit-period.ts'
import { useLanguage } from '../platform/language.ts'
import { useMay, useMe } from '../platform/session.ts'
import type { RecordValues } from '../records/records-api.ts'
import { ErrorState } from '../ui/error-state.tsx'
import { Panel } from '../ui/panel.tsx'
import { recordOutcome } from './decisions-api.ts'
import { useDecisionTexts } from './texts.ts'
import { useChanged } from './use-changed.ts'

/** Says what came of a decision; gone once that is said. */
export function CheckForm({ decision }: { readonly decision: RecordValues }) {
  const t = useDecisionTexts()
  const language = useLanguage()
  const may = useMay()
  const { company } = useMe()
  const [outcome, setOutcome] = useState<string>('reached')
  const [note, setNote] = useState('')
  const [keeps, setKeeps] = useState(true)
  const kpi = kpiById(String(decision.effect_kpi ?? ''))
  const period = lastMonth(dayIn(new Date(), company.time_zone))
  const save = useChanged(decision.id, () =>
    recordOutcome(decision.id, {
      version: decision.version,
      outcome,
      outcome_note: note.trim() || null,
      ...(kpi &&
        keeps && {
          figure: {
            kpi: kpi.id,
            ...period,
            filters: {
              ...(typeof decision.channel === 'string' && { channel: decision.channel }),
              ...(typeof decision.campaign_id === 'string' && { campaign: decision.campaign_id }),
            },
          },
        }),
    }),
  )
  const made = decision.status === 'decided' || decision.status === 'done'
  if (!made || decision.outcome || !may('decisions:write')) return null
  return (
    <Panel title={t('check.title')} sentence={t('check.sentence')}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          save.mutate(undefined)
        }}
      >
        <Stack gap="sm" align="flex-start">
          <Radio.Group label={t('check.outcome')} value={outcome} onChange={setOutcome}>
            <Group gap="md" mt={4}>
              {Object.entries(OUTCOMES).map(([value, name]) => (
                <Radio key={value} value={value} label={name[language]} />
              ))}
            </Group>
          </Radio.Group>
          <Textarea
            label={t('check.note')}
            autosize
            minRows={2}
            w="100%"
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
          {kpi && (
            <Checkbox
              checked={keeps}
              onChange={(event) => setKeeps(event.currentTarget.checked)}
              label={<Text size="sm">{t('check.figure', { name: kpi.name[language] })}</Text>}
            />
          )}
          {save.isError && <ErrorState error={save.error} />}
          <Group>
            <Button type="submit" loading={save.isPending}>
              {t('check.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Panel>
  )
}
