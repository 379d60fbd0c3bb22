import { Alert, Button, CopyButton, Group, Stack, Text, TextInput } from '@mantine/core'
import type { z } from 'zod'
import type { Invitation } from '#access/schema.ts'
import { useFormats } from '../ui/use-formats.ts'
import { useAccessTexts } from './texts.ts'

type Props = {
  readonly invitation: z.infer<typeof Invitation>
  readonly email: string
  readonly onClose: () => void
}

/** A one-time link to copy, and whether it went out by mail as well. */
export function LinkDialog({ invitation, email, onClose }: Props) {
  const t = useAccessTexts()
  const formats = useFormats()
  const { url, expiresAt, mail } = invitation
  return (
    <Stack gap="md">
      {mail === 'sent' && (
        <Alert color="good" variant="light" role="status">
          {t('invite.sent', { email })}
        </Alert>
      )}
      {mail === 'failed' && (
        <Alert color="attention" variant="light" role="alert">
          {t('invite.failed', { email })}
        </Alert>
      )}
      <Text size="sm">{t('invite.text', { until: formats.instant(expiresAt) })}</Text>
      <TextInput
        label={t('invite.link')}
        readOnly
        value={url}
        onFocus={(event) => event.currentTarget.select()}
      />
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={onClose}>
          {t('invite.close')}
        </Button>
        <CopyButton value={url}>
          {({ copied, copy }) => (
            <Button onClick={copy}>{copied ? t('invite.copied') : t('invite.copy')}</Button>
          )}
        </CopyButton>
      </Group>
    </Stack>
  )
}
