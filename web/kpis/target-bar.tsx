import type { ShownTarget } from './shapes.ts'
import classes from './target.module.css'
import { targetBar } from './target-text.ts'

const percent = (share: number) => `${Math.round(share * 1000) / 10}%`

/** Reached so far, with a line at the target and a dotted one at what was to be expected by today. */
export function TargetBar({
  target,
  label,
}: {
  readonly target: ShownTarget
  readonly label: string
}) {
  const bar = targetBar(target)
  return (
    <span className={classes['bar']} role="img" aria-label={label} data-state={target.state}>
      <span className={classes['fill']} style={{ width: percent(bar.fill) }} />
      {bar.expected !== null && (
        <span className={classes['expected']} style={{ left: percent(bar.expected) }} />
      )}
      <span className={classes['mark']} style={{ left: percent(bar.target) }} />
    </span>
  )
}
