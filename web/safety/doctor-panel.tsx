import { Box, Button, Text } from '@mantine/core'
import type { Diagnosis } from '#safety/schema.ts'
import { useText } from '../platform/language.ts'
import { BandBadge, type Tone } from '../ui/band-badge.tsx'
import { Breakable } from '../ui/breakable.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { Panel } from '../ui/panel.tsx'
import classes from './safety.module.css'
import { useDoctor } from './safety-api.ts'
import { useSafetyTexts } from './texts.ts'

/** Versions, rights, disk, clock, backups, mail: what was found and what to do. */
export function DoctorPanel() {
  const t = useSafetyTexts()
  const doctor = useDoctor()
  return (
    <Panel
      title={t('doctor.title')}
      sentence={doctor.data ? <Verdict diagnosis={doctor.data} /> : t('doctor.loading')}
      actions={
        <Button
          variant="default"
          size="xs"
          loading={doctor.isFetching}
          onClick={() => void doctor.refetch()}
        >
          {t('doctor.again')}
        </Button>
      }
    >
      {doctor.isError && <ErrorState error={doctor.error} />}
      {doctor.data && <Findings findings={doctor.data.findings} />}
    </Panel>
  )
}

function Verdict({ diagnosis: { verdict, findings } }: { readonly diagnosis: Diagnosis }) {
  const t = useSafetyTexts()
  if (verdict === 'ok') return t('doctor.ok')
  return t(`doctor.${verdict}`, { count: findings.filter(({ state }) => state === verdict).length })
}

type Finding = Diagnosis['findings'][number]

const TONES: Readonly<Record<Finding['state'], Tone>> = {
  ok: 'good',
  attention: 'attention',
  bad: 'bad',
}

function Findings({ findings }: { readonly findings: readonly Finding[] }) {
  const t = useSafetyTexts()
  const text = useText()
  return (
    <ul className={classes.findings}>
      {findings.map(({ id, state, title, finding, advice }) => (
        <li key={id} className={classes.finding}>
          <BandBadge
            tone={TONES[state]}
            size="sm"
            {...(state === 'ok' ? { label: t('finding.good') } : {})}
          />
          <Box miw={0}>
            <Text size="sm" component="div">
              <b>{text(title)}:</b> <Breakable text={text(finding)} />
            </Text>
            {advice && (
              <Text size="sm" c="dimmed" component="div">
                <Breakable text={text(advice)} />
              </Text>
            )}
          </Box>
        </li>
      ))}
    </ul>
  )
}
