import { Anchor, Tooltip, UnstyledButton } from '@mantine/core'
import { useLanguage } from '../platform/language.ts'
import { useFormats } from '../ui/use-formats.ts'
import { ChangeMark } from './change-mark.tsx'
import classes from './cockpit.module.css'
import type { PeriodKind } from './cockpit-period.ts'
import type { Comparison, OpenFigure, View } from './cockpit-state.ts'
import { figureLine, figureText } from './figure-format.ts'
import { FigureRow, FigureTags } from './figure-row.tsx'
import { useFigureTexts } from './figure-texts.ts'
import type { CockpitBlock, CockpitKpi } from './shapes.ts'
import { Sparkline } from './sparkline.tsx'
import { TargetLine } from './target-line.tsx'
import { useKpiTexts } from './texts.ts'

type Props = {
  readonly block: CockpitBlock
  readonly kind: PeriodKind
  readonly view: View
  readonly comparisons: readonly Comparison[]
  /** Months of the trend with a tracking change. */
  readonly marks: readonly number[]
  readonly onOpen: OpenFigure
  /** Shows all figures of the block; absent where they are all here. */
  readonly onAll?: () => void
}

/** One of the five questions: a sentence, the headline figure, the other figures in fixed columns. */
export function BlockPanel({ block, onAll, ...shared }: Props) {
  const t = useKpiTexts()
  const language = useLanguage()
  const name = block.name[language]
  const headline = block.kpis.find((kpi) => kpi.id === block.headline)
  const targeted = block.kpis.find((kpi) => kpi.id === block.headlineTarget)
  const others = block.kpis.filter((kpi) => kpi.id !== block.headline && kpi.primary)
  return (
    <section
      className={`rk-panel ${classes['block']}`}
      aria-labelledby={`block-${block.id}`}
      data-block={block.id}
    >
      <div className={classes['blockHead']}>
        <h2 id={`block-${block.id}`}>{name}</h2>
        {onAll && (
          <Anchor
            component="button"
            fz={12}
            c="dimmed"
            onClick={onAll}
            aria-label={t('block.all.of', { block: name })}
          >
            {t('block.all')}
          </Anchor>
        )}
      </div>
      <p className={classes['sentence']}>{block.sentence[language]}</p>
      {headline && <Headline kpi={headline} {...shared} />}
      {targeted && (
        <TargetLine
          kpi={targeted}
          named={targeted.id !== block.headline}
          onOpen={() => shared.onOpen(targeted.id)}
        />
      )}
      <FigureTable kpis={others} label={name} {...shared} />
    </section>
  )
}

/** Name of a comparison as a column: by the kind of the period. */
export function useComparisonName(kind: PeriodKind): (comparison: Comparison) => string {
  const t = useKpiTexts()
  return (comparison) => (comparison === 'year' ? t('before.year') : t(`before.${kind}`))
}

type Shared = Omit<Props, 'block' | 'onAll'>

function Headline({
  kpi,
  kind,
  view,
  comparisons,
  marks,
  onOpen,
}: Shared & { readonly kpi: CockpitKpi }) {
  const t = useKpiTexts()
  const texts = useFigureTexts()
  const language = useLanguage()
  const formats = useFormats()
  const comparisonName = useComparisonName(kind)
  const { current } = kpi
  const text = figureText(current.value, current.unit, formats, language)
  const name = kpi.name[language]
  return (
    <Tooltip
      label={texts.hint(kpi.id, current, view)}
      events={{ hover: true, focus: true, touch: false }}
    >
      <UnstyledButton
        className={classes['headline'] ?? ''}
        onClick={() => onOpen(kpi.id)}
        data-headline={kpi.id}
        aria-label={t('explain.open', {
          name,
          value: figureLine(current.value, current.unit, formats, language),
        })}
      >
        <span>
          <span className={classes['headlineName']}>
            <span>{name}</span>
            <FigureTags kpiId={kpi.id} result={current} />
          </span>
          <span
            className={`${classes['headlineValue']} rk-number ${current.small ? classes['quiet'] : ''}`}
          >
            {text.value}
            {text.unit !== '' && <span className={classes['unit']}>{text.unit}</span>}
          </span>
        </span>
        <span>
          <Sparkline
            values={kpi.trend}
            marks={marks}
            label={t('trend.of', { name })}
            width={150}
            height={24}
          />
          <span className={classes['changes']}>
            {current.value === null ? (
              <span className={classes['quiet']}>{texts.shortReason(current.reason)}</span>
            ) : (
              comparisons.map((comparison) => (
                <ComparisonLine
                  key={comparison}
                  name={comparisonName(comparison)}
                  kpi={kpi}
                  comparison={comparison}
                />
              ))
            )}
          </span>
        </span>
      </UnstyledButton>
    </Tooltip>
  )
}

function ComparisonLine({
  name,
  kpi,
  comparison,
}: {
  readonly name: string
  readonly kpi: CockpitKpi
  readonly comparison: Comparison
}) {
  return (
    <>
      <span className={classes['quiet']}>{name}</span>
      <ChangeMark change={comparison === 'before' ? kpi.change : kpi.yearChange} unit={kpi.unit} />
    </>
  )
}

/** Figures in fixed columns, one row each. */
export function FigureTable({
  kpis,
  label,
  kind,
  view,
  comparisons,
  marks,
  onOpen,
}: Shared & { readonly kpis: readonly CockpitKpi[]; readonly label: string }) {
  const t = useKpiTexts()
  const comparisonName = useComparisonName(kind)
  return (
    <table className={classes['figures']} aria-label={label}>
      <thead>
        <tr>
          <th scope="col">{t('column.kpi')}</th>
          <th scope="col">{t('column.value')}</th>
          <th scope="col">
            <span className={classes['pair']}>
              {comparisons.map((comparison) => (
                <span key={comparison}>{comparisonName(comparison)}</span>
              ))}
            </span>
          </th>
          <th scope="col">{t('column.trend')}</th>
        </tr>
      </thead>
      <tbody>
        {kpis.map((kpi) => (
          <FigureRow
            key={kpi.id}
            kpi={kpi}
            view={view}
            comparisons={comparisons}
            marks={marks}
            onOpen={() => onOpen(kpi.id)}
          />
        ))}
      </tbody>
    </table>
  )
}
