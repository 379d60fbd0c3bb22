import { Badge, Group, Stack, Text, Title } from '@mantine/core'
import { CONSENT_MODE_TEXTS, CONSENT_MODES, type ConsentMode } from '#tracking/website.ts'
import { useText } from '../platform/language.ts'
import { Panel } from '../ui/panel.tsx'
import classes from './websites.module.css'
import { useWebsitesTexts } from './websites-texts.ts'

/** The three ways to measure before consent, the chosen one marked. */
export function ConsentModes({ mode }: { readonly mode: ConsentMode }) {
  const t = useWebsitesTexts()
  const text = useText()
  return (
    <Panel title={t('mode.title')} sentence={t('mode.sentence')}>
      <div className={classes.modes}>
        {CONSENT_MODES.map((one) => {
          const { label, what, law } = CONSENT_MODE_TEXTS[one]
          return (
            <section key={one} className={classes.mode} data-current={one === mode || undefined}>
              <Group gap="xs" mb={6}>
                <Title order={3}>{text(label)}</Title>
                {one === mode && (
                  <Badge variant="light" size="sm">
                    {t('mode.current')}
                  </Badge>
                )}
              </Group>
              <Stack gap={6}>
                <Text size="sm">{text(what)}</Text>
                <Text size="sm" c="dimmed">
                  {text(law)}
                </Text>
              </Stack>
            </section>
          )
        })}
      </div>
    </Panel>
  )
}
