import { Text } from '@mantine/core'
import type { RoiAnswer } from '#roi/answer-shapes.ts'
import { CERTAINTIES, type Certainty, HORIZON_NAMES, KINDS } from '#roi/return-kinds.ts'
import { useLanguage } from '../platform/language.ts'
import { Figure } from '../ui/figure.tsx'
import { useFormats } from '../ui/use-formats.ts'
import classes from './roi.module.css'
import { calculationPart } from './roi-calculation.ts'
import type { RoiState } from './roi-state.ts'
import { useRoiTexts } from './roi-texts.ts'

type Props = { readonly roi: RoiAnswer; readonly state: RoiState }

/** The ROI in four steps of certainty, the strict one first; below them how overlap and margin change it. */
export function RoiLevels({ roi, state }: Props) {
  const t = useRoiTexts()
  const language = useLanguage()
  const formats = useFormats()
  const amounts = (returnCents: number) =>
    t('level.of', {
      returned: formats.moneyRounded(returnCents),
      cost: formats.moneyRounded(roi.cost.total),
    })
  const holds = (level: Certainty) => {
    const kinds = roi.upTo[level].kinds.filter(
      (kind) => roi.parts.find((part) => part.kind === kind)?.count,
    )
    return kinds.length === 0
      ? t('level.nothing')
      : t('level.holds', {
          kinds: kinds.map((kind) => KINDS[kind].name[language]).join(', '),
          horizon: HORIZON_NAMES[roi.upTo[level].horizon][language],
        })
  }
  const also = [
    { id: 'added', result: roi.added },
    { id: 'fullOverlap', result: roi.fullOverlap },
    { id: 'atMargin', result: roi.atMargin },
  ] as const
  return (
    <>
      <Text mb="sm">
        {t('sentence', {
          cost: formats.money(roi.cost.total),
          returned: formats.money(roi.all.returnCents),
          roi: formats.rate(roi.all.roi),
          booked: formats.money(roi.strict.returnCents),
          strict: formats.rate(roi.strict.roi),
        })}{' '}
        <Text span c="dimmed" size="sm">
          {t(`sentence.basis.${roi.revenueBasis}`)}{' '}
          {t('sentence.model', { model: roi.attribution.name[language] })}
        </Text>
      </Text>
      <div className={classes.levels}>
        {CERTAINTIES.map((level) => (
          <div className="rk-panel" key={level} data-level={level}>
            <Figure
              size="lg"
              label={t(`level.${level}`)}
              value={formats.rate(roi.upTo[level].roi)}
              below={<Text size="sm">{amounts(roi.upTo[level].returnCents)}</Text>}
              reason={roi.cost.total === 0 ? t('level.noCost') : holds(level)}
              onOpen={() => state.open(calculationPart(level))}
            />
          </div>
        ))}
      </div>
      <div className={`${classes.levels}`}>
        {also.map(({ id, result }) => (
          <div key={id} data-level={id}>
            <Figure
              label={t(`also.${id}`)}
              value={result ? formats.rate(result.roi) : null}
              hint={t(`also.${id}.hint`)}
              below={result && <Text size="sm">{amounts(result.returnCents)}</Text>}
              reason={result ? t(`also.${id}.hint`) : t('also.atMargin.missing')}
              {...(result && { onOpen: () => state.open(calculationPart(id)) })}
            />
          </div>
        ))}
      </div>
    </>
  )
}
