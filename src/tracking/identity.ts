// Who a visitor was, and when. A visitor is a browser, not a person: several people may use one. Every edge says
// that at its instant the visitor was a certain person; out of all edges follow stretches of time, the same ones
// in whatever order the edges came in. Nothing is guessed, and no two people ever become one here.

/** How we know. `group` names a company and no person; so does `by_hand` where a company was chosen. */
export const EDGE_KINDS = ['form', 'mail_link', 'identify', 'login', 'group', 'by_hand'] as const
export type EdgeKind = (typeof EDGE_KINDS)[number]

/** What says who a visitor was at an instant. */
export type Edge = {
  readonly id: string
  /** `group` for everything that names a company. */
  readonly kind: EdgeKind
  /** Milliseconds since 1970. */
  readonly at: number
  /** When the visit began in which it was said; null outside of every visit. */
  readonly visitFrom: number | null
  /** One and the same text for one and the same person; of a group the company. */
  readonly person: string
}

/** A visitor was `person` during [from, until); the first edge that says so stands for it. */
export type Range = {
  readonly edgeId: string
  readonly person: string
  /** Milliseconds since 1970; -Infinity is since ever. */
  readonly from: number
  readonly until: number
}

const byInstant = (a: Edge, b: Edge): number => a.at - b.at || (a.id < b.id ? -1 : 1)

/**
 * Edges that count for who it was. A link in a mail may have been passed on: it does not stand against somebody who
 * said themselves who they are on the same device, by a form, a login or in a call.
 */
function personEdges(edges: readonly Edge[]): Edge[] {
  const ofPeople = edges.filter(({ kind }) => kind !== 'group')
  const sure = new Set(
    ofPeople.filter(({ kind }) => kind !== 'mail_link').map(({ person }) => person),
  )
  if (sure.size === 0) return ofPeople
  return ofPeople.filter(({ kind, person }) => kind !== 'mail_link' || sure.has(person))
}

/**
 * Where one person ends and the next begins: with the visit in which the next one is known, or in the middle of it
 * when the one before was still known within it.
 */
const boundary = (last: Edge, next: Edge): number =>
  next.visitFrom !== null && next.visitFrom > last.at ? Math.min(next.visitFrom, next.at) : next.at

/**
 * The stretches of one visitor, in order: without a gap, from ever to ever, so that visits from before the first
 * edge are linked too. Empty without edges. People go before companies: groups only count where no person is known.
 */
export function rangesOf(edges: readonly Edge[]): Range[] {
  const people = personEdges(edges)
  const counted = (people.length > 0 ? people : edges).toSorted(byInstant)
  const ranges: { edgeId: string; person: string; from: number; until: number }[] = []
  let last: Edge | undefined
  for (const edge of counted) {
    const current = ranges.at(-1)
    if (current === undefined || last === undefined) {
      ranges.push({ edgeId: edge.id, person: edge.person, from: -Infinity, until: Infinity })
    } else if (current.person !== edge.person) {
      current.until = boundary(last, edge)
      ranges.push({ edgeId: edge.id, person: edge.person, from: current.until, until: Infinity })
    }
    last = edge
  }
  return ranges.filter(({ from, until }) => from < until)
}

/** Several people on one device: to be shown, because a touch may be somebody else's. */
export const isShared = (ranges: readonly Range[]): boolean =>
  new Set(ranges.map(({ person }) => person)).size > 1

/** The last group call within a stretch of time, if there was one. */
export const groupWithin = (
  edges: readonly Edge[],
  { from, until }: Pick<Range, 'from' | 'until'>,
): Edge | undefined =>
  edges
    .filter(({ kind, at }) => kind === 'group' && at >= from && at < until)
    .toSorted(byInstant)
    .at(-1)
