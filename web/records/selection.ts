/** Which rows of a list are ticked. */
export type Selection = {
  readonly ids: ReadonlySet<string>
  /** Where a range begins: the row ticked last. */
  readonly anchor: string | null
  /** Not the ticked rows but every hit of the filter. */
  readonly everyHit: boolean
}

export const NOTHING_SELECTED: Selection = { ids: new Set(), anchor: null, everyHit: false }

/**
 * Ticks a row or takes the tick away. With `range` every row from the one ticked last up to this one gets
 * what this one gets. `order` has the ids as the list shows them.
 */
export function toggled(
  selection: Selection,
  order: readonly string[],
  id: string,
  range: boolean,
): Selection {
  const ids = new Set(selection.everyHit ? order : selection.ids)
  const isOn = !ids.has(id)
  const from = selection.anchor === null ? -1 : order.indexOf(selection.anchor)
  const to = order.indexOf(id)
  const span = range && from >= 0 ? order.slice(Math.min(from, to), Math.max(from, to) + 1) : [id]
  for (const each of span) {
    if (isOn) ids.add(each)
    else ids.delete(each)
  }
  return { ids, anchor: id, everyHit: false }
}

/** Ticks all rows that are loaded, or none when all of them are. */
export const toggledAll = (selection: Selection, order: readonly string[]): Selection =>
  isAllTicked(selection, order)
    ? NOTHING_SELECTED
    : { ids: new Set([...selection.ids, ...order]), anchor: null, everyHit: false }

export const isTicked = ({ ids, everyHit }: Selection, id: string): boolean =>
  everyHit || ids.has(id)

export const isAllTicked = (selection: Selection, order: readonly string[]): boolean =>
  order.length > 0 && order.every((id) => isTicked(selection, id))

/** How many records an action on the selection means. */
export const selectedCount = ({ ids, everyHit }: Selection, hits: number): number =>
  everyHit ? hits : ids.size
