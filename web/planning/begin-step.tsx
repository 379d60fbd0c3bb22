import { Button, Group, Text, Title } from '@mantine/core'
import { GlobeIcon, UploadIcon } from '@primer/octicons-react'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { isRunning, useDemo } from '../demo/demo-api.ts'
import { LoadDemo } from '../demo/load-demo.tsx'
import { useMay } from '../platform/session.ts'
import { AppLink } from '../ui/app-link.tsx'
import classes from './first-steps.module.css'
import { usePlanningTexts } from './texts.ts'

/** Own data or the demo company; both can wait. */
export function BeginStep() {
  const t = usePlanningTexts()
  const may = useMay()
  const demo = useDemo().data
  const isOpen = demo?.state === 'none' || demo?.state === 'failed' || isRunning(demo)
  const demoOffered = may('demo:run') && isOpen && demo?.own_records.length === 0
  return (
    <div>
      <Text mb="sm">{t('begin.sentence')}</Text>
      <div className={classes.choices}>
        {may('imports:run') && (
          <Choice title={t('begin.import.title')} text={t('begin.import.text')}>
            <Button
              leftSection={<UploadIcon size={16} aria-hidden />}
              renderRoot={(props) => <Link to="/imports" {...props} />}
            >
              {t('begin.import.do')}
            </Button>
          </Choice>
        )}
        {may('tracking:write') && (
          <Choice title={t('begin.website.title')} text={t('begin.website.text')}>
            <Button
              variant="default"
              leftSection={<GlobeIcon size={16} aria-hidden />}
              renderRoot={(props) => <Link to={'/websites' as string} {...props} />}
            >
              {t('begin.website.do')}
            </Button>
          </Choice>
        )}
        {demoOffered && (
          <Choice title={t('begin.demo.title')} text={t('begin.demo.text')}>
            <LoadDemo variant="default" />
          </Choice>
        )}
      </div>
      <Group gap="lg" mt="md">
        <AppLink to="/cockpit" size="sm">
          {t('begin.cockpit')}
        </AppLink>
        <AppLink to="/planning/targets" size="sm">
          {t('begin.targets')}
        </AppLink>
      </Group>
    </div>
  )
}

function Choice({
  title,
  text,
  children,
}: {
  readonly title: string
  readonly text: string
  readonly children: ReactNode
}) {
  return (
    <section className={`rk-panel ${classes.choice}`}>
      <Title order={2}>{title}</Title>
      <Text size="sm" c="dimmed">
        {text}
      </Text>
      <div>{children}</div>
    </section>
  )
}
