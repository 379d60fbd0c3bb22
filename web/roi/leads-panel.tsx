import type { RoiAnswer } from '#roi/answer-shapes.ts'
import { Figure } from '../ui/figure.tsx'
import { Panel } from '../ui/panel.tsx'
import { useFormats } from '../ui/use-formats.ts'
import classes from './roi.module.css'
import type { RoiState } from './roi-state.ts'
import { useRoiTexts } from './roi-texts.ts'

type Props = { readonly roi: RoiAnswer; readonly state: RoiState }

/** Leads × rate × customer value, and what a customer may cost. */
export function LeadsPanel({ roi, state }: Props) {
  const t = useRoiTexts()
  const formats = useFormats()
  const { leadValue } = roi
  const part = roi.parts.find(({ kind }) => kind === 'lead_value')
  const stage = t(`leads.stage.${leadValue.stage}`)
  const leads = formats.number(leadValue.leads)
  const isKnown = part?.cents !== null && part !== undefined
  const sentence =
    leadValue.method === 'goal_values'
      ? t('leads.sentence.goals', { leads })
      : isKnown
        ? t('leads.sentence', {
            leads,
            stage,
            rate: formats.rate(leadValue.rate),
            clv: formats.moneyRounded(leadValue.clvCents),
            value: formats.moneyRounded(part.cents),
          })
        : t('leads.sentence.unknown', { leads, stage })
  const { basis, history } = leadValue
  return (
    <Panel title={t('leads.title')} sentence={sentence}>
      <div className={classes.figures}>
        <Figure label={t('leads.count')} value={leads} onOpen={() => state.open('lead_value')} />
        <Figure
          label={t('leads.rate')}
          value={formats.rate(leadValue.rate)}
          reason={
            basis &&
            t(`leads.rate.${basis}`, {
              customers: formats.number(history.customers),
              leads: formats.number(history.leads),
            })
          }
          {...(basis !== 'setting' && { onOpen: () => state.open('rate') })}
        />
        <Figure label={t('leads.clv')} value={formats.moneyRounded(leadValue.clvCents)} />
        <Figure label={t('leads.customers')} value={formats.number(leadValue.customers, 1)} />
        <Figure label={t('leads.perLead')} value={formats.money(leadValue.perLeadCents)} />
        <Figure label={t('leads.costPerLead')} value={formats.money(leadValue.costPerLeadCents)} />
        <Figure label={t('leads.cac')} value={formats.moneyRounded(leadValue.cacCents)} />
        <Figure label={t('leads.clvCac')} value={formats.number(leadValue.clvCacRatio, 1)} />
        <Figure
          label={t('leads.breakEven')}
          value={formats.rate(leadValue.breakEvenRate)}
          hint={t('leads.breakEven.hint')}
        />
      </div>
    </Panel>
  )
}
