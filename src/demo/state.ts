import { z } from 'zod'

/** What stands in the database about the demo company. */
export const DEMO_STATES = ['loading', 'loaded', 'removing', 'failed'] as const
export type DemoState = (typeof DEMO_STATES)[number]

export const DemoProgress = z.object({ done: z.int(), total: z.int() })
export type DemoProgress = z.infer<typeof DemoProgress>

const Span = z.object({ from: z.string(), until: z.string() })

/** What `GET /api/demo` answers. */
export const DemoStatus = z.object({
  /** `none`: not loaded. `failed`: the last run stopped; nothing of it was written. */
  state: z.enum(['none', ...DEMO_STATES]),
  company: z.string(),
  /** Why it cannot be loaded: kinds of records that the company has of its own. */
  own_records: z.array(z.string()),
  /** Of a run under way: records done and in all. */
  progress: DemoProgress.nullable(),
  /** Code of the refusal or `demo.failed`. */
  error: z.string().nullable(),
  /** Why it could not be removed: records of people's own that hold on to it, by kind. */
  held: z.array(z.object({ kind: z.string(), count: z.int() })),
  /** Where to look; null while nothing is loaded. */
  periods: z.object({ last_month: Span, published_month: Span, published_year: Span }).nullable(),
})
export type DemoStatus = z.infer<typeof DemoStatus>

export type DemoRun = 'load' | 'remove'

/** The state while a run is under way, the states it may start from, and the one it falls back to. */
export const DEMO_RUNS: Readonly<
  Record<DemoRun, { readonly during: DemoState; readonly fallback: DemoState }>
> = {
  load: { during: 'loading', fallback: 'failed' },
  remove: { during: 'removing', fallback: 'loaded' },
}

/** The run of a state, null when none is under way. */
export const runOf = (state: DemoState): DemoRun | null =>
  state === 'loading' ? 'load' : state === 'removing' ? 'remove' : null
