import { Alert, Anchor, Button, Stack, Text, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { ApiError, api, nothing } from '../platform/api.ts'
import { ErrorState } from '../ui/error-state.tsx'
import { CodeInput } from './code-input.tsx'
import { useRefusalText } from './refusal-text.ts'
import { useAccessTexts } from './texts.ts'

type Props = {
  readonly onDone: () => Promise<void>
  /** The password has to be given again: too late, or too many wrong codes. */
  readonly onAgain: () => void
}

/** The second step of signing in: a code of the app, or a recovery code for who has no app at hand. */
export function CodeForm({ onDone, onAgain }: Props) {
  const t = useAccessTexts()
  const refusalText = useRefusalText()
  const [recovery, setRecovery] = useState(false)
  const [code, setCode] = useState('')
  const verify = useMutation({
    meta: { ownErrors: true },
    mutationFn: async (given: string) => {
      const body = recovery ? { recoveryCode: given } : { code: given }
      await api.post('/api/auth/sign-in/code', body, nothing)
      await onDone()
    },
    onError: () => setCode(''),
  })
  const refused = refusalText(verify.error)
  const again = verify.error instanceof ApiError && verify.error.code === 'access.sign_in_again'
  const submit = (event: FormEvent) => {
    event.preventDefault()
    verify.mutate(code)
  }
  if (again) {
    return (
      <Stack gap="md">
        <Alert color="attention" variant="light" role="alert">
          {refused}
        </Alert>
        <Button onClick={onAgain}>{t('code.toPassword')}</Button>
      </Stack>
    )
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <Text size="sm">{recovery ? t('code.recovery.text') : t('code.text')}</Text>
        {refused && (
          <Alert color="bad" variant="light" role="alert">
            {refused}
          </Alert>
        )}
        {verify.isError && !refused && <ErrorState error={verify.error} />}
        {recovery ? (
          <TextInput
            key="recovery"
            label={t('code.recovery')}
            placeholder="abcd-efgh"
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            data-autofocus
            autoFocus
            required
            withAsterisk={false}
            value={code}
            onChange={(event) => setCode(event.currentTarget.value)}
          />
        ) : (
          <CodeInput label={t('code.code')} value={code} onChange={setCode} autoFocus />
        )}
        <Button type="submit" loading={verify.isPending}>
          {t('signIn.do')}
        </Button>
        <Anchor
          component="button"
          type="button"
          size="sm"
          ta="left"
          onClick={() => {
            setRecovery(!recovery)
            setCode('')
            verify.reset()
          }}
        >
          {recovery ? t('code.useApp') : t('code.useRecovery')}
        </Anchor>
      </Stack>
    </form>
  )
}
