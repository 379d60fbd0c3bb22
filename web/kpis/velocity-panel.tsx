import { Button, Group, NumberInput, Select, Slider, Text, UnstyledButton } from '@mantine/core'
import { useState } from 'react'
import { useLanguage } from '../platform/language.ts'
import { one } from '../platform/url-state.ts'
import { Panel } from '../ui/panel.tsx'
import { useFormats } from '../ui/use-formats.ts'
import type { CockpitState } from './cockpit-state.ts'
import type { Velocity } from './shapes.ts'
import { useKpiTexts } from './texts.ts'
import { VelocityBases } from './velocity-bases.tsx'
import classes from './velocity-panel.module.css'
import {
  LEVER_HIGH,
  LEVER_LOW,
  LEVER_NAMES,
  type LeverId,
  type LeverLine,
  readWhatIf,
  whatIf,
} from './what-if.ts'

type Props = { readonly velocity: Velocity; readonly state: CockpitState }

/** The figure that a lever comes from. */
const LEVER_KPI: Readonly<Record<LeverId, string>> = {
  opportunities: 'open_opportunities',
  rate: 'win_rate',
  dealValueCents: 'average_deal_value',
  cycleDays: 'sales_cycle_days',
}

/** What the pipeline turns into money per day, and what each lever would change. */
export function VelocityPanel({ velocity, state }: Props) {
  const t = useKpiTexts()
  const language = useLanguage()
  const { search, change } = state
  const wanted = one(search, 'velocity_base')
  const base = velocity.bases.find((line) => line.base === wanted) ?? {
    ...velocity,
    ...velocity.bases.find((line) => line.base === velocity.base),
  }
  const name = 'name' in base && base.name ? base.name[language] : base.base
  const note = 'note' in base && base.note ? base.note[language] : ''
  // While a slider moves, its value is only here; the address follows when it is let go.
  const [moving, setMoving] = useState<Partial<Record<LeverId, number>>>({})
  const result = whatIf(base.inputs, { ...readWhatIf(search), ...moving })
  const settle = (id: LeverId, percent: number) => {
    setMoving(({ [id]: _, ...rest }) => rest)
    change({ [LEVER_NAMES[id]]: percent === 0 ? undefined : String(percent) })
  }
  return (
    <Panel
      title={t('velocity.title')}
      sentence={velocity.sentence[language]}
      actions={
        <Select
          size="xs"
          aria-label={t('velocity.base')}
          data={velocity.bases.map((line) => ({ value: line.base, label: line.name[language] }))}
          value={base.base}
          onChange={(value) =>
            change({ velocity_base: value === velocity.base ? undefined : (value ?? undefined) })
          }
          w={216}
        />
      }
    >
      <Outcome
        base={base.perDay}
        perDay={result.perDay}
        change={result.touched ? result.changeAgainstBase : null}
        onOpen={() => state.open('pipeline_velocity')}
      />
      <div className={classes['levers']}>
        <div className={classes['levers-head']}>
          <span>{t('velocity.lever')}</span>
          <span>{t('velocity.now')}</span>
          <span />
          <span />
          <span>{t('velocity.changed')}</span>
          <span>{t('velocity.effect')}</span>
        </div>
        {result.levers.map((line) => (
          <Lever
            key={line.id}
            line={line}
            onOpen={() => state.open(LEVER_KPI[line.id])}
            onMove={(percent) => setMoving((before) => ({ ...before, [line.id]: percent }))}
            onSettle={(percent) => settle(line.id, percent)}
          />
        ))}
      </div>
      <Group justify="space-between" align="flex-start" mt="xs" wrap="nowrap" gap="sm">
        <Text size="xs" c="dimmed">
          {result.base === null ? t('velocity.missing') : `${name}: ${note}`}
        </Text>
        {result.touched && (
          <Button
            size="compact-xs"
            variant="subtle"
            color="gray"
            onClick={() => {
              setMoving({})
              change(Object.fromEntries(Object.values(LEVER_NAMES).map((key) => [key, undefined])))
            }}
            style={{ flexShrink: 0 }}
          >
            {t('velocity.reset')}
          </Button>
        )}
      </Group>
      <VelocityBases velocity={velocity} chosen={base.base} />
    </Panel>
  )
}

type OutcomeProps = {
  readonly base: number | null
  readonly perDay: number | null
  readonly change: number | null
  readonly onOpen: () => void
}

function Outcome({ base, perDay, change, onOpen }: OutcomeProps) {
  const t = useKpiTexts()
  const formats = useFormats()
  const month = (value: number | null) => (value === null ? null : value * 30)
  return (
    <div className={classes['outcome']}>
      <UnstyledButton
        className={classes['now'] ?? ''}
        onClick={onOpen}
        aria-label={t('explain.open', {
          name: t('velocity.title'),
          value: `${formats.moneyRounded(base)} ${t('velocity.perDay')}`,
        })}
      >
        <span className={classes['label']}>{t('velocity.now')}</span>
        <span className={`${classes['big']} rk-number`}>{formats.moneyRounded(base)}</span>
        <span className={classes['label']}>
          {t('velocity.perDay')} · {formats.moneyRounded(month(base))} {t('velocity.perMonth')}
        </span>
      </UnstyledButton>
      <div className={classes['now']} aria-live="polite">
        <span className={classes['label']}>{t('velocity.whatIf')}</span>
        {change === null ? (
          <span className={classes['hint']}>{t('velocity.try')}</span>
        ) : (
          <>
            <span className={`${classes['big']} rk-number`}>{formats.moneyRounded(perDay)}</span>
            <span className={classes['label']}>
              {t('velocity.perDay')} · {formats.moneyRounded(month(perDay))}{' '}
              {t('velocity.perMonth')} · <b>{signedRate(change, formats)}</b>{' '}
              {t('velocity.against')}
            </span>
          </>
        )}
      </div>
    </div>
  )
}

const signedRate = (value: number, formats: ReturnType<typeof useFormats>): string =>
  value > 0 ? `+${formats.rate(value)}` : formats.rate(value).replace('-', '−')

type LeverProps = {
  readonly line: LeverLine
  readonly onOpen: () => void
  readonly onMove: (percent: number) => void
  readonly onSettle: (percent: number) => void
}

function Lever({ line, onOpen, onMove, onSettle }: LeverProps) {
  const t = useKpiTexts()
  const formats = useFormats()
  const name = t(`velocity.${line.id}`)
  const text = (value: number | null): string => {
    switch (line.id) {
      case 'opportunities':
        return formats.number(value, 1)
      case 'rate':
        return formats.rate(value)
      case 'dealValueCents':
        return formats.moneyRounded(value)
      case 'cycleDays':
        return value === null
          ? formats.number(null)
          : t('velocity.days', { value: formats.number(value, 1) })
      default:
        return line.id satisfies never
    }
  }
  const touched = line.percent !== 0
  const label = t('velocity.slider', { lever: name })
  return (
    <div className={classes['lever']}>
      <UnstyledButton
        fz="inherit"
        onClick={onOpen}
        aria-label={t('explain.open', { name, value: text(line.base) })}
      >
        {name}
      </UnstyledButton>
      <span className="rk-number">{text(line.base)}</span>
      <Slider
        size="sm"
        min={LEVER_LOW}
        max={LEVER_HIGH}
        step={1}
        disabled={line.base === null}
        value={line.percent}
        label={(value) => `${value > 0 ? '+' : ''}${value} %`}
        thumbLabel={label}
        startPointValue={0}
        marks={[{ value: 0 }]}
        onChange={onMove}
        onChangeEnd={onSettle}
      />
      <NumberInput
        size="xs"
        hideControls
        aria-label={label}
        min={LEVER_LOW}
        max={LEVER_HIGH}
        suffix=" %"
        decimalSeparator=","
        disabled={line.base === null}
        value={line.percent}
        onChange={(value) => onMove(Number(value) || 0)}
        onBlur={() => onSettle(line.percent)}
        onKeyDown={(event) => event.key === 'Enter' && onSettle(line.percent)}
        classNames={{ input: classes['percent'] ?? '' }}
      />
      <span className={`rk-number ${touched ? classes['changed'] : classes['quiet']}`}>
        {touched ? text(line.changed) : '–'}
      </span>
      <span className={`rk-number ${touched ? '' : classes['quiet']}`}>
        {touched && line.alone !== null ? signedRate(line.alone, formats) : '–'}
      </span>
    </div>
  )
}
