import { Alert, Button, PasswordInput, Stack, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { SignInAnswer } from '#access/schema.ts'
import { ApiError, api } from '../platform/api.ts'
import { ErrorState } from '../ui/error-state.tsx'
import { CodeForm } from './code-form.tsx'
import { useAccessTexts } from './texts.ts'

type Props = {
  /** Given: the person is known and only the password is asked. */
  readonly email?: string
  readonly onDone: () => Promise<void>
}

/** E-mail and password, then a code where one is set up; says nothing about which of the first two was wrong. */
export function SignInForm({ email: known, onDone }: Props) {
  const t = useAccessTexts()
  const [email, setEmail] = useState(known ?? '')
  const [password, setPassword] = useState('')
  const [codeNeeded, setCodeNeeded] = useState(false)
  const signIn = useMutation({
    meta: { ownErrors: true },
    mutationFn: async () => {
      const body = { email: email.trim(), password }
      const answer = await api.post('/api/auth/sign-in/email', body, SignInAnswer)
      if (answer.codeNeeded) setCodeNeeded(true)
      else await onDone()
    },
  })
  const wrong = signIn.error instanceof ApiError && [400, 401].includes(signIn.error.status)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    signIn.mutate()
  }
  if (codeNeeded) {
    const again = () => {
      setCodeNeeded(false)
      setPassword('')
    }
    return <CodeForm onDone={onDone} onAgain={again} />
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        {wrong && (
          <Alert color="bad" variant="light" role="alert">
            {t('signIn.wrong')}
          </Alert>
        )}
        {signIn.isError && !wrong && <ErrorState error={signIn.error} />}
        <TextInput
          label={t('signIn.email')}
          type="email"
          name="email"
          autoComplete="username"
          required
          withAsterisk={false}
          readOnly={known !== undefined}
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <PasswordInput
          label={t('signIn.password')}
          name="password"
          autoComplete="current-password"
          required
          withAsterisk={false}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <Button type="submit" loading={signIn.isPending}>
          {t('signIn.do')}
        </Button>
      </Stack>
    </form>
  )
}
