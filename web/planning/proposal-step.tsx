import { Button, Checkbox, Group, Stack, Text, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { kpiById } from '#kpis/registry.ts'
import type { ProposalStart } from '#planning/plan-shapes.ts'
import type { Answers } from '#planning/proposal.ts'
import { useLanguage } from '../platform/language.ts'
import { useMe } from '../platform/session.ts'
import { ErrorState } from '../ui/error-state.tsx'
import { Panel } from '../ui/panel.tsx'
import classes from './first-steps.module.css'
import { planningKeys, SHOWS_TARGETS, takeProposal } from './planning-api.ts'
import {
  choiceOf,
  type ProposalEdits,
  type ProposalRow,
  proposalRows,
  wrongRows,
} from './proposal-form.ts'
import { de } from './texts.de.ts'
import { en } from './texts.en.ts'
import { usePlanningTexts } from './texts.ts'

type Props = {
  readonly start: ProposalStart
  readonly answers: Answers
  readonly onBack: () => void
  readonly onDone: () => void
}

const UNTOUCHED: ProposalEdits = { typed: {}, left: [] }

/** Targets and periods with the reason of each; every one can be changed or left out before it is taken. */
export function ProposalStep({ start, answers, onBack, onDone }: Props) {
  const t = usePlanningTexts()
  const language = useLanguage()
  const editor = { language, timeZone: useMe().company.time_zone }
  const client = useQueryClient()
  const [edits, setEdits] = useState(UNTOUCHED)
  const key = start.known.revenueCents === null ? 'reason' : 'known'
  const revenueReason = { de: de[`proposal.revenue.${key}`], en: en[`proposal.revenue.${key}`] }
  const rows = proposalRows({ answers, known: start.known, edits, editor, revenueReason })
  const wrong = wrongRows(rows)
  const take = useMutation({
    meta: { ownErrors: true },
    mutationFn: () => takeProposal(choiceOf(rows, answers, start.year)),
    onSuccess: async () => {
      notifications.show({ message: t('proposal.taken'), color: 'good' })
      const stale = [...SHOWS_TARGETS, ['settings'], planningKeys.start]
      for (const queryKey of stale) await client.invalidateQueries({ queryKey })
      onDone()
    },
  })
  const type = (id: string, text: string) =>
    setEdits((before) => ({ ...before, typed: { ...before.typed, [id]: text } }))
  const toggle = (id: string, taken: boolean) =>
    setEdits((before) => ({
      ...before,
      left: taken ? before.left.filter((one) => one !== id) : [...before.left, id],
    }))
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (wrong.length === 0) take.mutate()
      }}
      noValidate
    >
      <Stack gap="md">
        <Text size="sm" c="dimmed">
          {t('proposal.sentence')}
        </Text>
        <Panel
          title={t('proposal.targets', { year: start.year })}
          sentence={t('proposal.targets.sentence')}
        >
          <Rows rows={rows.targets} wrong={wrong} onType={type} onToggle={toggle} />
          {rows.missing.map(({ kpi, reason }) => (
            <Text key={kpi} size="sm" c="dimmed" mt="sm">
              {t('proposal.missing', {
                name: kpiById(kpi)?.name[language] ?? kpi,
                reason: reason[language],
              })}
            </Text>
          ))}
        </Panel>
        <Panel title={t('proposal.settings')} sentence={t('proposal.settings.sentence')}>
          <Rows rows={rows.settings} wrong={wrong} onType={type} onToggle={toggle} />
        </Panel>
        {take.isError && <ErrorState error={take.error} />}
        <Group gap="sm">
          <Button type="submit" loading={take.isPending} disabled={wrong.length > 0}>
            {t('proposal.take')}
          </Button>
          <Button variant="default" onClick={onBack}>
            {t('steps.back')}
          </Button>
          <Button variant="subtle" color="gray" onClick={onDone}>
            {t('steps.skip')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

type RowsProps = {
  readonly rows: readonly ProposalRow[]
  readonly wrong: readonly string[]
  readonly onType: (id: string, text: string) => void
  readonly onToggle: (id: string, taken: boolean) => void
}

function Rows({ rows, wrong, onType, onToggle }: RowsProps) {
  const t = usePlanningTexts()
  const language = useLanguage()
  const unitOf = useUnitWord()
  return (
    <ul className={classes.rows}>
      {rows.map((row) => {
        const name = row.name[language]
        return (
          <li key={row.id} data-row={row.id} data-left={!row.taken || undefined}>
            <Checkbox
              checked={row.taken}
              onChange={(event) => onToggle(row.id, event.currentTarget.checked)}
              aria-label={t('proposal.takeOne', { name })}
            />
            <span className={classes.name}>{name}</span>
            <TextInput
              size="xs"
              aria-label={t('proposal.value', { name })}
              inputMode="decimal"
              value={row.input}
              disabled={!row.taken}
              error={wrong.includes(row.id) ? t('proposal.wrong') : undefined}
              onChange={(event) => onType(row.id, event.currentTarget.value)}
              rightSection={<span className={classes.unit}>{unitOf(row)}</span>}
              rightSectionWidth={88}
              rightSectionPointerEvents="none"
              classNames={{ input: classes.input ?? '' }}
            />
            <span className={classes.reason}>{row.reason[language]}</span>
          </li>
        )
      })}
    </ul>
  )
}

/** What stands behind the number of a row. */
function useUnitWord(): (row: ProposalRow) => string {
  const t = usePlanningTexts()
  const { company } = useMe()
  return ({ id, unit }) => {
    if (id.endsWith('_days') || unit === 'days') return t('unit.days')
    if (id.endsWith('_weeks')) return t('unit.weeks')
    switch (unit) {
      case 'money':
        return company.currency
      case 'money_per_day':
        return `${company.currency} ${t('unit.perDay')}`
      case 'rate':
        return '%'
      case 'minutes':
        return t('unit.minutes')
      default:
        return ''
    }
  }
}
