import { Box, Text, UnstyledButton } from '@mantine/core'
import { useLanguage } from '../platform/language.ts'
import { AppLink } from '../ui/app-link.tsx'
import { Panel } from '../ui/panel.tsx'
import { useFormats } from '../ui/use-formats.ts'
import type { CockpitState } from './cockpit-state.ts'
import { Diary } from './diary.tsx'
import type { Trust } from './shapes.ts'
import { useKpiTexts } from './texts.ts'
import classes from './trust-panel.module.css'

type Props = { readonly trust: Trust; readonly state: CockpitState }

/** How far the figures can be trusted: what is filled in, what carries a campaign, what changed. */
export function TrustPanel({ trust, state }: Props) {
  const t = useKpiTexts()
  const language = useLanguage()
  return (
    <Panel title={t('trust.title')} sentence={trust.sentence[language]}>
      <div className={classes['columns']}>
        <Shares
          title={t('trust.completeness')}
          empty={t('trust.noFields')}
          onOpen={() => state.open('crm_completeness')}
          lines={trust.completeness.map(({ field, name, filled, of, share }) => ({
            id: field,
            name: name[language],
            part: filled,
            whole: of,
            share,
          }))}
        />
        <Shares
          title={t('trust.measurability')}
          empty={t('trust.noTouchpoints')}
          onOpen={(channel) => state.open('measurability', { channels: [channel] })}
          lines={trust.measurability.map(({ channel, name, withCampaign, touchpoints, share }) => ({
            id: channel,
            name: name[language],
            part: withCampaign,
            whole: touchpoints,
            share,
          }))}
        />
        <Box>
          <h3 className={classes['title']}>{t('diary.title')}</h3>
          <Text size="xs" c="dimmed" mb="xs">
            {t('diary.text')}{' '}
            <AppLink to="/tracking-changes" fz="xs" underline="always">
              {t('diary.all')}
            </AppLink>
          </Text>
          <Diary changes={trust.changes} />
        </Box>
      </div>
    </Panel>
  )
}

type Line = {
  readonly id: string
  readonly name: string
  readonly part: number
  readonly whole: number
  readonly share: number | null
}

type SharesProps = {
  readonly title: string
  readonly empty: string
  readonly lines: readonly Line[]
  readonly onOpen: (id: string) => void
}

/** Shares as bars from 0 to 100 per cent, each with its counts. */
function Shares({ title, empty, lines, onOpen }: SharesProps) {
  const t = useKpiTexts()
  const formats = useFormats()
  const known = lines.filter((line) => line.whole > 0)
  return (
    <Box>
      <h3 className={classes['title']}>{title}</h3>
      {known.length === 0 && (
        <Text size="xs" c="dimmed">
          {empty}
        </Text>
      )}
      <ul className={classes['shares']}>
        {known.map(({ id, name, part, whole, share }) => (
          <li key={id}>
            <UnstyledButton
              className={classes['share'] ?? ''}
              onClick={() => onOpen(id)}
              aria-label={t('explain.open', { name, value: formats.rate(share, 0) })}
            >
              <span>{name}</span>
              <span className={classes['track']} aria-hidden>
                <span style={{ width: `${(share ?? 0) * 100}%` }} />
              </span>
              <span className="rk-number">{formats.rate(share, 0)}</span>
              <span className={`rk-number ${classes['counts']}`}>
                {formats.number(part)} {t('trust.of')} {formats.number(whole)}
              </span>
            </UnstyledButton>
          </li>
        ))}
      </ul>
    </Box>
  )
}
