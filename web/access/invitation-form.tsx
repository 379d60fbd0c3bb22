import { Alert, Button, PasswordInput, Stack, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { MIN_PASSWORD_LENGTH } from '#access/password.ts'
import { SignInAnswer } from '#access/schema.ts'
import { ApiError, api } from '../platform/api.ts'
import { meKey } from '../platform/session.ts'
import { ErrorState } from '../ui/error-state.tsx'
import { CodeForm } from './code-form.tsx'
import { useAccessTexts } from './texts.ts'

type Props = { readonly token: string; readonly email: string }

/** An invited person chooses a password and is signed in. */
export function InvitationForm({ token, email }: Props) {
  const t = useAccessTexts()
  const client = useQueryClient()
  const navigate = useNavigate()
  const [password, setPassword] = useState('')
  const [codeNeeded, setCodeNeeded] = useState(false)
  const enter = async () => {
    client.removeQueries({ queryKey: meKey })
    await navigate({ to: '/' })
  }
  const accept = useMutation({
    meta: { ownErrors: true },
    mutationFn: async () => {
      const answer = await api.post('/api/setup', { token, password }, SignInAnswer)
      if (answer.codeNeeded) setCodeNeeded(true)
      else await enter()
    },
  })
  if (codeNeeded) {
    return <CodeForm onDone={enter} onAgain={() => void navigate({ to: '/sign-in' })} />
  }
  const refused = accept.error instanceof ApiError && [404, 409].includes(accept.error.status)
  return (
    <form
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        accept.mutate()
      }}
    >
      <Stack gap="md">
        {refused && (
          <Alert color="bad" variant="light" role="alert">
            {t('invitation.refused')}
          </Alert>
        )}
        {accept.isError && !refused && <ErrorState error={accept.error} />}
        <TextInput label={t('setup.email')} autoComplete="username" value={email} readOnly />
        <PasswordInput
          label={t('setup.password')}
          description={t('setup.password.hint', { min: MIN_PASSWORD_LENGTH })}
          autoComplete="new-password"
          required
          minLength={MIN_PASSWORD_LENGTH}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <Button type="submit" loading={accept.isPending}>
          {t('invitation.do')}
        </Button>
      </Stack>
    </form>
  )
}
