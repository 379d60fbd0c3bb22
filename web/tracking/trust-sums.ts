import type { TrustAnswer } from '#tracking/traffic-shapes.ts'

/** Visitors who agreed to anything, and all. */
export const consentOf = ({ none, statistics, marketing }: TrustAnswer['consent']) =>
  [statistics + marketing, none + statistics + marketing] as const

const UNTAGGED = ['nothing', 'no_rule', 'incomplete']

export const untaggedOf = ({ tagging }: TrustAnswer): number =>
  tagging.reduce((sum, { key, visits }) => sum + (UNTAGGED.includes(key) ? visits : 0), 0)

const PROMPT_SECONDS = 10

/** Events that were there within ten seconds. */
export const promptOf = ({ lag }: TrustAnswer): number =>
  lag.steps.reduce((sum, { within, events }) => sum + (within <= PROMPT_SECONDS ? events : 0), 0)
