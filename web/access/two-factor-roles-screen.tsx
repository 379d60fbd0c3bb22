import { Alert, Badge, Box, Button, Checkbox, Group, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { z } from 'zod'
import { ROLE_LABELS } from '#access/policy.ts'
import type { TwoFactorRoles } from '#access/schema.ts'
import { ScreenLoading } from '../app/screen-loading.tsx'
import { useText } from '../platform/language.ts'
import { meKey, useMe } from '../platform/session.ts'
import { ErrorState } from '../ui/error-state.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { Panel } from '../ui/panel.tsx'
import { accessKeys, fetchTwoFactorRoles, saveTwoFactorRoles } from './access-api.ts'
import { useAccessTexts } from './texts.ts'

type Roles = z.infer<typeof TwoFactorRoles>['roles']

/** Which roles may do nothing without a second factor. */
export function TwoFactorRolesScreen() {
  const t = useAccessTexts()
  const roles = useQuery({
    queryKey: accessKeys.twoFactorRoles,
    queryFn: ({ signal }) => fetchTwoFactorRoles(signal),
  })
  return (
    <Box maw={760}>
      <PageHeader title={t('roles.title')} sentence={t('roles.sentence')} />
      {roles.isPending && <ScreenLoading />}
      {roles.isError && <ErrorState error={roles.error} onRetry={() => void roles.refetch()} />}
      {roles.data && <RolesForm roles={roles.data.roles} />}
    </Box>
  )
}

function RolesForm({ roles }: { readonly roles: Roles }) {
  const t = useAccessTexts()
  const text = useText()
  const { user, twoFactor } = useMe()
  const client = useQueryClient()
  const saved = roles.filter((one) => one.needed).map((one) => one.role)
  const [wanted, setWanted] = useState<readonly string[]>(saved)
  const save = useMutation({
    mutationFn: () => saveTwoFactorRoles(wanted),
    onSuccess: async (answer) => {
      client.setQueryData(accessKeys.twoFactorRoles, answer)
      notifications.show({ message: t('roles.saved'), color: 'good' })
      await client.invalidateQueries({ queryKey: meKey })
    },
  })
  const changed = [...wanted].sort().join() !== [...saved].sort().join()
  const hitsMe = user.role !== null && wanted.includes(user.role) && !twoFactor.enabled
  return (
    <Panel title={t('roles.panel')} sentence={t('roles.panel.text')}>
      <Stack gap="md">
        {save.isError && <ErrorState error={save.error} />}
        <Stack gap="sm">
          {roles.map(({ role, users, without }) => (
            <Group key={role} justify="space-between" gap="sm">
              <Checkbox
                label={text(ROLE_LABELS[role])}
                checked={wanted.includes(role)}
                onChange={(event) =>
                  setWanted(
                    event.currentTarget.checked
                      ? [...wanted, role]
                      : wanted.filter((one) => one !== role),
                  )
                }
              />
              {users > 0 && without === 0 ? (
                <Badge variant="light" color="good" size="sm">
                  {t('roles.all', { count: users })}
                </Badge>
              ) : (
                <Text size="sm" c="dimmed">
                  {users === 0 ? t('roles.none') : t('roles.without', { users, without })}
                </Text>
              )}
            </Group>
          ))}
        </Stack>
        {hitsMe && (
          <Alert color="attention" variant="light" role="status">
            {t('roles.me')}
          </Alert>
        )}
        <Group gap="sm">
          <Button loading={save.isPending} disabled={!changed} onClick={() => save.mutate()}>
            {t('roles.save')}
          </Button>
        </Group>
      </Stack>
    </Panel>
  )
}
