import { Anchor, Text } from '@mantine/core'
import type { RoiAnswer, RoiPartAnswer } from '#roi/answer-shapes.ts'
import {
  CERTAINTY_NAMES,
  HORIZON_NAMES,
  KINDS,
  MONEY_NAMES,
  type ReturnKind,
} from '#roi/return-kinds.ts'
import { useLanguage } from '../platform/language.ts'
import { Panel } from '../ui/panel.tsx'
import { SimpleTable } from '../ui/simple-table.tsx'
import { useFormats } from '../ui/use-formats.ts'
import type { RoiState } from './roi-state.ts'
import { useRoiTexts } from './roi-texts.ts'

type Props = { readonly roi: RoiAnswer; readonly state: RoiState }

/** Every kind of return with what it is worth, how sure it is, and the ROI with it alone and without it. */
export function ReturnsPanel({ roi, state }: Props) {
  const t = useRoiTexts()
  const language = useLanguage()
  const formats = useFormats()
  const partOf = (id: unknown): RoiPartAnswer | undefined =>
    roi.parts.find(({ kind }) => kind === id)
  const nameOf = (kind: ReturnKind) => KINDS[kind].name[language]
  const money = (value: unknown) => formats.money(typeof value === 'number' ? value * 100 : null)
  const rate = (value: unknown) => formats.rate(typeof value === 'number' ? value : null)
  const columns = [
    {
      id: 'kind',
      label: t('returns.kind'),
      format: (id: unknown) => {
        const part = partOf(id)
        if (!part) return null
        return (
          <>
            <Anchor
              component="button"
              type="button"
              size="sm"
              ta="left"
              aria-label={t('returns.open', { kind: nameOf(part.kind) })}
              onClick={() => state.open(part.kind)}
            >
              {nameOf(part.kind)}
            </Anchor>
            {part.reason && part.cents === null ? (
              <Text size="xs" c="dimmed">
                {t(`reason.${part.reason}`)}
              </Text>
            ) : (
              // On a phone it would make a column of single words; the list of records says it, too.
              <Text size="xs" c="dimmed" visibleFrom="sm">
                {KINDS[part.kind].counts[language]}
              </Text>
            )}
          </>
        )
      },
    },
    {
      id: 'certainty',
      label: t('returns.certainty'),
      format: (_: unknown, [id]: readonly unknown[]) => {
        const part = partOf(id)
        if (!part) return null
        const { money: unit, horizon } = KINDS[part.kind]
        const of = roi.only[part.kind]?.horizon ?? horizon
        return (
          <>
            {CERTAINTY_NAMES[part.certainty][language]}
            <Text size="xs" c="dimmed" visibleFrom="sm">
              {t('returns.money', {
                money: MONEY_NAMES[unit][language],
                horizon: HORIZON_NAMES[of][language],
              })}
            </Text>
          </>
        )
      },
    },
    {
      id: 'cases',
      label: t('returns.cases'),
      numeric: true,
      format: (value: unknown) => formats.number(typeof value === 'number' ? value : null),
    },
    { id: 'amount', label: t('returns.amount'), numeric: true, format: money },
    {
      id: 'counted',
      label: t('returns.counted'),
      numeric: true,
      format: (value: unknown, row: readonly unknown[]) =>
        row[0] === 'margin' ? t('returns.instead') : money(value),
    },
    { id: 'only', label: t('returns.only'), numeric: true, format: rate },
    { id: 'without', label: t('returns.without'), numeric: true, format: rate },
  ]
  const rows = roi.parts.map(({ kind, certainty, count, cents, countedCents }) => [
    kind,
    certainty,
    count,
    cents === null ? null : cents / 100,
    cents === null ? null : countedCents / 100,
    roi.only[kind]?.roi ?? null,
    roi.without[kind]?.roi ?? null,
  ])
  return (
    <Panel title={t('returns.title')} sentence={t('returns.sentence')}>
      <SimpleTable label={t('returns.title')} columns={columns} rows={rows} />
      <Overlaps roi={roi} state={state} />
    </Panel>
  )
}

function KindLink({ kind, state }: { readonly kind: ReturnKind; readonly state: RoiState }) {
  const language = useLanguage()
  return (
    <Anchor component="button" type="button" size="sm" onClick={() => state.open(kind)}>
      {KINDS[kind].name[language]}
    </Anchor>
  )
}

function Overlaps({ roi, state }: Props) {
  const t = useRoiTexts()
  const formats = useFormats()
  if (roi.overlaps.length === 0) {
    return (
      <Text size="sm" c="dimmed" mt="sm">
        {t('overlap.none')}
      </Text>
    )
  }
  return (
    <>
      {roi.overlaps.map(({ between: [a, b], cases, cents }) => (
        <Text size="sm" mt="xs" key={`${a} ${b}`}>
          <KindLink kind={a} state={state} /> {t('overlap.and')} <KindLink kind={b} state={state} />
          {': '}
          {t('overlap.found', {
            count: cases,
            cases: formats.number(cases),
            cents: formats.money(cents),
          })}
        </Text>
      ))}
    </>
  )
}
