import { Button, Text, UnstyledButton } from '@mantine/core'
import type { ReactNode } from 'react'
import { ratio } from '#kernel/ratio.ts'
import type { TrustAnswer } from '#tracking/traffic-shapes.ts'
import { AppLink } from '../ui/app-link.tsx'
import { Panel } from '../ui/panel.tsx'
import { Bars } from './bars.tsx'
import { useDataTrustTexts } from './data-trust-texts.ts'
import classes from './traffic.module.css'
import type { TrafficState } from './traffic-state.ts'
import { useTrafficWords } from './traffic-words.ts'
import { consentOf, promptOf, untaggedOf } from './trust-sums.ts'

type Props = { readonly trust: TrustAnswer; readonly state: TrafficState }

const TAGGINGS = [
  'tagged',
  'link',
  'referrer',
  'click_id_only',
  'incomplete',
  'no_rule',
  'nothing',
] as const

/** A name that opens the visits behind its figure. */
function Opener({ name, onOpen }: { readonly name: string; readonly onOpen: () => void }) {
  const t = useDataTrustTexts()
  return (
    <UnstyledButton
      fz="inherit"
      ta="start"
      c="var(--mantine-color-anchor)"
      aria-label={t('open.visits', { name })}
      onClick={onOpen}
    >
      {name}
    </UnstyledButton>
  )
}

/** How well visits say where they came from. */
export function TaggingPanel({ trust, state }: Props) {
  const t = useDataTrustTexts()
  const { formats } = useTrafficWords({})
  const { visits } = trust
  const counts = new Map(trust.tagging.map(({ key, visits: count }) => [key, count]))
  const share = ratio(visits - untaggedOf(trust), visits)
  return (
    <Panel
      title={t('tagging.title')}
      sentence={t('tagging.sentence', { share: formats.rate(share, 0) })}
    >
      <Bars
        bars={TAGGINGS.filter((key) => counts.has(key)).map((key) => ({
          id: key,
          name: <Opener name={t(`tagging.${key}`)} onOpen={() => state.open('tagging', key)} />,
          share: ratio(counts.get(key) ?? 0, visits) ?? 0,
          value: <Counted count={counts.get(key) ?? 0} of={visits} />,
        }))}
      />
      <Text size="xs" mt="sm">
        <AppLink to="/links" fz="xs" underline="always">
          {t('tagging.fix')}
        </AppLink>
        {' · '}
        <AppLink to="/channel-rules" fz="xs" underline="always">
          {t('tagging.rules')}
        </AppLink>
      </Text>
    </Panel>
  )
}

/** A count with its share: `1.204 · 12 %`. */
function Counted({ count, of }: { readonly count: number; readonly of: number }) {
  const { formats } = useTrafficWords({})
  return `${formats.number(count)} · ${formats.rate(ratio(count, of), 0)}`
}

const CONSENTS = { marketing: 'm', statistics: 's', none: 'n' } as const

export function ConsentPanel({ trust, state }: Props) {
  const t = useDataTrustTexts()
  const { formats } = useTrafficWords({})
  const [consented, visitors] = consentOf(trust.consent)
  return (
    <Panel
      title={t('consent.title')}
      sentence={t('consent.sentence', { share: formats.rate(ratio(consented, visitors), 0) })}
    >
      <Bars
        bars={(['marketing', 'statistics', 'none'] as const).map((key) => ({
          id: key,
          name: (
            <Opener
              name={t(`consent.${key}`)}
              onOpen={() => state.open('consent', CONSENTS[key])}
            />
          ),
          share: ratio(trust.consent[key], visitors) ?? 0,
          value: <Counted count={trust.consent[key]} of={visitors} />,
        }))}
      />
      <Text size="xs" c="dimmed" mt="sm">
        {t('consent.note')}
      </Text>
    </Panel>
  )
}

/** What was marked as a program and why, with the visits as its log. */
export function BotsPanel({ trust, state }: Props) {
  const t = useDataTrustTexts()
  const { formats, botOf } = useTrafficWords({})
  const bots = trust.bots.reduce((sum, { visits }) => sum + visits, 0)
  return (
    <Panel
      title={<span id="bots">{t('bots.title')}</span>}
      sentence={
        bots === 0
          ? t('bots.none')
          : t('bots.sentence', {
              count: bots,
              visits: formats.number(bots),
              share: formats.rate(ratio(bots, bots + trust.visits), 0),
            })
      }
      actions={
        bots > 0 && (
          <Button size="xs" variant="default" onClick={() => state.open('bot', '')}>
            {t('bots.log')}
          </Button>
        )
      }
    >
      <Bars
        bars={trust.bots.map(({ key, visits }) => ({
          id: key,
          name: <Opener name={botOf(key)} onOpen={() => state.open('bot', key)} />,
          share: ratio(visits, bots) ?? 0,
          value: <Counted count={visits} of={bots} />,
        }))}
      />
    </Panel>
  )
}

const LAG_NAMES: Readonly<
  Record<number, 'lag.1' | 'lag.10' | 'lag.60' | 'lag.600' | 'lag.3600' | 'lag.86400'>
> = {
  1: 'lag.1',
  10: 'lag.10',
  60: 'lag.60',
  600: 'lag.600',
  3600: 'lag.3600',
  86400: 'lag.86400',
}

export function LagPanel({ trust }: Props) {
  const t = useDataTrustTexts()
  const { formats } = useTrafficWords({})
  const { events, steps } = trust.lag
  return (
    <Panel
      title={t('lag.title')}
      sentence={
        events === 0
          ? t('lag.none')
          : t('lag.sentence', { share: formats.rate(ratio(promptOf(trust), events), 1) })
      }
    >
      {events > 0 && (
        <Bars
          bars={steps.map(({ within, events: count }) => ({
            id: String(within),
            name: t(LAG_NAMES[within] ?? 'lag.rest'),
            share: ratio(count, events) ?? 0,
            value: <Counted count={count} of={events} />,
          }))}
        />
      )}
    </Panel>
  )
}

/** What blockers hide: forms that arrived while no page view did. */
export function FormsPanel({ trust }: Props) {
  const t = useDataTrustTexts()
  const { formats } = useTrafficWords({})
  const all = trust.forms.reduce((sum, { visits }) => sum + visits, 0)
  const unseen = trust.forms.find(({ key }) => key === 'unseen')?.visits ?? 0
  const sentence = t('forms.sentence', { unseen: formats.number(unseen), all: formats.number(all) })
  return (
    <Panel title={t('forms.title')}>
      <Text size="sm">{all === 0 ? t('forms.none') : sentence}</Text>
    </Panel>
  )
}

/** The diary of the period, with what the program found by itself. */
export function ChangesPanel({ trust }: Props): ReactNode {
  const t = useDataTrustTexts()
  const { formats } = useTrafficWords({})
  return (
    <Panel
      title={t('changes.title')}
      sentence={t('changes.sentence')}
      actions={
        <AppLink to="/tracking-changes" size="sm">
          {t('changes.all')}
        </AppLink>
      }
    >
      {trust.changes.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('changes.none')}
        </Text>
      )}
      <ul className={classes['list']}>
        {trust.changes.toReversed().map(({ id, date, note }) => (
          <li key={id} className={classes['visit']}>
            <Text size="xs" c="dimmed" className="rk-number">
              {formats.date(date)}
            </Text>
            <AppLink to={`/tracking-changes/${id}`} size="sm">
              {note}
            </AppLink>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
