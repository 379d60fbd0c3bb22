import { ActionIcon, Anchor, Button, Group, Select, Text, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { ChevronLeftIcon, ChevronRightIcon } from '@primer/octicons-react'
import { BLOCKS } from '#kpis/define.ts'
import { KPIS } from '#kpis/registry.ts'
import { useLanguage } from '../platform/language.ts'
import type { SearchState } from '../platform/url-state.ts'
import { kindById } from '../records/kinds.ts'
import { ReferencePicker } from '../records/reference-picker.tsx'
import { type ChosenPlan, FILTER_KINDS } from './plan-state.ts'
import classes from './planning.module.css'
import { usePlanningTexts } from './texts.ts'

type Props = {
  readonly chosen: ChosenPlan
  readonly change: (patch: SearchState, options?: { readonly push?: boolean }) => void
}

/** Which figure, which year, for what. */
export function PlanChoice({ chosen, change }: Props) {
  const t = usePlanningTexts()
  const language = useLanguage()
  const count = Object.keys(chosen.filters).length
  const [open, { toggle }] = useDisclosure(count > 0)
  const figures = BLOCKS.map((block) => ({
    group: block.name[language],
    items: KPIS.filter((kpi) => kpi.block === block.id && !kpi.needs).map((kpi) => ({
      value: kpi.id,
      label: kpi.name[language],
    })),
  }))
  return (
    <div>
      <div className={classes.choice}>
        <Select
          label={t('choose.kpi')}
          data={figures}
          value={chosen.kpi}
          onChange={(kpi) => change({ kpi: kpi ?? undefined }, { push: true })}
          searchable
          maxDropdownHeight={360}
        />
        <YearStepper year={chosen.year} onChange={(year) => change({ year: String(year) })} />
        <div className={classes.scope}>
          <Text size="sm">
            {t('choose.scope')}{' '}
            <b>{count === 0 ? t('choose.scope.all') : t('choose.scope.some', { count })}</b>
          </Text>
          <Anchor component="button" size="sm" onClick={toggle} aria-expanded={open}>
            {t(open ? 'choose.scope.close' : 'choose.scope.open')}
          </Anchor>
        </div>
      </div>
      {open && <Filters chosen={chosen} change={change} />}
    </div>
  )
}

function YearStepper({
  year,
  onChange,
}: {
  readonly year: number
  readonly onChange: (year: number) => void
}) {
  const t = usePlanningTexts()
  return (
    <Group gap={4} align="flex-end" wrap="nowrap">
      <ActionIcon
        size={36}
        variant="default"
        aria-label={t('choose.yearBefore')}
        onClick={() => onChange(year - 1)}
      >
        <ChevronLeftIcon size={16} />
      </ActionIcon>
      <TextInput
        label={t('choose.year')}
        w={76}
        inputMode="numeric"
        value={String(year)}
        readOnly
        styles={{ input: { textAlign: 'center' } }}
      />
      <ActionIcon
        size={36}
        variant="default"
        aria-label={t('choose.yearAfter')}
        onClick={() => onChange(year + 1)}
      >
        <ChevronRightIcon size={16} />
      </ActionIcon>
    </Group>
  )
}

function Filters({ chosen, change }: Props) {
  const t = usePlanningTexts()
  const set = (name: string) => (value: string | null) =>
    change({ [name]: value || undefined }, { push: true })
  const none = [...FILTER_KINDS.map(([name]) => name), 'business_type']
  return (
    <fieldset className={classes.filters} aria-label={t('choose.scope')}>
      {FILTER_KINDS.map(([name, kindId]) => {
        const kind = kindById(kindId)
        return (
          kind && (
            <ReferencePicker
              key={name}
              size="xs"
              kind={kind}
              label={t(`filter.${name}`)}
              value={chosen.filters[name] ?? ''}
              onChange={set(name)}
            />
          )
        )
      })}
      <Select
        size="xs"
        label={t('filter.business_type')}
        data={[
          { value: '', label: t('filter.any') },
          { value: 'new', label: t('filter.business.new') },
          { value: 'existing', label: t('filter.business.existing') },
        ]}
        value={chosen.filters.business_type ?? ''}
        onChange={set('business_type')}
      />
      {Object.keys(chosen.filters).length > 0 && (
        <Button
          size="xs"
          variant="subtle"
          color="gray"
          style={{ alignSelf: 'end', justifySelf: 'start' }}
          onClick={() =>
            change(Object.fromEntries(none.map((name) => [name, undefined])), { push: true })
          }
        >
          {t('choose.scope.reset')}
        </Button>
      )}
    </fieldset>
  )
}
