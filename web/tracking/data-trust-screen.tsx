import { Alert, Button, Loader, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { ratio } from '#kernel/ratio.ts'
import type { TrustAnswer } from '#tracking/traffic-shapes.ts'
import { writePeriod } from '../kpis/cockpit-period.ts'
import { PeriodControl } from '../kpis/period-control.tsx'
import { one } from '../platform/url-state.ts'
import { ErrorState } from '../ui/error-state.tsx'
import { Figure } from '../ui/figure.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { useDataTrustTexts } from './data-trust-texts.ts'
import { SharePanel } from './share-panel.tsx'
import classes from './traffic.module.css'
import { useTrust } from './traffic-api.ts'
import { periodQuery, type TrafficState, useTrafficState } from './traffic-state.ts'
import { useTrafficWords } from './traffic-words.ts'
import {
  BotsPanel,
  ChangesPanel,
  ConsentPanel,
  FormsPanel,
  LagPanel,
  TaggingPanel,
} from './trust-panels.tsx'
import { ReasonsDrawer, ReasonsPanel } from './trust-reasons.tsx'
import { shareTable } from './trust-shares.ts'
import { consentOf, promptOf, untaggedOf } from './trust-sums.ts'
import { VisitsDrawer } from './visits-drawer.tsx'

/** How much of what happens can be measured, why the rest is not, and the way to mend it. */
export function DataTrustScreen() {
  const t = useDataTrustTexts()
  const state = useTrafficState()
  const query = periodQuery(state.chosen.period)
  const trust = useTrust(query)
  return (
    <>
      <PageHeader
        title={t('title')}
        sentence={t('subtitle')}
        actions={
          <PeriodControl
            chosen={state.chosen}
            onChange={(next) => state.change({ ...writePeriod(next) }, { push: true })}
          />
        }
      />
      {trust.isError && <ErrorState error={trust.error} onRetry={() => void trust.refetch()} />}
      {trust.isPending && <Loader size="sm" role="status" aria-label={t('loading')} />}
      {trust.data && !trust.isError && (
        <div className={trust.isPlaceholderData ? classes['stale'] : undefined}>
          <Content trust={trust.data} state={state} />
        </div>
      )}
      <VisitsDrawer
        opened={state.opened}
        query={query}
        onVisit={(visit) => state.change({ visit }, { push: true })}
        onClose={state.close}
      />
      <ReasonsDrawer
        reasons={trust.data?.reasons ?? []}
        opened={one(state.search, 'reason')}
        onClose={() => state.change({ reason: undefined }, { push: true })}
      />
    </>
  )
}

type Props = { readonly trust: TrustAnswer; readonly state: TrafficState }

function Content({ trust, state }: Props) {
  const { t: traffic } = useTrafficWords({})
  const t = useDataTrustTexts()
  return (
    <>
      {trust.waitingDays > 0 && (
        <Alert color="gray" role="status" mb="md" py="xs">
          {traffic('waiting', { count: trust.waitingDays })}
        </Alert>
      )}
      <Summary trust={trust} />
      <div className={classes['stack']}>
        <SharePanel trust={trust} />
        <ReasonsPanel trust={trust} state={state} />
        {trust.firstDay === null ? (
          <Alert color="gray" py="xs">
            {t('empty.script')}{' '}
            <Button
              size="compact-xs"
              variant="default"
              ml="xs"
              renderRoot={(props) => <Link to={'/websites' as string} {...props} />}
            >
              {t('empty.install')}
            </Button>
          </Alert>
        ) : (
          <>
            <div className={classes['pair']}>
              <div className={classes['stack']}>
                <TaggingPanel trust={trust} state={state} />
                <BotsPanel trust={trust} state={state} />
                <FormsPanel trust={trust} state={state} />
              </div>
              <div className={classes['stack']}>
                <ConsentPanel trust={trust} state={state} />
                <LagPanel trust={trust} state={state} />
                <ChangesPanel trust={trust} state={state} />
              </div>
            </div>
          </>
        )}
        {trust.firstDay === null && <ChangesPanel trust={trust} state={state} />}
      </div>
    </>
  )
}

/** The key figures, each with what it is a share of. */
function Summary({ trust }: { readonly trust: TrustAnswer }) {
  const t = useDataTrustTexts()
  const { formats } = useTrafficWords({})
  const { total } = shareTable(trust.leads)
  const { leadsBefore } = trust
  const [consented, visitors] = consentOf(trust.consent)
  const [consentedBefore, visitorsBefore] = consentOf(trust.consentBefore)
  const untagged = untaggedOf(trust)
  const bots = trust.bots.reduce((sum, { visits }) => sum + visits, 0)
  const prompt = promptOf(trust)
  const of = (key: 'share.of' | 'consent.of' | 'visits.of', part: number, whole: number) =>
    t(key, { part: formats.number(part), whole: formats.number(whole) })
  const below = (text: string, before?: string) => (
    <Text size="xs" c="dimmed" className="rk-number">
      {text}
      {before !== undefined && (
        <span style={{ display: 'block' }}>{t('before', { value: before })}</span>
      )}
    </Text>
  )
  return (
    <div className={classes['figures']}>
      <Figure
        label={t('share')}
        value={formats.rate(ratio(total.attributable, total.leads), 0)}
        hint={t('share.hint')}
        below={below(
          of('share.of', total.attributable, total.leads),
          formats.rate(ratio(leadsBefore.attributable, leadsBefore.leads), 0),
        )}
      />
      <Figure
        label={t('consent')}
        value={formats.rate(ratio(consented, visitors), 0)}
        hint={t('consent.hint')}
        below={below(
          of('consent.of', consented, visitors),
          formats.rate(ratio(consentedBefore, visitorsBefore), 0),
        )}
      />
      <Figure
        label={t('untagged')}
        value={formats.rate(ratio(untagged, trust.visits), 0)}
        hint={t('untagged.hint')}
        below={below(of('visits.of', untagged, trust.visits))}
      />
      <Figure label={t('bots')} value={formats.number(bots)} below={below(t('bots.of'))} />
      <Figure
        label={t('lag')}
        value={formats.rate(ratio(prompt, trust.lag.events), 0)}
        below={below(t('lag.of', { count: formats.number(trust.lag.events) }))}
      />
    </div>
  )
}
