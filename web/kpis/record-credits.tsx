import { CHANNELS } from '#tracking/channels.ts'
import { useLanguage } from '../platform/language.ts'
import { AppLink } from '../ui/app-link.tsx'
import { useFormats } from '../ui/use-formats.ts'
import classes from './explain.module.css'
import type { RecordCredit } from './shapes.ts'
import { useKpiTexts } from './texts.ts'

/** The touches that a record is credited to, each with its part, and the way to the whole journey. */
export function RecordCredits({ credits }: { readonly credits: readonly RecordCredit[] }) {
  const t = useKpiTexts()
  const language = useLanguage()
  const formats = useFormats()
  const [first] = credits
  return (
    <ul className={classes['credits']}>
      {credits.map((credit) => {
        const channel = CHANNELS.find(({ id }) => id === credit.channel)?.label[language]
        const name = [channel ?? credit.channel, credit.campaign].filter(Boolean).join(', ')
        return (
          <li key={`${credit.records}/${credit.id}`}>
            {credit.records && credit.id ? (
              <AppLink to={`/${credit.records}/${credit.id}`}>{name}</AppLink>
            ) : (
              name
            )}
            {credit.at && (
              <span className={classes['quiet']}> {formats.date(credit.at.slice(0, 10))}</span>
            )}
            {credit.value !== null && (
              <span className="rk-number"> {formats.money(credit.value)}</span>
            )}
          </li>
        )
      })}
      {first?.deal && first.records && (
        <li>
          <AppLink to="/journeys" search={{ deal: first.deal }}>
            {t('records.journey')}
          </AppLink>
        </li>
      )}
    </ul>
  )
}
