import type { ReactNode } from 'react'
import { Fragment } from 'react'
import classes from './traffic.module.css'

type Bar = {
  readonly id: string
  readonly name: ReactNode
  /** 0 to 1 of the track. */
  readonly share: number
  /** The figure, as text. */
  readonly value: ReactNode
}

/** Names with bars from 0 and their figures: a list of shares. */
export function Bars({
  bars,
  isLong = false,
}: {
  readonly bars: readonly Bar[]
  /** Names are long (addresses): they get more room than the bars. */
  readonly isLong?: boolean
}) {
  return (
    <div className={classes.bars} data-long={isLong || undefined}>
      {bars.map(({ id, name, share, value }) => (
        <Fragment key={id}>
          <span>{name}</span>
          <span className={classes.track} aria-hidden>
            <span style={{ width: `${Math.min(1, share) * 100}%` }} />
          </span>
          <span className="rk-number" style={{ textAlign: 'end' }}>
            {value}
          </span>
        </Fragment>
      ))}
    </div>
  )
}
