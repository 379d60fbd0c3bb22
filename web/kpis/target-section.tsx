import { Text } from '@mantine/core'
import { kpiById } from '#kpis/registry.ts'
import { DERIVED_WORDS } from '#kpis/target-words.ts'
import { useLanguage } from '../platform/language.ts'
import { useMay } from '../platform/session.ts'
import { AppLink } from '../ui/app-link.tsx'
import { BandBadge } from '../ui/band-badge.tsx'
import { useFormats } from '../ui/use-formats.ts'
import { exactLine } from './figure-format.ts'
import type { Explanation } from './shapes.ts'
import classes from './target.module.css'
import { TargetBar } from './target-bar.tsx'
import { useTargetTexts } from './target-line.tsx'
import { targetDifference } from './target-text.ts'
import { useKpiTexts } from './texts.ts'

/** Plan against actual of the explained figure, and the way to the plan. */
export function TargetSection({ explanation }: { readonly explanation: Explanation }) {
  const t = useKpiTexts()
  const language = useLanguage()
  const formats = useFormats()
  const { result, period, filters } = explanation
  const kpi = kpiById(explanation.kpi.id)
  const texts = useTargetTexts()(explanation.kpi.id, result)
  const { target } = result
  if (!kpi) return null
  const plan = { kpi: kpi.id, year: period.from.slice(0, 4), filters }
  if (!texts || !target) return <NoTarget {...plan} />
  const value = (amount: number) => exactLine(amount, kpi.unit, formats, language)
  return (
    <>
      <BandBadge tone={target.state} label={texts.word} size="sm" />
      {target.attainment !== null && (
        <div className={classes.wide}>
          <TargetBar target={target} label={texts.parts.join(', ')} />
        </div>
      )}
      <dl className={classes.facts}>
        <dt>{t('target.value')}</dt>
        <dd className="rk-number">
          {value(target.value)}
          {target.derivedFrom && ` (${DERIVED_WORDS[target.derivedFrom][language]})`}
        </dd>
        <dt>{t(kpi.betterWhen === 'higher' ? 'target.reached' : 'target.stands')}</dt>
        <dd className="rk-number">
          {target.attainment === null ? t('target.noShare') : formats.rate(target.attainment)}
        </dd>
        <dt>{t('target.difference')}</dt>
        <dd className="rk-number">{targetDifference({ kpi, target, formats, language }) ?? '–'}</dd>
        {target.expected != null && (
          <>
            <dt>{t('target.expected')}</dt>
            <dd className="rk-number">
              {value(target.expected)}{' '}
              {t('target.elapsed', { share: formats.rate(target.elapsed, 0) })}
            </dd>
          </>
        )}
      </dl>
      {kpi.betterWhen === 'lower' && (
        <Text size="sm" c="dimmed" mt={4}>
          {t('target.lower')}
        </Text>
      )}
      <PlanLink {...plan} text={t('target.edit')} />
    </>
  )
}

type Plan = {
  readonly kpi: string
  readonly year: string
  readonly filters: Explanation['filters']
}

function NoTarget(plan: Plan) {
  const t = useKpiTexts()
  return (
    <>
      <Text size="sm" c="dimmed">
        {t('target.none')}
      </Text>
      <PlanLink {...plan} text={t('target.set')} />
    </>
  )
}

/** A target is set for one value of a filter: with several there is nothing to go to. */
function PlanLink({ kpi, year, filters, text }: Plan & { readonly text: string }) {
  const may = useMay()
  const several = Object.values(filters).some((value) => Array.isArray(value) && value.length > 1)
  if (!may('planning:read') || several) return null
  return (
    <Text size="sm" mt={4}>
      <AppLink to="/planning/targets" search={{ kpi, year, ...filters }}>
        {text}
      </AppLink>
    </Text>
  )
}
