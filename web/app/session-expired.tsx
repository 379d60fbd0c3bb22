import { Modal, Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import { SignInForm } from '../access/sign-in-form.tsx'
import { sessionExpiry } from '../platform/query-client.ts'
import { useMe } from '../platform/session.ts'
import { useAppTexts } from './texts.ts'

/** The server forgot the session: sign in over the screen, so that what was typed stays. */
export function SessionExpired() {
  const t = useAppTexts()
  const client = useQueryClient()
  const { user } = useMe()
  const expired = useSyncExternalStore(sessionExpiry.subscribe, sessionExpiry.get)
  return (
    <Modal
      opened={expired}
      onClose={() => undefined}
      withCloseButton={false}
      title={t('session.title')}
    >
      <Text size="sm" mb="md">
        {t('session.text')}
      </Text>
      <SignInForm
        {...(user.email === null ? {} : { email: user.email })}
        onDone={async () => {
          sessionExpiry.set(false)
          await client.invalidateQueries()
        }}
      />
    </Modal>
  )
}
