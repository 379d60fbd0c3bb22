import { Alert, Button, Code, Group, Loader, PasswordInput, Stack, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useMe } from '../platform/session.ts'
import { ErrorState } from '../ui/error-state.tsx'
import { accessKeys, beginEnrolment, confirmEnrolment } from './access-api.ts'
import { CodeInput } from './code-input.tsx'
import { RecoveryCodes } from './recovery-codes.tsx'
import { isAbout, useRefusalText } from './refusal-text.ts'
import { useAccessTexts } from './texts.ts'

type Props = {
  /** The recovery codes were shown and noted. */
  readonly onDone: () => void | Promise<void>
}

/** Password, then QR code and first code, then the recovery codes: one after the other. */
export function TwoFactorSetup({ onDone }: Props) {
  const client = useQueryClient()
  const [begun, setBegun] = useState<{ uri: string; key: string } | null>(null)
  const [codes, setCodes] = useState<readonly string[] | null>(null)
  if (codes !== null) {
    return (
      <RecoveryCodes
        codes={codes}
        onDone={async () => {
          await client.invalidateQueries({ queryKey: accessKeys.twoFactor })
          await onDone()
        }}
      />
    )
  }
  return begun === null ? (
    <PasswordStep onBegun={setBegun} />
  ) : (
    <KeyForm uri={begun.uri} secret={begun.key} onCodes={setCodes} />
  )
}

function PasswordStep({
  onBegun,
}: {
  readonly onBegun: (begun: { uri: string; key: string }) => void
}) {
  const t = useAccessTexts()
  const { user } = useMe()
  const refusalText = useRefusalText()
  const [password, setPassword] = useState('')
  const begin = useMutation({
    meta: { ownErrors: true },
    mutationFn: () => beginEnrolment(password),
    onSuccess: onBegun,
  })
  const wrong = isAbout(begin.error, 'password')
  return (
    <form
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        begin.mutate()
      }}
    >
      <Stack gap="md">
        <Text size="sm">{t('twoFactor.setUp.text')}</Text>
        {begin.isError && !wrong && <ErrorState error={begin.error} />}
        <input type="hidden" name="username" autoComplete="username" value={user.email ?? ''} />
        <PasswordInput
          label={t('twoFactor.password')}
          autoComplete="current-password"
          required
          withAsterisk={false}
          data-autofocus
          value={password}
          error={wrong ? refusalText(begin.error) : undefined}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <Button type="submit" loading={begin.isPending} style={{ alignSelf: 'flex-start' }}>
          {t('twoFactor.next')}
        </Button>
      </Stack>
    </form>
  )
}

type KeyProps = {
  readonly uri: string
  readonly secret: string
  readonly onCodes: (codes: readonly string[]) => void
}

function KeyForm({ uri, secret, onCodes }: KeyProps) {
  const t = useAccessTexts()
  const refusalText = useRefusalText()
  const [code, setCode] = useState('')
  const confirm = useMutation({
    meta: { ownErrors: true },
    mutationFn: () => confirmEnrolment(code),
    onSuccess: ({ recoveryCodes }) => onCodes(recoveryCodes),
    onError: () => setCode(''),
  })
  const wrong = isAbout(confirm.error, 'code')
  return (
    <form
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        confirm.mutate()
      }}
    >
      <Stack gap="md">
        <Text size="sm">{t('twoFactor.scan')}</Text>
        <QrCode text={uri} label={t('twoFactor.qr')} />
        <div>
          <Text size="sm" mb={4}>
            {t('twoFactor.manual')}
          </Text>
          <Code block style={{ whiteSpace: 'pre-wrap' }}>
            {secret.match(/.{1,4}/g)?.join(' ')}
          </Code>
        </div>
        {confirm.isError && !wrong && <ErrorState error={confirm.error} />}
        <CodeInput
          label={t('twoFactor.firstCode')}
          value={code}
          onChange={setCode}
          error={wrong ? refusalText(confirm.error) : undefined}
        />
        <Group>
          <Button type="submit" loading={confirm.isPending}>
            {t('twoFactor.confirm')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

/** Made in the browser: the key leaves it only as the picture on screen. White ground, so that phones read it in the dark look as well. */
function QrCode({ text, label }: { readonly text: string; readonly label: string }) {
  const picture = useQuery({
    queryKey: ['qr', text],
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async () => {
      const { toDataURL } = await import('qrcode')
      return toDataURL(text, { errorCorrectionLevel: 'M', margin: 2, width: 208 })
    },
  })
  if (picture.isError) return <Alert color="attention" variant="light" title={label} />
  if (!picture.data) return <Loader size="sm" />
  return (
    <img
      src={picture.data}
      width={208}
      height={208}
      alt={label}
      style={{ borderRadius: 8, border: '1px solid var(--rk-line)' }}
    />
  )
}
