/** A point of a sparkline in pixels. */
export type Point = { readonly x: number; readonly y: number }

export type SparklinePath = {
  /** SVG path of the line; gaps where nothing is known. */
  readonly line: string
  /** The newest value, if it is known. */
  readonly last: Point | null
}

const rounded = (value: number): number => Math.round(value * 10) / 10

/**
 * The line of a sparkline: the lowest value at the bottom, the highest at the top, a flat line in the
 * middle. Months without a value interrupt it; a month alone between gaps becomes a dot-length dash.
 */
export function sparklinePath(
  values: readonly (number | null)[],
  width: number,
  height: number,
  inset = 2,
): SparklinePath {
  const known = values.filter((value): value is number => value !== null)
  if (known.length === 0) return { line: '', last: null }
  const low = Math.min(...known)
  const span = Math.max(...known) - low
  const step = values.length > 1 ? (width - 2 * inset) / (values.length - 1) : 0
  const pointAt = (value: number, index: number): Point => ({
    x: rounded(inset + index * step),
    y: rounded(
      span === 0 ? height / 2 : height - inset - ((value - low) / span) * (height - 2 * inset),
    ),
  })
  const parts = values.flatMap((value, index) => {
    if (value === null) return []
    const { x, y } = pointAt(value, index)
    const starts = index === 0 || values[index - 1] === null
    const alone = starts && (values[index + 1] ?? null) === null
    return [`${starts ? 'M' : 'L'}${x} ${y}${alone ? 'h0.1' : ''}`]
  })
  const newest = values.at(-1) ?? null
  return {
    line: parts.join(''),
    last: newest === null ? null : pointAt(newest, values.length - 1),
  }
}

/** Which of the periods contain one of the days: where a mark belongs. */
export const markedIndexes = (
  periods: readonly { readonly from: string; readonly until: string }[],
  days: readonly string[],
): readonly number[] =>
  periods.flatMap(({ from, until }, index) =>
    days.some((day) => from <= day && day < until) ? [index] : [],
  )
