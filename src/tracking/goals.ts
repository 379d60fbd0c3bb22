import type { EventKind } from './taken.ts'

/** What a goal is reached by: a page that was opened, an event of one's own, a form that was sent. */
export const GOAL_TRIGGERS = ['address', 'event', 'form'] as const
export type GoalTrigger = (typeof GOAL_TRIGGERS)[number]

export type Goal = {
  readonly id: string
  readonly trigger: GoalTrigger
  /** `*` stands for any signs. Of an address: `/danke`, `/demo/*`, `www.example.com/danke`. */
  readonly pattern: string
  /** Once for a person, or every time. */
  readonly counted: 'once' | 'each'
  /** Cents. */
  readonly value: number | null
}

/** What goals look at, of an event. */
export type GoalEvent = {
  readonly kind: EventKind
  readonly address: string
  readonly name: string | null
}

/** Does a text fit a pattern in which `*` stands for any signs, also none? Takes time in proportion to the text. */
export function fitsPattern(text: string, pattern: string): boolean {
  const [first = '', ...rest] = pattern.split('*')
  if (rest.length === 0) return text === pattern
  const last = rest.pop() ?? ''
  if (!text.startsWith(first) || text.length < first.length + last.length) return false
  if (!text.endsWith(last)) return false
  const until = text.length - last.length
  let at = first.length
  for (const part of rest) {
    const found = text.indexOf(part, at)
    if (found === -1 || found + part.length > until) return false
    at = found + part.length
  }
  return true
}

/** Without a slash at its end, which says nothing, and in lower case. */
const bare = (path: string): string => {
  const lower = path.toLowerCase()
  return lower.length > 1 && lower.endsWith('/') ? lower.slice(0, -1) : lower
}

/** An address without protocol, `www.`, query and fragment: `example.com/danke`. */
export const bareAddress = (address: string): string =>
  bare(address.replace(/^[a-z][a-z\d+.-]*:\/\//i, '').replace(/[?#].*$/s, '')).replace(/^www\./, '')

function fitsAddress(address: string, pattern: string): boolean {
  const whole = bareAddress(address)
  const wanted = bareAddress(pattern)
  const slash = whole.indexOf('/')
  const path = slash === -1 ? '/' : whole.slice(slash)
  return wanted.startsWith('/') || wanted.startsWith('*')
    ? fitsPattern(path, wanted)
    : fitsPattern(slash === -1 ? `${whole}/` : whole, wanted)
}

/** Which kinds of events each trigger looks at. A server reports events, too. */
const KINDS: Readonly<Record<GoalTrigger, readonly EventKind[]>> = {
  address: ['page'],
  event: ['event', 'server'],
  form: ['form'],
}

/** Is a goal reached by an event? Size of letters makes no difference. */
export function reaches({ trigger, pattern }: Goal, event: GoalEvent): boolean {
  if (!KINDS[trigger].includes(event.kind)) return false
  if (trigger === 'address') return fitsAddress(event.address, pattern)
  return event.name !== null && fitsPattern(event.name.toLowerCase(), pattern.toLowerCase())
}
