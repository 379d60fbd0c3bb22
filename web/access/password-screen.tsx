import { Box, Button, PasswordInput, Stack } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { MIN_PASSWORD_LENGTH } from '#access/password.ts'
import { ApiError, api, nothing } from '../platform/api.ts'
import { ErrorState } from '../ui/error-state.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { useAccessTexts } from './texts.ts'

/** Refusals that belong to a field; everything else is shown as a general error. */
const WRONG = ['access.wrong_password']
const SHORT = ['access.password_too_short', 'http.invalid_shape']

export function PasswordScreen() {
  const t = useAccessTexts()
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const [repeated, setRepeated] = useState('')
  const different = repeated !== '' && repeated !== next
  const change = useMutation({
    meta: { ownErrors: true },
    mutationFn: () =>
      api.post(
        '/api/auth/change-password',
        { currentPassword: current, newPassword: next, revokeOtherSessions: true },
        nothing,
      ),
    onSuccess: () => {
      notifications.show({ message: t('password.done'), color: 'good' })
      setCurrent('')
      setNext('')
      setRepeated('')
    },
  })
  const code = change.error instanceof ApiError ? change.error.code : null
  const known = code !== null && [...WRONG, ...SHORT].includes(code)
  return (
    <Box maw={440}>
      <PageHeader title={t('password.title')} sentence={t('password.sentence')} />
      <form
        onSubmit={(event: FormEvent) => {
          event.preventDefault()
          if (!different) change.mutate()
        }}
      >
        <Stack gap="md">
          {change.isError && !known && <ErrorState error={change.error} />}
          <PasswordInput
            label={t('password.current')}
            autoComplete="current-password"
            required
            value={current}
            error={code !== null && WRONG.includes(code) ? t('password.wrong') : undefined}
            onChange={(event) => setCurrent(event.currentTarget.value)}
          />
          <PasswordInput
            label={t('password.next')}
            description={t('setup.password.hint', { min: MIN_PASSWORD_LENGTH })}
            autoComplete="new-password"
            required
            minLength={MIN_PASSWORD_LENGTH}
            value={next}
            error={
              code !== null && SHORT.includes(code)
                ? t('password.short', { min: MIN_PASSWORD_LENGTH })
                : undefined
            }
            onChange={(event) => setNext(event.currentTarget.value)}
          />
          <PasswordInput
            label={t('password.repeat')}
            autoComplete="new-password"
            required
            value={repeated}
            error={different ? t('password.different') : undefined}
            onChange={(event) => setRepeated(event.currentTarget.value)}
          />
          <Button type="submit" loading={change.isPending} style={{ alignSelf: 'flex-start' }}>
            {t('password.do')}
          </Button>
        </Stack>
      </form>
    </Box>
  )
}
