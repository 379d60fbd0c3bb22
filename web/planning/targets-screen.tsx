import { Alert, Button, Group, Stack } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { kpiById } from '#kpis/registry.ts'
import { isAdditive } from '#kpis/targets.ts'
import type { YearPlan } from '#planning/plan-shapes.ts'
import { ScreenLoading } from '../app/screen-loading.tsx'
import { dayIn } from '../kpis/cockpit-period.ts'
import { ApiError } from '../platform/api.ts'
import { useLanguage } from '../platform/language.ts'
import { useMay, useMe } from '../platform/session.ts'
import { useSearchState } from '../platform/url-state.ts'
import { ErrorState } from '../ui/error-state.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { Panel } from '../ui/panel.tsx'
import { FillTools } from './fill-tools.tsx'
import { PlanChoice } from './plan-choice.tsx'
import { type ChosenPlan, planKey, planOf } from './plan-state.ts'
import { PlanTable } from './plan-table.tsx'
import { useYearPlan } from './planning-api.ts'
import { PlansOverview } from './plans-overview.tsx'
import { usePlanningTexts } from './texts.ts'
import { usePlanForm } from './use-plan-form.ts'

/** A year of one figure planned at once. Figure, year and filters stand in the address. */
export function TargetsScreen() {
  const t = usePlanningTexts()
  const may = useMay()
  const { company } = useMe()
  const [search, change] = useSearchState()
  const chosen = planOf(search, dayIn(new Date(), company.time_zone))
  const plan = useYearPlan(chosen)
  return (
    <>
      <PageHeader
        title={t('title')}
        sentence={t('sentence')}
        actions={
          <>
            {may('company:write') && (
              <Button
                variant="default"
                renderRoot={(props) => <Link to={'/first-steps' as string} {...props} />}
              >
                {t('toProposal')}
              </Button>
            )}
            <Button
              variant="default"
              renderRoot={(props) => <Link to={'/targets' as string} {...props} />}
            >
              {t('toList')}
            </Button>
          </>
        }
      />
      <Stack gap="md">
        <PlanChoice chosen={chosen} change={change} />
        {plan.isPending && <ScreenLoading />}
        {plan.isError && <ErrorState error={plan.error} onRetry={() => void plan.refetch()} />}
        {plan.data && <PlanEditor key={planKey(chosen)} plan={plan.data} chosen={chosen} />}
        <PlansOverview year={chosen.year} />
      </Stack>
    </>
  )
}

function PlanEditor({ plan, chosen }: { readonly plan: YearPlan; readonly chosen: ChosenPlan }) {
  const t = usePlanningTexts()
  const language = useLanguage()
  const may = useMay()
  const kpi = kpiById(plan.kpi)
  const form = usePlanForm(plan, chosen, kpi?.unit ?? 'count')
  if (!kpi) return null
  const writable = may('planning:write')
  const sentence = [
    t(isAdditive(kpi) ? 'plan.additive' : 'plan.single'),
    ...(kpi.betterWhen === 'lower' ? [t('plan.lower')] : []),
  ].join(' ')
  return (
    <Panel
      title={t('plan.title', { year: plan.year, name: kpi.name[language] })}
      sentence={sentence}
    >
      <Stack gap="md">
        {!writable && (
          <Alert color="petrol" variant="light">
            {t('readOnly')}
          </Alert>
        )}
        {writable && <FillTools kpi={kpi} plan={plan} form={form} />}
        <form
          onSubmit={(event) => {
            event.preventDefault()
            if (form.wrong.size === 0) form.save.mutate()
          }}
          noValidate
        >
          <Stack gap="sm">
            <PlanTable kpi={kpi} plan={plan} form={form} writable={writable} />
            <SaveError form={form} />
            {writable && (
              <Group gap="sm">
                <Button
                  type="submit"
                  loading={form.save.isPending}
                  disabled={!form.dirty || form.wrong.size > 0}
                >
                  {t('save')}
                </Button>
                <Button variant="default" disabled={!form.dirty} onClick={form.discard}>
                  {t('discard')}
                </Button>
              </Group>
            )}
          </Stack>
        </form>
      </Stack>
    </Panel>
  )
}

/** Somebody else was faster: then only loading again helps. */
function SaveError({ form }: { readonly form: ReturnType<typeof usePlanForm> }) {
  const t = usePlanningTexts()
  const { error } = form.save
  if (!error) return null
  if (!(error instanceof ApiError && error.status === 409)) return <ErrorState error={error} />
  return (
    <Alert color="attention" variant="light" role="alert">
      <Group gap="sm">
        {t('conflict')}
        <Button size="xs" variant="default" onClick={() => void form.reload()}>
          {t('reload')}
        </Button>
      </Group>
    </Alert>
  )
}
