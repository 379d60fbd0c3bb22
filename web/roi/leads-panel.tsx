import type { RoiAnswer } from '#roi/answer-shapes.ts'
import { writePeriod } from '../kpis/cockpit-period.ts'
import { AppLink } from '../ui/app-link.tsx'
import { Figure } from '../ui/figure.tsx'
import { Panel } from '../ui/panel.tsx'
import { useFormats } from '../ui/use-formats.ts'
import classes from './roi.module.css'
import { calculationPart, type LeadFigure } from './roi-calculation.ts'
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
  const counted = { count: leadValue.leads, leads }
  const open = (id: LeadFigure, value: number | null) =>
    value === null ? {} : { onOpen: () => state.open(calculationPart(id)) }
  const isKnown = part?.cents !== null && part !== undefined
  const sentence =
    leadValue.method === 'goal_values'
      ? t('leads.sentence.goals', counted)
      : isKnown
        ? t('leads.sentence', {
            ...counted,
            stage,
            rate: formats.rate(leadValue.rate),
            clv: formats.moneyRounded(leadValue.clvCents),
            value: formats.moneyRounded(part.cents),
          })
        : t('leads.sentence.unknown', { ...counted, stage })
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
              count: history.leads,
            })
          }
          {...(basis !== 'setting' && { onOpen: () => state.open('rate') })}
        />
        <Figure
          label={t('leads.clv')}
          value={formats.moneyRounded(leadValue.clvCents)}
          reason={
            <AppLink
              to="/cockpit"
              size="xs"
              search={{ ...writePeriod(state.chosen), explain: 'clv' }}
            >
              {t('goal.open')}
            </AppLink>
          }
        />
        <Figure
          label={t('leads.customers')}
          value={formats.number(leadValue.customers, 1)}
          {...open('customers', leadValue.customers)}
        />
        <Figure
          label={t('leads.perLead')}
          value={formats.money(leadValue.perLeadCents)}
          {...open('perLead', leadValue.perLeadCents)}
        />
        <Figure
          label={t('leads.costPerLead')}
          value={formats.money(leadValue.costPerLeadCents)}
          {...open('costPerLead', leadValue.costPerLeadCents)}
        />
        <Figure
          label={t('leads.cac')}
          value={formats.moneyRounded(leadValue.costPerCustomerCents)}
          {...open('cac', leadValue.costPerCustomerCents)}
        />
        <Figure
          label={t('leads.clvCac')}
          value={formats.number(leadValue.clvCostRatio, 1)}
          {...open('clvCac', leadValue.clvCostRatio)}
        />
        <Figure
          label={t('leads.breakEven')}
          value={formats.rate(leadValue.breakEvenRate)}
          hint={t('leads.breakEven.hint')}
          {...open('breakEven', leadValue.breakEvenRate)}
        />
      </div>
    </Panel>
  )
}
