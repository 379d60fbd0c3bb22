import { Text, VisuallyHidden } from '@mantine/core'
import classes from './journeys.module.css'
import { useJourneysTexts } from './journeys-texts.ts'

/** Longer paths show their beginning and their last step. */
const SHOWN = 6

/** Channels in their order; of a long path the middle is counted. */
export function ChannelPath({ names }: { readonly names: readonly string[] }) {
  const t = useJourneysTexts()
  const isLong = names.length > SHOWN
  const begin = isLong ? names.slice(0, SHOWN - 1) : names
  const rest = names.slice(SHOWN - 1, -1)
  return (
    <span className={classes['path']} title={isLong ? names.join(' → ') : undefined}>
      {begin.map((name, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a channel can stand in a path several times
        <Step key={place} name={name} isFirst={place === 0} />
      ))}
      {isLong && (
        <>
          <Text span size="xs" c="dimmed" aria-hidden>
            … {t('paths.more', { count: rest.length })} …
          </Text>
          <VisuallyHidden>{rest.join(', ')}</VisuallyHidden>
          <Step name={names.at(-1) ?? ''} isFirst={false} />
        </>
      )}
    </span>
  )
}

const Step = ({ name, isFirst }: { readonly name: string; readonly isFirst: boolean }) => (
  <>
    {!isFirst && (
      <span className={classes['arrow']} aria-hidden>
        →
      </span>
    )}
    <span className={classes['step']}>{name}</span>
  </>
)
