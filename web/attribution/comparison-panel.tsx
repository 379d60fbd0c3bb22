import { Group, Select } from '@mantine/core'
import { modelLabel } from '#attribution/model-texts.ts'
import { useLanguage, useText } from '../platform/language.ts'
import { one } from '../platform/url-state.ts'
import { Panel } from '../ui/panel.tsx'
import { type SimpleColumn, SimpleTable } from '../ui/simple-table.tsx'
import { useFormats } from '../ui/use-formats.ts'
import { pointsText } from './amounts.ts'
import { type Compared, comparedRows, modelOf } from './credit-rows.ts'
import type { ContentProps } from './credits-content.tsx'
import { useAttributionTexts } from './texts.ts'
import { useAmounts } from './use-amounts.ts'

/** Who wins and who loses when another model takes over, biggest difference first. */
export function ComparisonPanel({ state, words, parts }: ContentProps) {
  const t = useAttributionTexts()
  const text = useText()
  const language = useLanguage()
  const formats = useFormats()
  const amounts = useAmounts(parts.credits)
  const additive = words.filter((word) => modelOf(parts.credits, word)?.additive !== false)
  const chosen = (name: string, other: number) =>
    additive.find((word) => word === one(state.search, name)) ?? additive[other]
  const left = chosen('left', 0)
  const right = chosen('right', 1)
  if (left === undefined || right === undefined) return null
  const rows = comparedRows(parts.credits, [left, right], language)
  const moved = rows.filter(({ difference }) => Math.abs(difference) >= 0.5)
  const label = (word: string) => text(modelLabel(word))
  const options = additive.map((word) => ({ value: word, label: label(word) }))
  const column = (id: keyof Compared, heading: string, format: (value: number) => string) =>
    ({
      ...{ id, label: heading, numeric: true },
      format: (value) => (typeof value === 'number' ? format(value) : ''),
    }) satisfies SimpleColumn
  return (
    <Panel
      title={t('compare.title')}
      sentence={sentence()}
      actions={
        <Group gap="xs" wrap="nowrap" maw={420}>
          <Select
            size="xs"
            label={t('compare.left')}
            data={options}
            value={left}
            onChange={(word) => state.change({ left: word ?? undefined })}
          />
          <Select
            size="xs"
            label={t('compare.right')}
            data={options}
            value={right}
            onChange={(word) => state.change({ right: word ?? undefined })}
          />
        </Group>
      }
    >
      {moved.length > 0 && (
        <SimpleTable
          label={t('compare.title')}
          columns={[
            { id: 'name', label: t(`by.${state.by}`) },
            column('left', label(left), amounts.short),
            column('right', label(right), amounts.short),
            column('difference', t('compare.difference'), amounts.difference),
            column('points', t('compare.points'), (points) => pointsText(points, formats)),
          ]}
          rows={moved.map((row) => [row.name, row.left, row.right, row.difference, row.points])}
          maxHeight={420}
        />
      )}
    </Panel>
  )

  function sentence(): string {
    const wins = moved.find(({ difference }) => difference > 0)
    const loses = moved.find(({ difference }) => difference < 0)
    const said = (row: Compared | undefined, key: 'compare.wins' | 'compare.loses') =>
      row ? t(key, { name: row.name, difference: amounts.difference(row.difference) }) : ''
    if (!wins && !loses) return t('compare.same')
    return t('compare.sentence', {
      left: label(left ?? ''),
      right: label(right ?? ''),
      wins: said(wins, 'compare.wins'),
      loses: `${wins && loses ? t('compare.and') : ''}${said(loses, 'compare.loses')}`,
    })
  }
}
