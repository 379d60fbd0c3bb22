import { Button, Group, Stack, Text } from '@mantine/core'
import { modelLabel } from '#attribution/model-texts.ts'
import { useText } from '../platform/language.ts'
import { AppLink } from '../ui/app-link.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { SideDrawer } from '../ui/side-drawer.tsx'
import { type SimpleColumn, SimpleTable } from '../ui/simple-table.tsx'
import { useFormats } from '../ui/use-formats.ts'
import classes from './attribution.module.css'
import { useDefinitions, useUnattributed } from './attribution-api.ts'
import type { AttributionState } from './attribution-state.ts'
import { amountOf, modelOf } from './credit-rows.ts'
import type { Credits } from './shapes.ts'
import { useAttributionTexts } from './texts.ts'
import { useAmounts } from './use-amounts.ts'

type Props = {
  readonly state: AttributionState
  readonly credits: Credits
  readonly word: string
}

/** Why some conversions have no credit, what to do about it, and which deals it is about. */
export function UnattributedDrawer({ state, credits, word }: Props) {
  const t = useAttributionTexts()
  return (
    <SideDrawer
      opened={state.panel === 'unattributed'}
      onClose={() => state.change({ panel: undefined }, { push: true })}
      title={<b>{t('unattributed.title')}</b>}
      width={760}
    >
      {state.panel === 'unattributed' && <Reasons state={state} credits={credits} word={word} />}
    </SideDrawer>
  )
}

function Reasons({ state, credits, word }: Props) {
  const t = useAttributionTexts()
  const text = useText()
  const formats = useFormats()
  const amounts = useAmounts(credits)
  const definitions = useDefinitions()
  const model = modelOf(credits, word)
  const { unit } = credits
  if (!model) return null
  const total = amountOf(model.total, unit)
  const nobody = amountOf(model.unattributed, unit)
  const told = (reason: string) => definitions.data?.reasons.find((one) => one.reason === reason)
  const reasons = model.unattributed.reasons.toSorted(
    (a, b) => b.value - a.value || b.conversions - a.conversions,
  )
  return (
    <Stack gap="lg">
      <Text>
        {nobody === 0 && reasons.length === 0
          ? t('unattributed.none')
          : t('unattributed.sentence', {
              amount: amounts.exact(nobody),
              total: amounts.exact(total),
              share: formats.rate(total === 0 ? null : nobody / total),
            })}{' '}
        <Text span c="dimmed" size="sm">
          {text(modelLabel(word))}
        </Text>
      </Text>
      {reasons.map(({ reason, conversions, value }) => {
        const said = told(reason)
        return (
          <section key={reason} className={classes['reason']} data-reason={reason}>
            <Group justify="space-between" wrap="nowrap" align="baseline">
              <Text fw={600}>{said ? text(said.why) : reason}</Text>
              <Text className="rk-number">
                {formats.number(conversions)} ·{' '}
                {amounts.short(unit === 'cents' ? value : conversions)}
              </Text>
            </Group>
            {said && (
              <Text size="sm">
                <b>{t('unattributed.todo')}</b> {text(said.todo)}
              </Text>
            )}
          </section>
        )
      })}
      <Cases state={state} credits={credits} word={word} />
    </Stack>
  )
}

/** Which conversions it is about: those of the filters and rules of this view, by this model. */
function Cases({ state, credits, word }: Props) {
  const t = useAttributionTexts()
  const text = useText()
  const formats = useFormats()
  const amounts = useAmounts(credits)
  const definitions = useDefinitions()
  const deals = useUnattributed({ ...state.query, model: word })
  const isLead = state.conversion === 'mql' || state.conversion === 'sql'
  if (deals.isError) return <ErrorState error={deals.error} onRetry={() => void deals.refetch()} />
  const items = deals.data?.pages.flatMap((page) => page.items) ?? []
  if (items.length === 0) return null
  const why = (reason: string) => {
    const said = definitions.data?.reasons.find((one) => one.reason === reason)
    return said ? text(said.why) : reason
  }
  const byId = new Map(items.map((item) => [item.id, item]))
  const journey: SimpleColumn = {
    id: 'journey',
    label: t('unattributed.way'),
    format: (id) => (
      <AppLink
        to="/journeys"
        search={{ deal: String(id) }}
        aria-label={t('unattributed.journeyOf', { name: byId.get(String(id))?.name ?? '' })}
      >
        {t('unattributed.journey')}
      </AppLink>
    ),
  }
  return (
    <section>
      <Text fw={600} component="h3" mb={4}>
        {t('unattributed.deals')}
      </Text>
      <SimpleTable
        label={t('unattributed.deals')}
        columns={[
          {
            id: 'name',
            label: t(isLead ? 'unattributed.lead' : 'unattributed.deal'),
            format: (id) => (
              <AppLink to={`/${isLead ? 'leads' : 'opportunities'}/${id}`}>
                {byId.get(String(id))?.name ?? ''}
              </AppLink>
            ),
          },
          {
            id: 'closed',
            label: t(`unattributed.at.${state.conversion}`),
            format: (instant) => formats.instant(String(instant)).split(',')[0],
          },
          {
            id: 'value',
            label: t(`value.${state.value}`),
            numeric: true,
            format: (value) => amounts.exact(Number(value)),
          },
          {
            id: 'reason',
            label: t('unattributed.reason'),
            format: (reason) => why(String(reason)),
          },
          ...(isLead ? [] : [journey]),
        ]}
        rows={items.map(({ id, at, value, reason }) => [
          ...[id, at, value, reason],
          ...(isLead ? [] : [id]),
        ])}
      />
      {deals.hasNextPage && (
        <Button
          mt="xs"
          size="xs"
          variant="default"
          loading={deals.isFetchingNextPage}
          onClick={() => void deals.fetchNextPage()}
        >
          {t('unattributed.more')}
        </Button>
      )}
    </section>
  )
}
