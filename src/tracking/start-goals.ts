import { text } from '#kernel/fields.ts'
import type { Text } from '#kernel/record.ts'
import type { GoalTrigger } from './goals.ts'

/** A goal to begin with; its value in cents is a start that every company replaces by its own. */
export type StartGoal = {
  readonly name: Text
  readonly trigger: GoalTrigger
  readonly pattern: string
  readonly value: number
}

export const START_GOALS: readonly StartGoal[] = [
  {
    name: text('Newsletter bestellt', 'Newsletter ordered'),
    trigger: 'event',
    pattern: 'newsletter_signup',
    value: 5_000,
  },
  {
    name: text('Whitepaper heruntergeladen', 'Whitepaper downloaded'),
    trigger: 'event',
    pattern: 'whitepaper_download',
    value: 15_000,
  },
  {
    name: text('Demo angefragt', 'Demo requested'),
    trigger: 'event',
    pattern: 'demo_request',
    value: 50_000,
  },
]
