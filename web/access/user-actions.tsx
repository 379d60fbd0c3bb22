import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { CheckCircleIcon, CircleSlashIcon, LinkIcon, ShieldXIcon } from '@primer/octicons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { userKind } from '#access/user.ts'
import { ApiError } from '../platform/api.ts'
import { useText } from '../platform/language.ts'
import { useMay } from '../platform/session.ts'
import { type RecordValues, recordKeys, updateRecord } from '../records/records-api.ts'
import { hasRuleText, ruleText } from '../records/rules.ts'
import { ErrorState } from '../ui/error-state.tsx'
import { accessKeys, makeInvitation, resetTwoFactor } from './access-api.ts'
import { LinkDialog } from './link-dialog.tsx'
import { useAccessTexts } from './texts.ts'

type Props = { readonly user: RecordValues }

/** What an administrator does with a user: a link for the password, lock and unlock, a lost second factor. */
export function UserActions({ user }: Props) {
  const may = useMay()
  if (!may('users:write')) return null
  return (
    <>
      {user.role !== null && user.active === true && <LinkButton user={user} />}
      {user.two_factor === true && <ResetTwoFactorButton user={user} />}
      <ActiveButton user={user} />
    </>
  )
}

function LinkButton({ user }: Props) {
  const t = useAccessTexts()
  const invite = useMutation({ mutationFn: () => makeInvitation(user.id) })
  const first = user.state === 'pending'
  const title = first ? t('invite.title') : t('invite.again.title')
  return (
    <>
      <Button
        variant={first ? 'filled' : 'default'}
        leftSection={<LinkIcon size={16} aria-hidden />}
        loading={invite.isPending}
        onClick={() => invite.mutate()}
      >
        {first ? t('invite.do') : t('invite.again')}
      </Button>
      <Modal opened={invite.isSuccess || invite.isError} onClose={invite.reset} title={title}>
        {invite.isError && <Refusal error={invite.error} />}
        {invite.data && (
          <LinkDialog
            invitation={invite.data}
            email={String(user.email ?? '')}
            onClose={invite.reset}
          />
        )}
      </Modal>
    </>
  )
}

/** Locking ends every session at once; the last administrator cannot be locked. */
function ActiveButton({ user }: Props) {
  const t = useAccessTexts()
  const client = useQueryClient()
  const active = user.active === true
  const change = async () => {
    const saved = await updateRecord(userKind, user.id, {
      version: user.version,
      changes: { active: !active },
    })
    client.setQueryData(recordKeys.one(userKind, user.id), saved)
    await client.invalidateQueries({ queryKey: recordKeys.kind(userKind) })
    await client.invalidateQueries({ queryKey: accessKeys.sessions({ userId: user.id }) })
    notifications.show({ message: t(active ? 'user.disabled' : 'user.enabled'), color: 'good' })
  }
  const name = String(user.name ?? '')
  return (
    <Confirmed
      label={t(active ? 'user.disable' : 'user.enable')}
      icon={
        active ? (
          <CircleSlashIcon size={16} aria-hidden />
        ) : (
          <CheckCircleIcon size={16} aria-hidden />
        )
      }
      title={t(active ? 'user.disable.title' : 'user.enable.title', { name })}
      text={t(active ? 'user.disable.text' : 'user.enable.text')}
      danger={active}
      run={change}
    />
  )
}

function ResetTwoFactorButton({ user }: Props) {
  const t = useAccessTexts()
  const client = useQueryClient()
  const reset = async () => {
    await resetTwoFactor(user.id)
    await client.invalidateQueries({ queryKey: recordKeys.all })
    await client.invalidateQueries({ queryKey: accessKeys.sessions({ userId: user.id }) })
    notifications.show({ message: t('user.reset.done'), color: 'good' })
  }
  return (
    <Confirmed
      label={t('user.reset')}
      icon={<ShieldXIcon size={16} aria-hidden />}
      title={t('user.reset.title', { name: String(user.name ?? '') })}
      text={t('user.reset.text')}
      danger
      run={reset}
    />
  )
}

type ConfirmedProps = {
  readonly label: string
  readonly icon: ReactNode
  readonly title: string
  readonly text: string
  readonly danger: boolean
  readonly run: () => Promise<void>
}

/** A button that asks before it does something that hits somebody. */
function Confirmed({ label, icon, title, text, danger, run }: ConfirmedProps) {
  const t = useAccessTexts()
  const [opened, setOpened] = useState(false)
  const action = useMutation({ mutationFn: run, onSuccess: () => setOpened(false) })
  const close = () => {
    setOpened(false)
    action.reset()
  }
  return (
    <>
      <Button variant="default" leftSection={icon} onClick={() => setOpened(true)}>
        {label}
      </Button>
      <Modal opened={opened} onClose={close} title={title}>
        <Stack gap="md">
          {action.isError ? <Refusal error={action.error} /> : <Text size="sm">{text}</Text>}
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={close} data-autofocus>
              {t('user.cancel')}
            </Button>
            <Button
              color={danger ? 'bad' : 'petrol'}
              loading={action.isPending}
              disabled={action.isError}
              onClick={() => action.mutate()}
            >
              {label}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  )
}

function Refusal({ error }: { readonly error: unknown }) {
  const text = useText()
  const rules = error instanceof ApiError ? [error.problems[0]?.rule, error.code] : ([] as const)
  const rule = rules.find((one) => one !== undefined && hasRuleText(one))
  return <ErrorState error={error} {...(rule ? { text: text(ruleText(rule)) } : {})} />
}
