import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useMay } from '../platform/session.ts'
import { CopyCode, CopyLine } from '../ui/copy-field.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { Panel } from '../ui/panel.tsx'
import {
  fetchSetup,
  fetchWriteKey,
  renewWriteKey,
  type Website,
  websiteKeys,
} from './websites-api.ts'
import { useWebsitesTexts } from './websites-texts.ts'

/** Written as its makers show it, with our address and key. */
const example = (host: string, writeKey: string): string =>
  `import { Analytics } from '@segment/analytics-node'

const analytics = new Analytics({
  host: '${host}',
  writeKey: '${writeKey}',
})
analytics.track({ userId: 'anna@example.com', event: 'demo_request' })
`

/** analytics.js asks the same address for everything else. */
const browserExample = (host: string, siteKey: string): string =>
  `import { AnalyticsBrowser } from '@segment/analytics-next'

const analytics = AnalyticsBrowser.load({
  cdnURL: '${host}',
  writeKey: '${siteKey}',
})
analytics.page()
`

/** How servers of the company send events: address and key. */
export function ServerEvents({ website }: { readonly website: Website }) {
  const t = useWebsitesTexts()
  const may = useMay()
  const setup = useQuery({
    queryKey: websiteKeys.setup(website.id),
    queryFn: ({ signal }) => fetchSetup(website.id, signal),
  })
  const [shown, setShown] = useState(false)
  const key = useQuery({
    queryKey: websiteKeys.writeKey(website.id),
    queryFn: ({ signal }) => fetchWriteKey(website.id, signal),
    enabled: shown,
  })
  const isAdministrator = may('users:write')
  const address = setup.data?.segmentAddress ?? ''
  const writeKey = shown ? key.data?.writeKey : undefined
  return (
    <Panel title={t('server.title')} sentence={t('server.sentence')}>
      <Stack gap="sm">
        <Text size="sm" fw={600}>
          {t('server.address')}
        </Text>
        {address !== '' && <CopyLine value={address} label={t('server.address')} />}
        <Text size="sm" fw={600}>
          {t('server.key')}
        </Text>
        {!isAdministrator && (
          <Text size="sm" c="dimmed">
            {t('server.key.hidden')}
          </Text>
        )}
        {key.isError && <ErrorState error={key.error} onRetry={() => void key.refetch()} />}
        {isAdministrator && writeKey === undefined && (
          <Group>
            <Button
              size="compact-sm"
              variant="default"
              loading={key.isFetching}
              onClick={() => setShown(true)}
            >
              {t('server.key.show')}
            </Button>
          </Group>
        )}
        {writeKey !== undefined && (
          <>
            <CopyLine value={writeKey} label={t('server.key')} />
            <RenewButton website={website} />
          </>
        )}
        <CopyCode value={example(address, writeKey ?? '…')} label={t('server.example')} />
        <CopyCode value={browserExample(address, website.key)} label={t('server.browser')} />
        <Text size="xs" c="dimmed">
          {t('server.browser.hint')}
        </Text>
      </Stack>
    </Panel>
  )
}

function RenewButton({ website }: { readonly website: Website }) {
  const t = useWebsitesTexts()
  const client = useQueryClient()
  const [asking, setAsking] = useState(false)
  const renew = useMutation({
    mutationFn: () => renewWriteKey(website.id),
    onSuccess: (renewed) => {
      client.setQueryData(websiteKeys.writeKey(website.id), renewed)
      setAsking(false)
      notifications.show({ message: t('server.renewed'), color: 'good' })
    },
  })
  return (
    <Group>
      <Button size="compact-sm" variant="default" onClick={() => setAsking(true)}>
        {t('server.renew')}
      </Button>
      <Modal opened={asking} onClose={() => setAsking(false)} title={t('server.renew.title')}>
        <Stack gap="md">
          <Text size="sm">{t('server.renew.text')}</Text>
          {renew.isError && <ErrorState error={renew.error} />}
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={() => setAsking(false)}>
              {t('cancel')}
            </Button>
            <Button color="bad" loading={renew.isPending} onClick={() => renew.mutate()}>
              {t('server.renew')}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </Group>
  )
}
