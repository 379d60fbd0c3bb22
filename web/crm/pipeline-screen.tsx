import { ActionIcon, Button, Group, Menu, Stack, Text, Title } from '@mantine/core'
import { ArrowSwitchIcon, PlusIcon } from '@primer/octicons-react'
import { useMutation, useQueries, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { opportunityKind } from '#crm/opportunity.ts'
import { opportunityStageKind } from '#crm/opportunity-stage.ts'
import { ScreenLoading } from '../app/screen-loading.tsx'
import { ApiError } from '../platform/api.ts'
import { useText } from '../platform/language.ts'
import { useMay } from '../platform/session.ts'
import { ViewSwitch } from '../records/list-actions.tsx'
import { fetchPage, type RecordValues, recordKeys, updateRecord } from '../records/records-api.ts'
import { ruleText } from '../records/rules.ts'
import { useSavedNotice } from '../records/use-saved-notice.tsx'
import { AppLink } from '../ui/app-link.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { useFormats } from '../ui/use-formats.ts'
import classes from './pipeline.module.css'
import { type BoardColumn, boardOf } from './pipeline.ts'
import { useCrmTexts } from './texts.ts'

const PER_STAGE = 100

type StageOption = { readonly value: string; readonly label: string }

/** Open opportunities by stage; the select of a card moves it. */
export function PipelineScreen() {
  const t = useCrmTexts()
  const formats = useFormats()
  const stageQuery = { limit: 100, sort: 'position' }
  const stages = useQuery({
    queryKey: recordKeys.list(opportunityStageKind, stageQuery),
    queryFn: ({ signal }) => fetchPage(opportunityStageKind, stageQuery, signal),
  })
  const all = stages.data?.items ?? []
  const open = all.filter((stage) => stage.outcome === 'open')
  const pages = useQueries({
    queries: open.map((stage) => {
      const query = { stage_id: stage.id, limit: PER_STAGE, sort: '-amount' }
      return {
        queryKey: recordKeys.list(opportunityKind, query),
        queryFn: ({ signal }: { signal: AbortSignal }) => fetchPage(opportunityKind, query, signal),
      }
    }),
  })
  const failed = pages.find((page) => page.isError)
  const cards = pages.flatMap((page) => page.data?.items ?? [])
  const labels: Record<string, string> = Object.assign({}, ...pages.map((p) => p.data?.labels))
  const board = boardOf(
    open.map((stage) => stage.id),
    cards,
  )
  const count = pages.reduce((sum, page) => sum + (page.data?.count ?? 0), 0)
  const total = board.reduce((sum, column) => sum + column.amount, 0)
  // A sum over the cards at hand would pass for the sum of all.
  const complete = cards.length === count
  const options = all.map((stage) => ({ value: stage.id, label: String(stage.name) }))
  if (stages.isPending) return <ScreenLoading />
  return (
    <>
      <PageHeader
        title={t('title')}
        sentence={t(complete ? 'sentence' : 'sentence.part', {
          count,
          shown: formats.number(count),
          amount: formats.moneyRounded(total),
        })}
        actions={
          <>
            <ViewSwitch view="board" />
            <NewOpportunity />
          </>
        }
      />
      {(stages.isError || failed) && (
        <ErrorState
          error={stages.error ?? failed?.error}
          onRetry={() => void (stages.isError ? stages.refetch() : failed?.refetch())}
        />
      )}
      {stages.isSuccess && open.length === 0 && <NoStages />}
      <div className={classes.board}>
        {board.map((column, index) => (
          <section
            key={column.stageId}
            className={classes.column}
            data-empty={column.cards.length === 0}
          >
            <Title order={2} size="h3">
              {String(open[index]?.name)}
            </Title>
            <ColumnSum
              column={column}
              count={pages[index]?.data?.count ?? 0}
              probability={Number(open[index]?.probability ?? 0)}
            />
            <Stack gap="xs">
              {column.cards.map((card) => (
                <OpportunityCard key={card.id} card={card} labels={labels} stages={options} />
              ))}
              {(pages[index]?.data?.count ?? 0) > PER_STAGE && (
                <AppLink to="/opportunities" search={{ stage_id: column.stageId }} size="sm">
                  {t('column.more', {
                    count: formats.number((pages[index]?.data?.count ?? 0) - PER_STAGE),
                  })}
                </AppLink>
              )}
            </Stack>
          </section>
        ))}
      </div>
    </>
  )
}

/** How many, how much, how likely; the amount says so where it is that of the largest only. */
function ColumnSum({
  column,
  count,
  probability,
}: {
  readonly column: BoardColumn<RecordValues>
  readonly count: number
  readonly probability: number
}) {
  const t = useCrmTexts()
  const formats = useFormats()
  const shown = column.cards.length
  const amount = formats.moneyRounded(column.amount)
  const facts = [
    t('column', { count, shown: formats.number(count) }),
    ...(shown === 0 ? [] : [shown < count ? t('column.largest', { shown, amount }) : amount]),
    formats.rate(probability, 0),
  ]
  return (
    <Text size="xs" c="dimmed" mb="xs" className="rk-number" style={{ whiteSpace: 'normal' }}>
      {facts.join(' · ')}
    </Text>
  )
}

function NewOpportunity() {
  const t = useCrmTexts()
  const may = useMay()
  if (!may('crm:write')) return null
  return (
    <Button
      leftSection={<PlusIcon size={16} />}
      renderRoot={(props) => <Link to="/opportunities/new" {...props} />}
    >
      {t('new')}
    </Button>
  )
}

function OpportunityCard({
  card,
  labels,
  stages,
}: {
  readonly card: RecordValues
  readonly labels: Readonly<Record<string, string>>
  readonly stages: readonly StageOption[]
}) {
  const t = useCrmTexts()
  const formats = useFormats()
  const may = useMay()
  const client = useQueryClient()
  const notice = useSavedNotice()
  const title = String(card.name ?? '')
  const move = useMutation({
    mutationFn: (stageId: string) =>
      updateRecord(opportunityKind, card.id, {
        version: card.version,
        changes: { stage_id: stageId },
      }),
    onSuccess: async (saved, stageId) => {
      const stage = stages.find((option) => option.value === stageId)?.label ?? ''
      notice(opportunityKind, t('card.moved', { title, stage }), card, saved)
      await client.invalidateQueries({ queryKey: recordKeys.all })
    },
  })
  return (
    <article className={classes.card}>
      <Group gap={4} justify="space-between" wrap="nowrap" align="flex-start">
        <AppLink to={`/opportunities/${card.id}`} fw={500} size="sm">
          {title}
        </AppLink>
        {may('crm:write') && (
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon
                variant="subtle"
                color="gray"
                size="sm"
                loading={move.isPending}
                aria-label={t('card.move', { title })}
              >
                <ArrowSwitchIcon size={14} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              {stages
                .filter((stage) => stage.value !== card.stage_id)
                .map((stage) => (
                  <Menu.Item key={stage.value} onClick={() => move.mutate(stage.value)}>
                    {stage.label}
                  </Menu.Item>
                ))}
            </Menu.Dropdown>
          </Menu>
        )}
      </Group>
      <Text size="xs" c="dimmed" truncate>
        {labels[String(card.account_id)] ?? '–'}
      </Text>
      <Group justify="space-between" wrap="nowrap" gap="xs">
        <Text size="xs" c="dimmed" truncate>
          {labels[String(card.owner_id)] ?? '–'}
        </Text>
        <Text size="sm" fw={500} className="rk-number">
          {formats.moneyRounded(typeof card.amount === 'number' ? card.amount : null)}
        </Text>
      </Group>
      {move.isError && <MoveRefused error={move.error} />}
    </article>
  )
}

/** A stage may ask for more (an amount, a reason): the rule is named, the form is one click away. */
function MoveRefused({ error }: { readonly error: unknown }) {
  const text = useText()
  const rule = error instanceof ApiError ? error.problems[0]?.rule : undefined
  return rule === undefined ? (
    <ErrorState error={error} />
  ) : (
    <Text size="xs" c="var(--rk-bad)" role="alert">
      {text(ruleText(rule))}
    </Text>
  )
}

function NoStages() {
  const t = useCrmTexts()
  return (
    <EmptyState
      title={t('empty.title')}
      text={t('empty.text')}
      actions={
        <Button renderRoot={(props) => <Link to="/opportunity-stages/new" {...props} />}>
          {t('empty.do')}
        </Button>
      }
    />
  )
}
