import { Alert, Button, Fieldset, PasswordInput, Select, Stack, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { type FormEvent, useMemo, useState } from 'react'
import { MIN_PASSWORD_LENGTH } from '#access/password.ts'
import { ApiError, api, nothing } from '../platform/api.ts'
import { useLanguage } from '../platform/language.ts'
import { meKey } from '../platform/session.ts'
import { one, type SearchState } from '../platform/url-state.ts'
import { ErrorState } from '../ui/error-state.tsx'
import { currencyOptions, ownTimeZone, timeZones } from '../ui/regional.ts'
import { FrontPage } from './front-page.tsx'
import { InvitationForm } from './invitation-form.tsx'
import { useSetupState } from './setup-state.ts'
import { useAccessTexts } from './texts.ts'

const EMPTY = { name: '', email: '', password: '', company_name: '', currency: 'EUR' }

export function SetupScreen() {
  const t = useAccessTexts()
  const token = one(useSearch({ strict: false }) as SearchState, 'token')
  const setup = useSetupState(token)
  const toSignIn = (
    <Button renderRoot={(props) => <Link to="/sign-in" {...props} />}>{t('setup.toSignIn')}</Button>
  )
  const invitation = setup.data?.invitation
  if (invitation) {
    return (
      <FrontPage
        title={t('invitation.title', { name: invitation.name })}
        sentence={t('invitation.sentence', { email: invitation.email ?? '' })}
      >
        <InvitationForm token={token} email={invitation.email ?? ''} />
      </FrontPage>
    )
  }
  if (setup.data?.needed === false) {
    return (
      <FrontPage title={t('setup.title')} sentence={t('setup.done')}>
        {toSignIn}
      </FrontPage>
    )
  }
  return (
    <FrontPage title={t('setup.title')} sentence={t('setup.sentence')} width={520}>
      {token === '' ? (
        <Alert color="attention" variant="light" role="alert">
          {t('setup.noToken')}
        </Alert>
      ) : (
        <SetupForm token={token} />
      )}
    </FrontPage>
  )
}

function SetupForm({ token }: { readonly token: string }) {
  const t = useAccessTexts()
  const language = useLanguage()
  const client = useQueryClient()
  const navigate = useNavigate()
  const [values, setValues] = useState({ ...EMPTY, time_zone: ownTimeZone() })
  const currencies = useMemo(() => currencyOptions(language), [language])
  const create = useMutation({
    meta: { ownErrors: true },
    mutationFn: async () => {
      await api.post(
        '/api/setup',
        { token, ...values, email: values.email.trim(), language },
        nothing,
      )
      client.removeQueries({ queryKey: ['setup'] })
      client.removeQueries({ queryKey: meKey })
      await navigate({ to: '/first-steps' as string })
    },
  })
  const set = (name: keyof typeof values) => (value: string | null) =>
    setValues((before) => ({ ...before, [name]: value ?? '' }))
  const problem = (field: string): string | undefined => {
    const broken = create.error instanceof ApiError ? create.error.problems : []
    if (!broken.some((one) => one.field === field)) return undefined
    if (field === 'password') return t('password.short', { min: MIN_PASSWORD_LENGTH })
    return field === 'email' ? t('field.email') : t('field.required')
  }
  const tokenRefused =
    create.error instanceof ApiError && [403, 404, 409, 410].includes(create.error.status)
  return (
    <form
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        create.mutate()
      }}
    >
      <Stack gap="lg">
        {tokenRefused && (
          <Alert color="bad" variant="light" role="alert">
            {t('setup.badToken')}
          </Alert>
        )}
        {create.isError && !tokenRefused && <ErrorState error={create.error} />}
        <Fieldset legend={t('setup.person')}>
          <Stack gap="sm">
            <TextInput
              label={t('setup.name')}
              autoComplete="name"
              required
              value={values.name}
              error={problem('name')}
              onChange={(event) => set('name')(event.currentTarget.value)}
            />
            <TextInput
              label={t('setup.email')}
              type="email"
              autoComplete="username"
              required
              value={values.email}
              error={problem('email')}
              onChange={(event) => set('email')(event.currentTarget.value)}
            />
            <PasswordInput
              label={t('setup.password')}
              description={t('setup.password.hint', { min: MIN_PASSWORD_LENGTH })}
              autoComplete="new-password"
              required
              minLength={MIN_PASSWORD_LENGTH}
              value={values.password}
              error={problem('password')}
              onChange={(event) => set('password')(event.currentTarget.value)}
            />
          </Stack>
        </Fieldset>
        <Fieldset legend={t('setup.company')}>
          <Stack gap="sm">
            <TextInput
              label={t('setup.companyName')}
              autoComplete="organization"
              required
              value={values.company_name}
              error={problem('company_name')}
              onChange={(event) => set('company_name')(event.currentTarget.value)}
            />
            <Select
              label={t('setup.currency')}
              description={t('setup.currency.hint')}
              data={currencies}
              searchable
              required
              value={values.currency}
              error={problem('currency')}
              onChange={set('currency')}
            />
            <Select
              label={t('setup.timeZone')}
              description={t('setup.timeZone.hint')}
              data={timeZones()}
              searchable
              required
              limit={200}
              value={values.time_zone}
              error={problem('time_zone')}
              onChange={set('time_zone')}
            />
          </Stack>
        </Fieldset>
        <Button type="submit" size="md" loading={create.isPending}>
          {t('setup.do')}
        </Button>
      </Stack>
    </form>
  )
}
