import { Anchor } from '@mantine/core'
import { useLanguage } from '../platform/language.ts'
import { useFormats } from '../ui/use-formats.ts'
import classes from './explain.module.css'
import { exactLine } from './figure-format.ts'
import type { ExplainInput } from './shapes.ts'
import { useKpiTexts } from './texts.ts'

type Props = {
  readonly inputs: readonly ExplainInput[]
  readonly onRecords: (fact: string) => void
}

/** Every number that went in: what it counts, its value, the way to its records. */
export function ExplainInputs({ inputs, onRecords }: Props) {
  const t = useKpiTexts()
  const language = useLanguage()
  const formats = useFormats()
  return (
    <table className={classes['inputs']}>
      <tbody>
        {inputs.map((input) => {
          const name = input.name[language]
          return (
            <tr key={input.fact}>
              <th scope="row">
                {name}
                <span className={classes['counts']}>{input.counts[language]}</span>
              </th>
              <td className="rk-number">{exactLine(input.value, input.unit, formats, language)}</td>
              <td>
                {input.records && input.records.count > 0 ? (
                  <Anchor
                    component="button"
                    size="sm"
                    onClick={() => onRecords(input.fact)}
                    aria-label={t('explain.records.of', { name })}
                  >
                    {t('explain.records')}
                    <span className={classes['quiet']}>
                      {' '}
                      ({formats.number(input.records.count)})
                    </span>
                  </Anchor>
                ) : (
                  <span className={classes['quiet']}>{t('explain.records.none')}</span>
                )}
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
