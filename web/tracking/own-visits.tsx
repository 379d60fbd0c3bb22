import { Button, Group, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { z } from 'zod'
import { fetchSettings, settingsKey, settingsShape } from '../company/settings-api.ts'
import { api } from '../platform/api.ts'
import { useMay } from '../platform/session.ts'
import { AppLink } from '../ui/app-link.tsx'
import { CopyLine } from '../ui/copy-field.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { Panel } from '../ui/panel.tsx'
import { fetchRecent, type Website, websiteKeys } from './websites-api.ts'
import { useWebsitesTexts } from './websites-texts.ts'

/** The link that leaves a browser out, and the addresses that are left out. */
export function OwnVisits({ website }: { readonly website: Website }) {
  const t = useWebsitesTexts()
  return (
    <Panel title={t('own.title')} sentence={t('own.sentence')}>
      <Stack gap="sm">
        {website.domains.map((domain) => (
          <CopyLine
            key={domain}
            value={`https://${domain}/#regelkreis=off`}
            label={t('own.link', { domain })}
          />
        ))}
        <Text size="sm" c="dimmed">
          {t('own.back')}
        </Text>
        <OwnAddress website={website} />
      </Stack>
    </Panel>
  )
}

const Addresses = z.array(z.string()).catch([])

function OwnAddress({ website }: { readonly website: Website }) {
  const t = useWebsitesTexts()
  const may = useMay()
  const client = useQueryClient()
  const recent = useQuery({
    queryKey: websiteKeys.recent(website.id),
    queryFn: ({ signal }) => fetchRecent(website.id, signal),
  })
  const settings = useQuery({
    queryKey: settingsKey,
    queryFn: ({ signal }) => fetchSettings(signal),
    enabled: may('company:read'),
  })
  const listed = Addresses.parse(settings.data?.values.excluded_addresses)
  const address = recent.data?.ownAddress ?? ''
  const isListed = listed.includes(address)
  const change = useMutation({
    mutationFn: (next: readonly string[]) =>
      api.patch('/api/settings', { changes: { excluded_addresses: next } }, settingsShape),
    onSuccess: async (saved) => {
      client.setQueryData(settingsKey, saved)
      await client.invalidateQueries({ queryKey: websiteKeys.recent(website.id) })
      const message = t(isListed ? 'own.address.removed' : 'own.address.added', { address })
      notifications.show({ message, color: 'good' })
    },
  })
  if (!recent.data) return null
  const { isExcluded } = recent.data
  return (
    <Stack gap={6}>
      <Group gap="xs">
        <Text size="sm">
          {t('own.address')} <code>{address}</code>.{' '}
          {isExcluded && t(isListed ? 'own.address.excluded' : 'own.address.network')}
        </Text>
        {may('company:write') && settings.data && (isListed || !isExcluded) && (
          <Button
            size="compact-sm"
            variant="default"
            loading={change.isPending}
            onClick={() =>
              change.mutate(
                isListed ? listed.filter((one) => one !== address) : [...listed, address],
              )
            }
          >
            {t(isListed ? 'own.address.include' : 'own.address.exclude')}
          </Button>
        )}
      </Group>
      {change.isError && <ErrorState error={change.error} />}
      {may('company:read') && (
        <AppLink to="/settings" size="sm">
          {t('own.settings')}
        </AppLink>
      )}
    </Stack>
  )
}
