import { Group, Loader, Text, useComputedColorScheme } from '@mantine/core'
import { useElementSize } from '@mantine/hooks'
import { useMemo } from 'react'
import { modelLabel } from '#attribution/model-texts.ts'
import { useLanguage, useText } from '../platform/language.ts'
import { Chart } from '../ui/chart.tsx'
import { Panel } from '../ui/panel.tsx'
import { useFormats } from '../ui/use-formats.ts'
import { creditOption, layoutOf } from './credit-chart.ts'
import { creditTable, facetsOf } from './credit-facets.ts'
import type { Row } from './credit-rows.ts'
import type { ContentProps } from './credits-content.tsx'
import { useAttributionTexts } from './texts.ts'
import { useAmounts } from './use-amounts.ts'

/** More bars than this say less than a table does. */
const BARS_MAX = 20

/** The models side by side: one small chart each, the same scale for all that add up. */
export function CreditsPanel({
  state,
  words,
  parts,
  rows,
  isCounting,
}: ContentProps & { readonly rows: readonly Row[] }) {
  const t = useAttributionTexts()
  const text = useText()
  const language = useLanguage()
  const formats = useFormats()
  const amounts = useAmounts(parts.credits)
  const scheme = useComputedColorScheme('light')
  const { ref, width } = useElementSize()
  const by = t(`by.${state.by}.many`)
  const titles = useMemo(
    () => words.map((word) => ({ word, title: text(modelLabel(word)) })),
    [words, text],
  )
  const chart = useMemo(() => {
    const shown = rows.slice(0, BARS_MAX)
    const facets = facetsOf(parts, titles, {
      keys: shown.map(({ key }) => key),
      language,
      notSummed: (name) => t('chart.notSummed', { name }),
    })
    const names = [...shown.map(({ name }) => name), t('unattributed')]
    return { names, facets }
  }, [parts, rows, titles, language, t])
  const drawn = useMemo(() => ({ ...chart, width: width || 900 }), [chart, width])
  const option = useMemo(
    () =>
      creditOption({
        ...drawn,
        scheme,
        amounts,
        texts: { interval: t('chart.interval'), weak: t('chart.weak') },
      }),
    [drawn, scheme, amounts, t],
  )
  const table = creditTable(parts, titles, rows, {
    unit: parts.credits.unit,
    language,
    amounts,
    formats,
    names: {
      by: t(`by.${state.by}`),
      low: t('table.low'),
      high: t('table.high'),
      share: t('table.share'),
      unattributed: t('unattributed'),
    },
  })
  return (
    <Panel
      title={t('chart.title', { by })}
      sentence={
        <Group gap="xs" component="span">
          <span>{parts.sure ? t('chart.sentence') : t('chart.sentencePlain')}</span>
          {state.by !== 'channel' && <span>{t('chart.channelOnly')}</span>}
          {rows.length > BARS_MAX && (
            <span>{t('chart.cut', { shown: BARS_MAX, count: formats.number(rows.length) })}</span>
          )}
          {isCounting && (
            <Group gap={6} component="span" role="status">
              <Loader size={12} />
              <Text span size="sm">
                {t('intervals.loading')}
              </Text>
            </Group>
          )}
        </Group>
      }
    >
      <div ref={ref}>
        <Chart
          label={t('chart.label', { by })}
          option={option}
          table={table}
          fileName={`attribution-${state.by}-${parts.credits.period.from}`}
          height={layoutOf(drawn).height}
        />
      </div>
    </Panel>
  )
}
