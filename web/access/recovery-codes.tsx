import { Alert, Button, Checkbox, CopyButton, Group, SimpleGrid, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { download } from '../ui/download.ts'
import { useAccessTexts } from './texts.ts'

type Props = { readonly codes: readonly string[]; readonly onDone: () => void | Promise<void> }

/** The recovery codes, shown this once: copied, saved or printed, then confirmed. */
export function RecoveryCodes({ codes, onDone }: Props) {
  const t = useAccessTexts()
  const [noted, setNoted] = useState(false)
  const text = codes.join('\n')
  return (
    <Stack gap="md">
      <Alert color="attention" variant="light" title={t('recovery.title')} role="status">
        <Text size="sm">{t('recovery.text')}</Text>
      </Alert>
      <SimpleGrid
        component="ul"
        cols={2}
        spacing={6}
        aria-label={t('recovery.list')}
        style={{ listStyle: 'none', margin: 0, padding: 0 }}
      >
        {codes.map((code) => (
          <Text component="li" key={code} ff="monospace" fz="md">
            {code}
          </Text>
        ))}
      </SimpleGrid>
      <Group gap="sm">
        <CopyButton value={text}>
          {({ copied, copy }) => (
            <Button variant="default" onClick={copy}>
              {copied ? t('invite.copied') : t('recovery.copy')}
            </Button>
          )}
        </CopyButton>
        <Button
          variant="default"
          onClick={() => download(t('recovery.file'), `${text}\n`, 'text/plain;charset=utf-8')}
        >
          {t('recovery.save')}
        </Button>
      </Group>
      <Checkbox
        label={t('recovery.noted')}
        checked={noted}
        onChange={(event) => setNoted(event.currentTarget.checked)}
      />
      <Button disabled={!noted} onClick={() => void onDone()} style={{ alignSelf: 'flex-start' }}>
        {t('recovery.done')}
      </Button>
    </Stack>
  )
}
