import { Anchor } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { meKey } from '../platform/session.ts'
import { useSignOut } from '../platform/sign-out.ts'
import { FrontPage } from './front-page.tsx'
import { useAccessTexts } from './texts.ts'
import { TwoFactorSetup } from './two-factor-setup.tsx'

/** In place of the app for somebody whose role needs a second factor and who has none yet. */
export function TwoFactorGate() {
  const t = useAccessTexts()
  const client = useQueryClient()
  const signOut = useSignOut()
  return (
    <FrontPage title={t('gate.title')} sentence={t('gate.sentence')} width={480}>
      <TwoFactorSetup onDone={() => client.invalidateQueries({ queryKey: meKey })} />
      <Anchor component="button" type="button" size="sm" ta="left" onClick={() => void signOut()}>
        {t('gate.signOut')}
      </Anchor>
    </FrontPage>
  )
}
