import {
  Badge,
  Box,
  Button,
  Group,
  Modal,
  PasswordInput,
  Stack,
  Text,
  TextInput,
} from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { CheckCircleIcon, KeyIcon, ShieldIcon } from '@primer/octicons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { meKey } from '../platform/session.ts'
import { ErrorState } from '../ui/error-state.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { Panel } from '../ui/panel.tsx'
import { accessKeys, fetchTwoFactor, renewRecoveryCodes, turnTwoFactorOff } from './access-api.ts'
import { RecoveryCodes } from './recovery-codes.tsx'
import { isAbout, useRefusalText } from './refusal-text.ts'
import { SessionList } from './session-list.tsx'
import { useAccessTexts } from './texts.ts'
import { TwoFactorSetup } from './two-factor-setup.tsx'

/** The own password, second factor and sessions. */
export function SecurityScreen() {
  const t = useAccessTexts()
  return (
    <Box maw={760}>
      <PageHeader title={t('security.title')} sentence={t('security.sentence')} />
      <Stack gap="lg">
        <Panel title={t('security.password')} sentence={t('security.password.text')}>
          <Button
            variant="default"
            leftSection={<KeyIcon size={16} aria-hidden />}
            renderRoot={(props) => <Link to="/account/password" {...props} />}
          >
            {t('password.do')}
          </Button>
        </Panel>
        <TwoFactorPanel />
        <SessionList />
      </Stack>
    </Box>
  )
}

type Dialog = 'set_up' | 'codes' | 'off' | null

function TwoFactorPanel() {
  const t = useAccessTexts()
  const client = useQueryClient()
  const [dialog, setDialog] = useState<Dialog>(null)
  const state = useQuery({
    queryKey: accessKeys.twoFactor,
    queryFn: ({ signal }) => fetchTwoFactor(signal),
  })
  const close = async () => {
    setDialog(null)
    await client.invalidateQueries({ queryKey: accessKeys.twoFactor })
    await client.invalidateQueries({ queryKey: meKey })
  }
  const titles = {
    set_up: 'twoFactor.setUp',
    codes: 'twoFactor.renew',
    off: 'twoFactor.off',
  } as const
  return (
    <Panel title={t('twoFactor.title')} sentence={t('twoFactor.sentence')}>
      {state.isError && <ErrorState error={state.error} onRetry={() => void state.refetch()} />}
      {state.data?.enabled === false && (
        <Button
          leftSection={<ShieldIcon size={16} aria-hidden />}
          onClick={() => setDialog('set_up')}
        >
          {t('twoFactor.setUp')}
        </Button>
      )}
      {state.data?.enabled && (
        <Stack gap="sm">
          <Group gap="sm">
            <Badge
              variant="light"
              color="good"
              leftSection={<CheckCircleIcon size={12} aria-hidden />}
            >
              {t('twoFactor.on')}
            </Badge>
            <Text size="sm">{t('twoFactor.left', { count: state.data.recoveryCodesLeft })}</Text>
          </Group>
          <Group gap="sm">
            <Button variant="default" onClick={() => setDialog('codes')}>
              {t('twoFactor.renew')}
            </Button>
            <Button variant="default" onClick={() => setDialog('off')}>
              {t('twoFactor.off')}
            </Button>
          </Group>
          {state.data.needed && (
            <Text size="xs" c="dimmed">
              {t('twoFactor.needed')}
            </Text>
          )}
        </Stack>
      )}
      <Modal
        opened={dialog !== null}
        onClose={() => void close()}
        title={dialog === null ? '' : t(titles[dialog])}
        closeOnClickOutside={false}
      >
        {dialog === 'set_up' && <TwoFactorSetup onDone={close} />}
        {(dialog === 'codes' || dialog === 'off') && <ProofDialog what={dialog} onDone={close} />}
      </Modal>
    </Panel>
  )
}

/** Password and a code once more, before the second factor itself is changed. */
function ProofDialog({
  what,
  onDone,
}: {
  readonly what: 'codes' | 'off'
  readonly onDone: () => Promise<void>
}) {
  const t = useAccessTexts()
  const refusalText = useRefusalText()
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const [codes, setCodes] = useState<readonly string[] | null>(null)
  const [asked, ask] = useDisclosure(true)
  const change = useMutation({
    meta: { ownErrors: true },
    mutationFn: async () => {
      if (what === 'codes') return (await renewRecoveryCodes({ password, code })).recoveryCodes
      await turnTwoFactorOff({ password, code })
      return null
    },
    onSuccess: async (fresh) => {
      ask.close()
      if (fresh !== null) return setCodes(fresh)
      notifications.show({ message: t('twoFactor.turnedOff'), color: 'good' })
      await onDone()
    },
    onError: () => setCode(''),
  })
  if (codes !== null) return <RecoveryCodes codes={codes} onDone={onDone} />
  const [wrongPassword, wrongCode] = [
    isAbout(change.error, 'password'),
    isAbout(change.error, 'code'),
  ]
  const text = refusalText(change.error)
  return (
    <form
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        if (asked) change.mutate()
      }}
    >
      <Stack gap="md">
        <Text size="sm">{t(what === 'codes' ? 'twoFactor.renew.text' : 'twoFactor.off.text')}</Text>
        {change.isError && !wrongPassword && !wrongCode && (
          <ErrorState error={change.error} {...(text === null ? {} : { text })} />
        )}
        <PasswordInput
          label={t('twoFactor.password')}
          autoComplete="current-password"
          required
          withAsterisk={false}
          data-autofocus
          value={password}
          error={wrongPassword ? text : undefined}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <TextInput
          label={t('twoFactor.anyCode')}
          autoComplete="one-time-code"
          required
          withAsterisk={false}
          value={code}
          error={wrongCode ? text : undefined}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
        <Button
          type="submit"
          color={what === 'off' ? 'bad' : 'petrol'}
          loading={change.isPending}
          style={{ alignSelf: 'flex-start' }}
        >
          {t(what === 'codes' ? 'twoFactor.renew.do' : 'twoFactor.off.do')}
        </Button>
      </Stack>
    </form>
  )
}
