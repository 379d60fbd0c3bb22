import { Button } from '@mantine/core'
import { GitMergeIcon } from '@primer/octicons-react'
import { Link } from '@tanstack/react-router'
import { type ComponentType, type LazyExoticComponent, lazy, Suspense } from 'react'
import { MERGEABLE } from '#crm/merge.ts'
import type { RecordKind } from '#kernel/record.ts'
import { KNOWN_KINDS } from '#tracking/identity-shapes.ts'
import { SessionList } from '../access/session-list.tsx'
import { UserActions } from '../access/user-actions.tsx'
import { ScreenLoading } from '../app/screen-loading.tsx'
import { LedgerRecordActions } from '../costs/ledger-actions.tsx'
import { useMay } from '../platform/session.ts'
import type { SearchState } from '../platform/url-state.ts'
import { MergeButton } from './merge-button.tsx'
import type { RecordValues } from './records-api.ts'
import { useRecordTexts } from './texts.ts'

type Panels = ComponentType<{ readonly record: RecordValues }>

/** Panels with code of their own, loaded for their kind only. */
const LAZY_PANELS: Readonly<Record<string, LazyExoticComponent<Panels>>> = {
  website: lazy(async () => ({
    default: (await import('../tracking/website-panels.tsx')).WebsitePanels,
  })),
  goal: lazy(async () => ({
    default: (await import('../tracking/goal-panels.tsx')).GoalPanels,
  })),
  tracked_number: lazy(async () => ({
    default: (await import('../tracking/number-panels.tsx')).NumberPanels,
  })),
  campaign: lazy(async () => {
    const [{ AgreementPanel }, { BudgetPanel }] = await Promise.all([
      import('../decisions/agreement-panel.tsx'),
      import('../costs/budget-panel.tsx'),
    ])
    return {
      default: ({ record }) => (
        <>
          <AgreementPanel record={record} />
          <BudgetPanel record={record} />
        </>
      ),
    }
  }),
  decision: lazy(async () => ({
    default: (await import('../decisions/decision-panels.tsx')).DecisionPanels,
  })),
  review: lazy(async () => ({
    default: (await import('../decisions/review-panels.tsx')).ReviewPanels,
  })),
  opportunity: lazy(async () => ({
    default: (await import('../returns/deal-margin.tsx')).DealMarginPanel,
  })),
  tracked_link: lazy(async () => ({
    default: (await import('../tracking/link-panels.tsx')).LinkPanels,
  })),
}

const PeoplePanels = lazy(async () => ({
  default: (await import('../tracking/people-panels.tsx')).PeoplePanels,
}))

type Props = { readonly kind: RecordKind; readonly record: RecordValues }

/** Buttons that only some kinds of records have. */
export function KindActions({ kind, record, title }: Props & { readonly title: string }) {
  if (kind.id === 'user') return <UserActions user={record} />
  return (
    <>
      <LedgerRecordActions kind={kind.id} record={record} />
      {kind.id === 'opportunity' && <JourneyLink search={{ deal: record.id }} />}
      {kind.id === 'account' && <JourneyLink search={{ q: title }} />}
      {MERGEABLE.includes(kind.id) && <MergeButton kind={kind} record={record} title={title} />}
    </>
  )
}

/** The way to how a deal, or the deals of an account, came about. */
function JourneyLink({ search }: { readonly search: SearchState }) {
  const t = useRecordTexts()
  const may = useMay()
  if (!may('kpis:read')) return null
  return (
    <Button
      variant="default"
      leftSection={<GitMergeIcon size={16} />}
      renderRoot={(props) => <Link to="/journeys" search={search as never} {...props} />}
    >
      {t('detail.journey')}
    </Button>
  )
}

/** What only one kind of record shows below its facts. */
export function KindPanels({ kind, record }: Props) {
  const may = useMay()
  const Panels = LAZY_PANELS[kind.id]
  if (Panels) {
    return (
      <Suspense fallback={<ScreenLoading />}>
        <Panels record={record} />
      </Suspense>
    )
  }
  if (kind.id !== 'user' || !may('users:write') || record.state !== 'active') return null
  return <SessionList userId={record.id} />
}

/** What stands below the lists of a person or company: who their visitors are, and what a person may ask for. */
export function KindEndPanels({ kind, record, title }: Props & { readonly title: string }) {
  const known = KNOWN_KINDS.find((id) => id === kind.id)
  if (!known) return null
  return (
    <Suspense fallback={<ScreenLoading />}>
      <PeoplePanels kind={known} id={record.id} title={title} />
    </Suspense>
  )
}
