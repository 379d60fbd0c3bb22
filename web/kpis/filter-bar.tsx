import { Button, Select } from '@mantine/core'
import type { ReactNode } from 'react'
import { one } from '../platform/url-state.ts'
import { kindById } from '../records/kinds.ts'
import { ReferencePicker, ReferencesPicker } from '../records/reference-picker.tsx'
import classes from './cockpit.module.css'
import {
  type CockpitState,
  chosenOf,
  filterCount,
  LIST_FILTERS,
  type ListFilter,
  SINGLE_FILTERS,
} from './cockpit-state.ts'
import { useKpiTexts } from './texts.ts'

const KIND_OF = {
  channel: 'channel',
  campaign: 'campaign',
  product: 'product',
  team: 'team',
  region: 'region',
  owner: 'user',
} as const

type Props = {
  readonly state: Pick<CockpitState, 'search' | 'change'>
  /** Filters that the screen cannot be narrowed by. */
  readonly without?: readonly (ListFilter | (typeof SINGLE_FILTERS)[number])[]
  /** Also which periods are compared; default true. */
  readonly withComparison?: boolean
  /** Choices of the screen's own, after the filters. */
  readonly children?: ReactNode
}

/** What the figures are narrowed to; every choice stands in the address. */
export function FilterBar({ state, without = [], withComparison = true, children }: Props) {
  const t = useKpiTexts()
  const { search, change } = state
  const targetGroup = kindById('target_group')
  const reset = Object.fromEntries(
    [...LIST_FILTERS, ...SINGLE_FILTERS].map((id) => [id, undefined] as const),
  )
  return (
    <fieldset className={classes['filters']} aria-label={t('filter.open')}>
      {LIST_FILTERS.filter((id) => !without.includes(id)).map((id) => {
        const kind = kindById(KIND_OF[id])
        return (
          kind && (
            <ReferencesPicker
              key={id}
              size="xs"
              kind={kind}
              label={t(`filter.${id}`)}
              values={chosenOf(search, id)}
              onChange={(values) => change({ [id]: values }, { push: true })}
            />
          )
        )
      })}
      {targetGroup && !without.includes('target_group') && (
        <ReferencePicker
          size="xs"
          kind={targetGroup}
          label={t('filter.target_group')}
          value={one(search, 'target_group')}
          onChange={(id) => change({ target_group: id || undefined }, { push: true })}
        />
      )}
      <Select
        size="xs"
        label={t('filter.business_type')}
        data={[
          { value: 'all', label: t('filter.business.all') },
          { value: 'new', label: t('filter.business.new') },
          { value: 'existing', label: t('filter.business.existing') },
        ]}
        value={one(search, 'business_type') || 'all'}
        onChange={(value) =>
          change(
            { business_type: value === 'all' ? undefined : (value ?? undefined) },
            { push: true },
          )
        }
      />
      {withComparison && (
        <Select
          size="xs"
          label={t('compare.label')}
          data={[
            { value: 'both', label: t('compare.both') },
            { value: 'before', label: t('compare.before') },
            { value: 'year', label: t('compare.year') },
          ]}
          value={one(search, 'compare') || 'both'}
          onChange={(value) =>
            change({ compare: value === 'both' ? undefined : (value ?? undefined) }, { push: true })
          }
        />
      )}
      {children}
      {filterCount(search) > 0 && (
        <Button
          className={classes['reset'] ?? ''}
          size="xs"
          variant="subtle"
          color="gray"
          onClick={() => change(reset, { push: true })}
        >
          {t('filter.reset')}
        </Button>
      )}
    </fieldset>
  )
}
