import { VisuallyHidden } from '@mantine/core'
import { CheckIcon } from '@primer/octicons-react'
import type { ImportView } from './import-shapes.ts'
import classes from './imports.module.css'
import { isDone, reachable, STEPS, type Step } from './steps.ts'
import { useImportTexts } from './texts.ts'

type Props = {
  readonly view: ImportView
  readonly current: Step
  readonly onStep: (step: Step) => void
}

/** The five steps, where one stands, and which can be opened. */
export function StepNavigation({ view, current, onStep }: Props) {
  const t = useImportTexts()
  const open = reachable(view)
  return (
    <nav aria-label={t('steps.label')}>
      <ol className={classes.steps}>
        {STEPS.map((step, index) => {
          const done = isDone(step, view)
          const canOpen = open.includes(step)
          return (
            <li key={step} className={classes.step}>
              <button
                type="button"
                className={classes.stepLink}
                {...(step === current ? { 'aria-current': 'step' as const } : {})}
                aria-disabled={!canOpen}
                onClick={() => canOpen && onStep(step)}
              >
                <span
                  className={`${classes.stepSign} ${done && step !== current ? classes.stepDone : ''}`}
                  aria-hidden="true"
                >
                  {done && step !== current ? <CheckIcon size={14} /> : index + 1}
                </span>
                {t(`step.${step}`)}
                {done && <VisuallyHidden> ({t('step.done')})</VisuallyHidden>}
                {!canOpen && <VisuallyHidden> ({t('step.notYet')})</VisuallyHidden>}
              </button>
            </li>
          )
        })}
      </ol>
    </nav>
  )
}
