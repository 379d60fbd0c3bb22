import { MultiSelect, SegmentedControl, Select } from '@mantine/core'
import { modelLabel } from '#attribution/model-texts.ts'
import { CONVERSIONS, GROUPINGS, VALUES_OF } from '#attribution/query.ts'
import { REPEATS } from '#attribution/transforms.ts'
import { FilterBar } from '../kpis/filter-bar.tsx'
import { useText } from '../platform/language.ts'
import { kindById } from '../records/kinds.ts'
import { ReferencesPicker } from '../records/reference-picker.tsx'
import classes from './attribution.module.css'
import type { AttributionState } from './attribution-state.ts'
import type { Definitions } from './shapes.ts'
import { useAttributionTexts } from './texts.ts'

type Props = {
  readonly state: AttributionState
  readonly words: readonly string[]
  readonly definitions: Definitions
}

/** Models with numbers of their own that are offered besides those that are asked for by name. */
const MORE = { rules: ['time_decay:30'], data: ['markov:2', 'markov:3', 'markov:4'] } as const

/** No model, but the way to one. */
const OWN = 'own'

/** Models by kind, as lists of choices show them; words of the address that are none of them stand with the rules. */
function useModelGroups(definitions: Definitions, words: readonly string[]) {
  const t = useAttributionTexts()
  const text = useText()
  const named = (isRule: boolean) =>
    definitions.models.filter((model) => model.isRule === isRule).map(({ model }) => model)
  const rules = [...named(true), ...MORE.rules]
  const data = [...named(false), ...MORE.data]
  const own = words.filter(
    (word) => !rules.includes(word as never) && !data.includes(word as never),
  )
  const option = (word: string) => {
    const name = text(modelLabel(word))
    return {
      value: word,
      label: word === definitions.default ? t('model.company', { name }) : name,
    }
  }
  return [
    { group: t('model.rules'), items: [...rules, ...own].map(option) },
    { group: t('model.data'), items: data.map(option) },
  ]
}

/** What is credited, by which models, and how it is divided. */
export function Controls({ state, words, definitions }: Props) {
  const t = useAttributionTexts()
  const groups = useModelGroups(definitions, words)
  const [main = definitions.default, ...beside] = words
  const show = (next: readonly string[]) =>
    state.change({ model: [...new Set(next)] }, { push: true })
  return (
    <div className={classes['controls']}>
      <Select
        size="xs"
        label={t('conversion.label')}
        data={CONVERSIONS.map((id) => ({ value: id, label: t(`conversion.${id}`) }))}
        value={state.conversion}
        onChange={(id) =>
          state.change(
            { conversion: id === 'won' || id === null ? undefined : id, value: undefined },
            { push: true },
          )
        }
      />
      <Select
        size="xs"
        label={t('value.label')}
        data={VALUES_OF[state.conversion].map((id) => ({ value: id, label: t(`value.${id}`) }))}
        value={state.value}
        onChange={(id) => state.change({ value: id ?? undefined }, { push: true })}
      />
      <Select
        size="xs"
        label={t('model.label')}
        data={[
          ...groups,
          { group: t('weights.title'), items: [{ value: OWN, label: t('weights.open') }] },
        ]}
        value={main}
        searchable
        maxDropdownHeight={360}
        onChange={(word) => {
          if (word === OWN) state.change({ panel: 'weights' }, { push: true })
          else if (word) show([word, ...beside.filter((other) => other !== word)])
        }}
      />
      <MultiSelect
        className={classes['beside'] ?? ''}
        size="xs"
        label={t('model.beside')}
        placeholder={beside.length === 0 ? t('model.besideNone') : ''}
        data={groups.map(({ group, items }) => ({
          group,
          items: items.filter(({ value }) => value !== main),
        }))}
        value={[...beside]}
        maxValues={7}
        searchable
        maxDropdownHeight={360}
        onChange={(next) => show([main, ...next])}
      />
      <div>
        <div className={classes['label']} id="attribution-by">
          {t('by.label')}
        </div>
        <SegmentedControl
          size="xs"
          aria-labelledby="attribution-by"
          data={GROUPINGS.map((id) => ({ value: id, label: t(`by.${id}`) }))}
          value={state.by}
          onChange={(id) => state.change({ by: id === 'channel' ? undefined : id }, { push: true })}
        />
      </div>
    </div>
  )
}

/** Which conversions count, which channels are left out, how far back to look. */
export function AttributionFilters({ state }: { readonly state: AttributionState }) {
  const t = useAttributionTexts()
  const channel = kindById('channel')
  const days = ['30', '60', '90', '180', '365']
  return (
    <FilterBar state={state} withComparison={false}>
      {channel && (
        <ReferencesPicker
          size="xs"
          kind={channel}
          label={t('filter.without')}
          values={state.without}
          onChange={(values) => state.change({ without: values }, { push: true })}
        />
      )}
      <Select
        size="xs"
        label={t('filter.lookback')}
        data={[
          { value: '', label: t('filter.lookback.set') },
          ...days.map((count) => ({
            value: count,
            label: t('filter.lookback.days', { days: count }),
          })),
          { value: 'unlimited', label: t('filter.lookback.unlimited') },
        ]}
        value={state.lookback}
        onChange={(value) => state.change({ lookback: value || undefined }, { push: true })}
      />
      <Select
        size="xs"
        label={t('filter.repeats')}
        data={REPEATS.map((id) => ({ value: id, label: t(`repeats.${id}`) }))}
        value={state.repeats}
        onChange={(id) =>
          state.change({ repeats: id === 'unique' || id === null ? undefined : id }, { push: true })
        }
      />
      <Select
        size="xs"
        label={t('filter.direct')}
        data={[
          { value: 'kept', label: t('direct.kept') },
          { value: 'dropped', label: t('direct.dropped') },
        ]}
        value={state.dropsDirect ? 'dropped' : 'kept'}
        onChange={(value) =>
          state.change({ drop_direct: value === 'dropped' ? 'true' : undefined }, { push: true })
        }
      />
      <Select
        size="xs"
        label={t('filter.intervals')}
        data={[
          { value: 'on', label: t('filter.intervals.on') },
          { value: 'off', label: t('filter.intervals.off') },
        ]}
        value={state.withIntervals ? 'on' : 'off'}
        onChange={(value) =>
          state.change({ intervals: value === 'off' ? 'off' : undefined }, { push: true })
        }
      />
    </FilterBar>
  )
}
