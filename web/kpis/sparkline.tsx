import classes from './cockpit.module.css'
import { sparklinePath } from './sparkline-path.ts'

type Props = {
  readonly values: readonly (number | null)[]
  /** For screen readers. */
  readonly label: string
  /** Months with a tracking change. */
  readonly marks?: readonly number[]
  readonly width?: number
  readonly height?: number
}

/** Thirteen months at a glance; the whole trend is in the explanation. */
export function Sparkline({ values, label, marks = [], width = 40, height = 18 }: Props) {
  // The lowest pixels belong to the marks, so that they do not hide the line.
  const { line, last } = sparklinePath(values, width, marks.length > 0 ? height - 4 : height)
  if (line === '') return null
  const step = values.length > 1 ? (width - 4) / (values.length - 1) : 0
  return (
    <svg
      role="img"
      aria-label={label}
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      className={classes['sparkline']}
    >
      {marks.map((index) => (
        <line
          key={index}
          x1={2 + index * step}
          x2={2 + index * step}
          y1={height - 4}
          y2={height}
          className={classes['sparkMark']}
        />
      ))}
      <path d={line} className={classes['sparkLine']} />
      {last && <circle cx={last.x} cy={last.y} r={2} className={classes['sparkDot']} />}
    </svg>
  )
}
