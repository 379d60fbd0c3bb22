import { Button } from '@mantine/core'
import { GitMergeIcon, UploadIcon } from '@primer/octicons-react'
import { Link } from '@tanstack/react-router'
import { ASSOCIATION, modelLabel, PASSED_DOWN } from '#attribution/model-texts.ts'
import { parseModel } from '#attribution/models.ts'
import { isChain } from '#attribution/sum-models.ts'
import { firstOfMonth, isIsoDate, type Period } from '#kernel/period.ts'
import { periodName } from '#kpis/sentence.ts'
import { LoadDemo } from '../demo/load-demo.tsx'
import { useLatestDay } from '../kpis/cockpit-api.ts'
import { writePeriod } from '../kpis/cockpit-period.ts'
import { useLanguage, useText } from '../platform/language.ts'
import { useMay } from '../platform/session.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { useFormats } from '../ui/use-formats.ts'
import classes from './attribution.module.css'
import type { AttributionState } from './attribution-state.ts'
import { ComparisonPanel } from './comparison-panel.tsx'
import { modelOf, type RowParts, rowsOf } from './credit-rows.ts'
import { CreditsPanel } from './credits-panel.tsx'
import { DetailPanel } from './detail-panel.tsx'
import { SelfReportedPanel } from './self-reported-panel.tsx'
import { creditSentence } from './sentence.ts'
import { SumNotes } from './sum-notes.tsx'
import { useAttributionTexts } from './texts.ts'
import { useAmounts } from './use-amounts.ts'

export type ContentProps = {
  readonly state: AttributionState
  /** Words of the models that were answered; the first leads. */
  readonly words: readonly string[]
  readonly parts: RowParts
  readonly earlier: Period
  /** Intervals are on their way. */
  readonly isCounting: boolean
}

/** The figures: a sentence, the models side by side, one of them in detail, two compared. */
export function CreditsContent(props: ContentProps) {
  const { state, words, parts } = props
  const language = useLanguage()
  const text = useText()
  const formats = useFormats()
  const amounts = useAmounts(parts.credits)
  const [word = ''] = words
  const model = modelOf(parts.credits, word)
  if (!model || model.total.conversions === 0) return <Nothing state={state} />
  const rows = rowsOf(parts, word, language)
  const chains = words.some((one) => {
    const known = parseModel(one)
    return known !== null && isChain(known)
  })
  return (
    <>
      <p className={classes['lead']} data-sentence>
        {creditSentence({
          ...{ credits: parts.credits, rows, word, amounts, formats, language },
          modelName: text(modelLabel(word)),
        })}
      </p>
      <div className={classes['panels']}>
        <CreditsPanel {...props} rows={rows} />
        <DetailPanel {...props} rows={rows} model={model} />
        {words.length > 1 && <ComparisonPanel {...props} />}
        <SelfReportedPanel {...props} rows={rows} />
      </div>
      <div className={classes['foot']}>
        <SumNotes credits={parts.credits} word={word} />
        {chains && state.by !== 'channel' && <span>{text(PASSED_DOWN)}</span>}
        <span>{text(ASSOCIATION)}</span>
      </div>
    </>
  )
}

/** Nothing in this period: where the data are. Nothing at all: how to begin. */
function Nothing({ state }: { readonly state: AttributionState }) {
  const t = useAttributionTexts()
  const language = useLanguage()
  const may = useMay()
  const latest = useLatestDay(true)
  if (latest.isPending) return null
  const day = latest.data ?? ''
  if (isIsoDate(day)) {
    const period = { from: firstOfMonth(day, -11), until: firstOfMonth(day, 1) }
    return (
      <EmptyState
        icon={<GitMergeIcon size={36} />}
        title={t('empty.period.title', { period: periodName(state.chosen.period, language) })}
        text={t('empty.period.text')}
        actions={
          <Button
            onClick={() =>
              state.change({ ...writePeriod({ kind: 'range', period }) }, { push: true })
            }
          >
            {t('empty.period.go')}
          </Button>
        }
      />
    )
  }
  return (
    <EmptyState
      icon={<GitMergeIcon size={36} />}
      title={t('empty.title')}
      text={t('empty.text')}
      actions={
        <>
          {may('imports:run') && (
            <Button
              leftSection={<UploadIcon size={16} />}
              renderRoot={(props) => <Link to="/imports" {...props} />}
            >
              {t('empty.import')}
            </Button>
          )}
          <LoadDemo variant="default" />
        </>
      }
    />
  )
}
