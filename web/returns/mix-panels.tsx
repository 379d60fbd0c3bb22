import { Anchor, Text } from '@mantine/core'
import { type MarginAnswer, NO_GROUP } from '#crm/margin-shapes.ts'
import { useAllChannelNames } from '../tracking/use-all-channel-names.ts'
import { AppLink } from '../ui/app-link.tsx'
import type { Formats } from '../ui/formats.ts'
import { Panel } from '../ui/panel.tsx'
import { SimpleTable } from '../ui/simple-table.tsx'
import { useFormats } from '../ui/use-formats.ts'
import type { MarginState, OpenedLine } from './margin-state.ts'
import { useReturnTexts } from './texts.ts'

type Props = { readonly answer: MarginAnswer; readonly compared: string }

const signed = (formats: Formats, cents: number): string =>
  `${cents > 0 ? '+' : ''}${formats.moneyRounded(cents)}`

/** The change of the margin, divided into volume, mix and rate. */
export function MixPanel({ answer, compared }: Props) {
  const t = useReturnTexts()
  const formats = useFormats()
  const { mix } = answer
  if (mix === null) {
    return (
      <Panel title={t('mix.title')}>
        <Text size="sm" c="dimmed">
          {t('mix.none')}
        </Text>
      </Panel>
    )
  }
  const effects = ['volume', 'mix', 'rate'] as const
  const cause = effects.reduce((most, id) => {
    const wanted = mix.margin < 0 ? -1 : 1
    return wanted * mix[id] > wanted * mix[most] ? id : most
  })
  const words = {
    revenue: signed(formats, mix.revenue),
    margin: signed(formats, mix.margin),
    cause: t(`mix.cause.${cause}`),
    compared,
  }
  const apart = mix.revenue * mix.margin < 0
  const sentence = apart
    ? t(mix.revenue > 0 ? 'mix.moreLess' : 'mix.lessMore', words)
    : t('mix.same', words)
  const sums = {
    now: formats.moneyRounded(answer.now.margin),
    before: formats.moneyRounded(answer.before.margin),
  }
  return (
    <Panel flush title={t('mix.title')} sentence={sentence}>
      <SimpleTable
        label={t('mix.title')}
        columns={[
          { id: 'effect', label: t('mix.effect') },
          { id: 'meaning', label: t('mix.meaning') },
          { id: 'amount', label: t('mix.amount'), numeric: true },
        ]}
        rows={[
          ...effects.map((id) => [
            t(`mix.${id}`),
            t(`mix.${id}.meaning`),
            signed(formats, mix[id]),
          ]),
          [t('mix.sum'), t('mix.sum.meaning', sums), signed(formats, mix.margin)],
        ]}
      />
    </Panel>
  )
}

/** Where a group has a page of its own. */
const PATHS: Readonly<Partial<Record<MarginAnswer['by'], string>>> = {
  product: 'products',
  campaign: 'campaigns',
}

type Group = MarginAnswer['groups'][number]

/** How a group is called. */
export function useGroupName(by: MarginAnswer['by']): (group: Group) => string {
  const t = useReturnTexts()
  const channelName = useAllChannelNames()
  return ({ key, label }) => {
    if (key === NO_GROUP) return t('groups.none')
    if (by === 'channel') return channelName(key)
    if (by === 'business_type') return t(key === 'new' ? 'business.new' : 'business.existing')
    return label || t('groups.none')
  }
}

/** Revenue, margin and rate of every group in both periods; what is made of deals opens them. */
export function GroupsPanel({ answer, compared, state }: Props & { readonly state: MarginState }) {
  const t = useReturnTexts()
  const formats = useFormats()
  const { by, groups } = answer
  const nameOf = useGroupName(by)
  const opening = (what: Omit<OpenedLine, 'group'>) => (text: unknown, row: readonly unknown[]) => {
    const group = groups[Number(row[0])]
    return group && group[what.isBefore ? 'before' : 'now'].deals > 0 ? (
      <Anchor
        component="button"
        type="button"
        size="sm"
        onClick={() => state.open({ ...what, group: group.key })}
      >
        {String(text)}
      </Anchor>
    ) : (
      String(text)
    )
  }
  const share = (part: number, whole: number) => formats.rate(whole === 0 ? null : part / whole)
  const path = PATHS[by]
  return (
    <Panel
      flush
      title={t('groups.title', { by: t(`by.${by}`) })}
      sentence={t('groups.sentence', { compared })}
    >
      <SimpleTable
        label={t('groups.title', { by: t(`by.${by}`) })}
        columns={[
          {
            id: 'name',
            label: t(`by.${by}`),
            format: (_value, row) => {
              const group = groups[Number(row[0])]
              if (!group) return ''
              const name = nameOf(group)
              return path && group.key !== NO_GROUP ? (
                <AppLink to={`/${path}/${group.key}`}>{name}</AppLink>
              ) : (
                name
              )
            },
          },
          {
            ...{ id: 'deals', label: t('groups.deals'), numeric: true },
            format: opening({ line: 'revenue' }),
          },
          {
            ...{ id: 'revenue', label: t('groups.revenue'), numeric: true },
            format: opening({ line: 'revenue' }),
          },
          {
            ...{ id: 'revenueBefore', label: t('groups.revenueBefore'), numeric: true },
            format: opening({ line: 'revenue', isBefore: true }),
          },
          {
            ...{ id: 'margin', label: t('groups.margin'), numeric: true },
            format: opening({ line: 'margin' }),
          },
          {
            ...{ id: 'marginBefore', label: t('groups.marginBefore'), numeric: true },
            format: opening({ line: 'margin', isBefore: true }),
          },
          { id: 'rate', label: t('groups.rate'), numeric: true },
          { id: 'rateBefore', label: t('groups.rateBefore'), numeric: true },
          {
            ...{ id: 'estimated', label: t('groups.estimated'), numeric: true },
            format: opening({ line: 'estimated' }),
          },
        ]}
        rows={groups.map(({ now, before }, index) => [
          index,
          formats.number(now.deals),
          formats.moneyRounded(now.revenue),
          formats.moneyRounded(before.revenue),
          formats.moneyRounded(now.margin),
          formats.moneyRounded(before.margin),
          share(now.margin, now.revenue),
          share(before.margin, before.revenue),
          share(now.estimatedRevenue, now.revenue),
        ])}
      />
    </Panel>
  )
}
