import { Button, CopyButton, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { MailIcon } from '@primer/octicons-react'
import { useMutation } from '@tanstack/react-query'
import { z } from 'zod'
import { ApiError, api } from '../platform/api.ts'
import { useText } from '../platform/language.ts'
import { useMay } from '../platform/session.ts'
import { ruleText } from '../records/rules.ts'
import { ErrorState } from '../ui/error-state.tsx'
import { useFormats } from '../ui/use-formats.ts'
import { useAccessTexts } from './texts.ts'

type Props = { readonly user: Readonly<Record<string, unknown>> & { readonly id: string } }

/** Makes a one-time link with which a person who has no login yet chooses a password. */
export function InviteButton({ user }: Props) {
  const t = useAccessTexts()
  const text = useText()
  const may = useMay()
  const formats = useFormats()
  const invite = useMutation({
    mutationFn: () =>
      api.post(
        `/api/users/${user.id}/invitation`,
        {},
        z.object({ url: z.string(), expiresAt: z.string() }),
      ),
  })
  if (!may('users:write') || user.login_id) return null
  const rule = invite.error instanceof ApiError ? invite.error.problems[0]?.rule : undefined
  return (
    <>
      <Button
        variant="default"
        leftSection={<MailIcon size={16} />}
        loading={invite.isPending}
        onClick={() => invite.mutate()}
      >
        {t('invite.do')}
      </Button>
      <Modal
        opened={invite.isSuccess || invite.isError}
        onClose={invite.reset}
        title={t('invite.title')}
      >
        {invite.isError && (
          <ErrorState error={invite.error} {...(rule ? { text: text(ruleText(rule)) } : {})} />
        )}
        {invite.data && (
          <Stack gap="md">
            <Text size="sm">
              {t('invite.text', { until: formats.instant(invite.data.expiresAt) })}
            </Text>
            <TextInput aria-label={t('invite.title')} readOnly value={invite.data.url} />
            <Group justify="flex-end">
              <CopyButton value={invite.data.url}>
                {({ copied, copy }) => (
                  <Button onClick={copy}>{copied ? t('invite.copied') : t('invite.copy')}</Button>
                )}
              </CopyButton>
            </Group>
          </Stack>
        )}
      </Modal>
    </>
  )
}
