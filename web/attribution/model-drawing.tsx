import { EXAMPLE, exampleShares } from '#attribution/model-example.ts'
import { modelLabel } from '#attribution/model-texts.ts'
import { useText } from '../platform/language.ts'
import { useFormats } from '../ui/use-formats.ts'
import classes from './model-drawing.module.css'
import { useAttributionTexts } from './texts.ts'

const STEP = 122
const WIDTH = STEP * 4
const BARS = 120
const TOP = 22
const BAR = 48
const LINE = TOP + BARS

/** The example journey: four touches on a line, above each the share that the model gives it. */
export function ModelDrawing({ word }: { readonly word: string }) {
  const t = useAttributionTexts()
  const text = useText()
  const formats = useFormats()
  const shares = exampleShares(word)
  if (!shares) return null
  const channel = (name: string) => t(`example.${name}` as 'example.email')
  const touches = EXAMPLE.map((touch, place) => ({
    ...touch,
    share: shares[place] ?? 0,
    x: STEP * (place + 0.5),
    when: touch.days === 0 ? t('example.today') : t('example.days', { count: touch.days }),
    marks: touch.milestones.map((name) => t(`example.${name}`)).join(' · '),
  }))
  const told = touches.map(({ channel: name, share }) => `${channel(name)} ${formats.rate(share)}`)
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${LINE + 66}`}
      className={classes['drawing']}
      role="img"
      aria-label={t('help.drawing', { model: text(modelLabel(word)), shares: told.join(', ') })}
    >
      <line x1={0} x2={WIDTH} y1={LINE} y2={LINE} className={classes['line']} />
      {touches.map(({ x, share, channel: name, when, marks }, place) => {
        const height = share * BARS
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: four touches that never change places
          <g key={place}>
            <rect
              x={x - BAR / 2}
              y={LINE - height}
              width={BAR}
              height={height}
              className={classes['bar']}
            />
            <text x={x} y={LINE - height - 7} className={classes['share']}>
              {formats.rate(share)}
            </text>
            <text x={x} y={LINE + 20} className={classes['name']}>
              {channel(name)}
            </text>
            <text x={x} y={LINE + 38} className={classes['quiet']}>
              {when}
            </text>
            <text x={x} y={LINE + 56} className={classes['quiet']}>
              {marks}
            </text>
          </g>
        )
      })}
    </svg>
  )
}
