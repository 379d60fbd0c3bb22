import { Text } from '@mantine/core'
import { useLanguage } from '../platform/language.ts'
import { useFormats } from '../ui/use-formats.ts'
import type { Velocity } from './shapes.ts'
import { useKpiTexts } from './texts.ts'
import classes from './velocity-panel.module.css'

type Props = { readonly velocity: Velocity; readonly chosen: string }

const DAYS_PER_MONTH = 30

/** The same formula on each base, beside what was won, and why they differ. */
export function VelocityBases({ velocity, chosen }: Props) {
  const t = useKpiTexts()
  const language = useLanguage()
  const formats = useFormats()
  const { wonPer30Days: won } = velocity
  const days = velocity.inputs.cycleDays
  if (won === null || days === null || velocity.perDay === null) return null
  const perDay = won / DAYS_PER_MONTH
  return (
    <div className={classes['bases']}>
      <Text size="sm" fw={600} mb={2}>
        {t('velocity.bases')}
      </Text>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('velocity.base')}</th>
            <th scope="col">{t('velocity.counted')}</th>
            <th scope="col">{t('velocity.perDay')}</th>
            <th scope="col">{t('velocity.perMonth')}</th>
          </tr>
        </thead>
        <tbody>
          {velocity.bases.map((line) => (
            <tr key={line.base} data-chosen={line.base === chosen || undefined}>
              <th scope="row">{line.name[language]}</th>
              <td className="rk-number">{formats.number(line.inputs.opportunities, 0)}</td>
              <td className="rk-number">{formats.moneyRounded(line.perDay)}</td>
              <td className="rk-number">{formats.moneyRounded(line.per30Days)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t('velocity.won')}</th>
            <td />
            <td className="rk-number">{formats.moneyRounded(perDay)}</td>
            <td className="rk-number">{formats.moneyRounded(won)}</td>
          </tr>
        </tfoot>
      </table>
      <Text size="xs" c="dimmed" mt={6}>
        {t('velocity.reason', {
          days: formats.number(days, 0),
          months: formats.number(days / DAYS_PER_MONTH, 1),
        })}
      </Text>
    </div>
  )
}
