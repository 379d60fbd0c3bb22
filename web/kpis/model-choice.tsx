import { Select } from '@mantine/core'
import { LEAD_SOURCE } from '#kpis/settings.ts'
import { useLanguage } from '../platform/language.ts'
import { one } from '../platform/url-state.ts'
import { useModels } from './cockpit-api.ts'
import type { CockpitState } from './cockpit-state.ts'
import { useKpiTexts } from './texts.ts'

/** The attribution model of the attributed figures; the choice stands in the address. */
export function ModelChoice({
  state,
}: {
  readonly state: Pick<CockpitState, 'search' | 'change'>
}) {
  const t = useKpiTexts()
  const language = useLanguage()
  const { data } = useModels()
  if (!data) return null
  const rules = data.models.filter(({ isRule }) => isRule)
  const learning = data.models.filter(({ model, isRule }) => !isRule && model !== 'influenced')
  const own = rules.find(({ model }) => model === data.default)?.label[language] ?? data.default
  return (
    <Select
      size="xs"
      label={t('model.label')}
      data={[
        { value: '', label: t('model.own', { name: own }) },
        ...rules
          .filter(({ model }) => model !== data.default)
          .map(({ model, label }) => ({ value: model, label: label[language] })),
        { value: LEAD_SOURCE, label: t('model.leadSource') },
        {
          group: t('model.onlyThere'),
          items: learning.map(({ model, label }) => ({
            value: model,
            label: label[language],
            disabled: true,
          })),
        },
      ]}
      value={one(state.search, 'model')}
      allowDeselect={false}
      onChange={(model) => state.change({ model: model || undefined }, { push: true })}
    />
  )
}
