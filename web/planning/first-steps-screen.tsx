import { Button, Group, Stack } from '@mantine/core'
import { useState } from 'react'
import type { ProposalStart } from '#planning/plan-shapes.ts'
import { ScreenLoading } from '../app/screen-loading.tsx'
import { readDraft, writeDraft } from '../platform/draft.ts'
import { useLanguage } from '../platform/language.ts'
import { useMe } from '../platform/session.ts'
import { one, useSearchState } from '../platform/url-state.ts'
import { ErrorState } from '../ui/error-state.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { type AnswerInputs, answersOf, startInputs } from './answers.ts'
import { BeginStep } from './begin-step.tsx'
import classes from './first-steps.module.css'
import { useProposalStart } from './planning-api.ts'
import { ProposalStep } from './proposal-step.tsx'
import { QuestionsStep } from './questions-step.tsx'
import { usePlanningTexts } from './texts.ts'

const STEPS = ['questions', 'proposal', 'begin'] as const
type Step = (typeof STEPS)[number]

const DRAFT = 'first-steps'

/** After the set-up, and again whenever wanted: three questions, proposals with reasons, where to begin. */
export function FirstStepsScreen() {
  const t = usePlanningTexts()
  const start = useProposalStart()
  return (
    <div className={classes.screen}>
      <PageHeader title={t('steps.title')} sentence={t('steps.sentence')} />
      {start.isPending && <ScreenLoading />}
      {start.isError && <ErrorState error={start.error} onRetry={() => void start.refetch()} />}
      {start.data && <Steps start={start.data} />}
    </div>
  )
}

function Steps({ start }: { readonly start: ProposalStart }) {
  const t = usePlanningTexts()
  const [search, change] = useSearchState()
  const editor = { language: useLanguage(), timeZone: useMe().company.time_zone }
  const [inputs, setInputs] = useState<AnswerInputs>(
    () => readDraft<AnswerInputs>(DRAFT) ?? startInputs(start, editor),
  )
  const { answers } = answersOf(inputs, editor)
  const wanted = STEPS.find((step) => step === one(search, 'step')) ?? 'questions'
  // Proposals need answers: a link to them without any begins at the questions.
  const step: Step = wanted === 'proposal' && !answers ? 'questions' : wanted
  const go = (next: Step) => change({ step: next }, { push: true })
  return (
    <Stack gap="lg">
      <ol className={classes.steps} aria-label={t('steps.label')}>
        {STEPS.map((id, index) => (
          <li key={id} aria-current={id === step ? 'step' : undefined}>
            <span className={classes.number}>{index + 1}</span> {t(`steps.${id}`)}
          </li>
        ))}
      </ol>
      {step === 'questions' && (
        <QuestionsStep
          inputs={inputs}
          known={start.known}
          onChange={(next) => {
            setInputs(next)
            writeDraft(DRAFT, next)
          }}
          onNext={() => go('proposal')}
          onSkip={() => go('begin')}
        />
      )}
      {step === 'proposal' && answers && (
        <ProposalStep
          start={start}
          answers={answers}
          onBack={() => go('questions')}
          onDone={() => go('begin')}
        />
      )}
      {step === 'begin' && (
        <>
          <BeginStep />
          <Group>
            <Button variant="default" onClick={() => go('questions')}>
              {t('steps.back')}
            </Button>
          </Group>
        </>
      )}
    </Stack>
  )
}
