import { TEST_PATH } from '#tracking/website.ts'
import type { RecentEvent, SeenDomain } from '#tracking/website-shapes.ts'
import type { Translate } from '../platform/language.ts'
import type { de } from './websites-texts.de.ts'

export type HostState = 'fine' | 'old' | 'silent' | 'foreign'

/** What is to be said about a host, the most important first. Without a built script every version is fine. */
export function hostState(host: SeenDomain, currentVersion: string | null): HostState {
  if (!host.isOwn) return 'foreign'
  if (host.lastAt === null) return 'silent'
  const isOld = currentVersion !== null && host.scriptVersion !== null
  return isOld && host.scriptVersion !== currentVersion ? 'old' : 'fine'
}

/** The host on which the latest visit began; undefined where nothing came in. */
export const latestHost = (hosts: readonly SeenDomain[]): SeenDomain | undefined =>
  hosts
    .filter(({ lastAt }) => lastAt !== null)
    .toSorted((a, b) => ((a.lastAt ?? '') < (b.lastAt ?? '') ? 1 : -1))[0]

/** `14:05:09` on the company's clock. */
export const timeOfDay = (iso: string, timeZone: string): string =>
  new Date(iso).toLocaleTimeString('de-DE', { timeZone })

/** What happened, with the name or target that makes it plain. */
export function eventLabel(event: RecentEvent, t: Translate<typeof de>): string {
  const kind = t(`kind.${event.kind}` as 'kind.p')
  const detail = event.name ?? event.target
  return detail === null ? kind : `${kind}: ${detail}`
}

/** The three events of the test page. */
export const TEST_STEPS = ['page', 'file', 'event'] as const
export type TestStep = (typeof TEST_STEPS)[number]
const KINDS: Readonly<Record<TestStep, string>> = { page: 'p', file: 'd', event: 'e' }

/** Which steps arrived since the page was opened; `before` holds what was there already. */
export const arrivedSteps = (
  events: readonly RecentEvent[],
  before: ReadonlySet<string>,
): readonly TestStep[] =>
  TEST_STEPS.filter((step) =>
    events.some(
      ({ messageId, kind, path }) =>
        kind === KINDS[step] && path === TEST_PATH && !before.has(messageId),
    ),
  )
