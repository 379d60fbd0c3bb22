import { Alert, Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { meKey } from '../platform/session.ts'
import { one, type SearchState } from '../platform/url-state.ts'
import { FrontPage } from './front-page.tsx'
import { useSetupState } from './setup-state.ts'
import { SignInForm } from './sign-in-form.tsx'
import { useAccessTexts } from './texts.ts'

/** Only addresses of this app: `//elsewhere` and `https://elsewhere` are none; nor this screen itself. */
const safeNext = (next: string): string =>
  /^\/(?![/\\])/.test(next) && !next.startsWith('/sign-in') ? next : '/'

export function SignInScreen() {
  const t = useAccessTexts()
  const client = useQueryClient()
  const navigate = useNavigate()
  const setup = useSetupState()
  const next = safeNext(one(useSearch({ strict: false }) as SearchState, 'next'))
  if (setup.data?.needed) {
    return (
      <FrontPage title={t('setup.title')}>
        <Alert color="petrol" variant="light">
          {t('signIn.setupNeeded')}
        </Alert>
      </FrontPage>
    )
  }
  return (
    <FrontPage title={t('signIn.title')}>
      <SignInForm
        onDone={async () => {
          client.removeQueries({ queryKey: meKey })
          await navigate({ href: next, replace: true })
        }}
      />
      <Text size="xs" c="dimmed">
        {t('signIn.forgotten')}
      </Text>
    </FrontPage>
  )
}
