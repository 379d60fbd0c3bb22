import { Anchor, Button, Group, Select, Stack, Text, TextInput } from '@mantine/core'
import { type FormEvent, type ReactNode, useState } from 'react'
import { INDUSTRIES } from '#company/industries.ts'
import type { Known } from '#planning/proposal.ts'
import { useLanguage, useText } from '../platform/language.ts'
import { useMe } from '../platform/session.ts'
import { Panel } from '../ui/panel.tsx'
import { useFormats } from '../ui/use-formats.ts'
import { type AnswerInputs, answersOf, CYCLE_UNITS, type CycleUnit, cycleInput } from './answers.ts'
import classes from './first-steps.module.css'
import { inputOf } from './plan-inputs.ts'
import { usePlanningTexts } from './texts.ts'

type Props = {
  readonly inputs: AnswerInputs
  readonly known: Known
  readonly onChange: (inputs: AnswerInputs) => void
  readonly onNext: () => void
  readonly onSkip: () => void
}

const UNITS = Object.keys(CYCLE_UNITS) as CycleUnit[]

/** Industry, value of an order, length of the cycle; what the records know is offered. */
export function QuestionsStep({ inputs, known, onChange, onNext, onSkip }: Props) {
  const t = usePlanningTexts()
  const text = useText()
  const formats = useFormats()
  const { company } = useMe()
  const editor = { language: useLanguage(), timeZone: company.time_zone }
  const [asked, setAsked] = useState(false)
  const { problems } = answersOf(inputs, editor)
  const set = (patch: Partial<AnswerInputs>) => onChange({ ...inputs, ...patch })
  const problem = (name: (typeof problems)[number], rule: 'required' | 'amount' | 'number') =>
    asked && problems.includes(name) ? t(`questions.${rule}`) : undefined
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setAsked(true)
    if (problems.length === 0) onNext()
  }
  return (
    <Panel title={t('steps.questions')} sentence={t('questions.sentence')}>
      <form onSubmit={submit} noValidate>
        <Stack gap="lg" className={classes.questions ?? ''}>
          <Select
            label={t('questions.industry')}
            data={INDUSTRIES.map(({ value, label }) => ({ value, label: text(label) }))}
            value={inputs.industry === '' ? null : inputs.industry}
            error={problem('industry', 'required')}
            onChange={(industry) => set({ industry: industry ?? '' })}
            maxDropdownHeight={420}
          />
          <div>
            <TextInput
              label={t('questions.dealValue')}
              inputMode="decimal"
              value={inputs.dealValue}
              error={problem('dealValue', 'amount')}
              onChange={(event) => set({ dealValue: event.currentTarget.value })}
              rightSection={company.currency}
              rightSectionWidth={52}
              rightSectionPointerEvents="none"
              classNames={{ input: classes.input ?? '' }}
            />
            {known.dealValueCents !== null && (
              <FromData
                onUse={() => set({ dealValue: inputOf(known.dealValueCents, 'money', editor) })}
              >
                {t('questions.fromDeals', {
                  count: known.deals,
                  value: formats.money(known.dealValueCents),
                })}
              </FromData>
            )}
          </div>
          <div>
            <Group gap="xs" align="flex-end" wrap="nowrap">
              <TextInput
                flex={1}
                label={t('questions.cycle')}
                inputMode="decimal"
                value={inputs.cycle}
                error={problem('cycle', 'number')}
                onChange={(event) => set({ cycle: event.currentTarget.value })}
                classNames={{ input: classes.input ?? '' }}
              />
              <Select
                w={120}
                aria-label={t('questions.cycle.unit')}
                data={UNITS.map((value) => ({ value, label: t(`questions.${value}`) }))}
                value={inputs.cycleUnit}
                onChange={(unit) =>
                  set({ cycleUnit: UNITS.find((known) => known === unit) ?? 'days' })
                }
              />
            </Group>
            {known.cycleDays !== null && (
              <FromData onUse={() => set(cycleInput(Math.round(known.cycleDays ?? 0)))}>
                {t('questions.fromData', { value: formats.days(known.cycleDays) })}
              </FromData>
            )}
          </div>
          <Group gap="sm">
            <Button type="submit">{t('questions.next')}</Button>
            <Button variant="subtle" color="gray" onClick={onSkip}>
              {t('steps.skip')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Panel>
  )
}

/** What the company's own records say, and a way to take it. */
function FromData({
  children,
  onUse,
}: {
  readonly children: ReactNode
  readonly onUse: () => void
}) {
  const t = usePlanningTexts()
  return (
    <Text size="sm" c="dimmed" mt={4}>
      {children}{' '}
      <Anchor component="button" type="button" size="sm" onClick={onUse}>
        {t('questions.useData')}
      </Anchor>
    </Text>
  )
}
