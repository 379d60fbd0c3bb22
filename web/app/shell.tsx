import { AppShell, Box } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { Outlet, useLocation, useNavigate } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useState } from 'react'
import { DemoBanner } from '../demo/demo-banner.tsx'
import { MeContext, useMeQuery } from '../platform/session.ts'
import { ErrorState } from '../ui/error-state.tsx'
import { Header } from './header.tsx'
import { Keyboard } from './keyboard.tsx'
import { NavigationMenu } from './navigation-menu.tsx'
import { ScreenLoading } from './screen-loading.tsx'
import { SessionExpired } from './session-expired.tsx'
import { useAppTexts } from './texts.ts'

/** For the few who must set up a second factor first. */
const TwoFactorGate = lazy(async () => ({
  default: (await import('../access/two-factor-gate.tsx')).TwoFactorGate,
}))

/** The frame around every screen: session, header, menu, keyboard. */
export function Shell() {
  const t = useAppTexts()
  const me = useMeQuery()
  const location = useLocation()
  const [menuOpen, menu] = useDisclosure(false)
  const { close } = menu
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new address closes the menu on a phone
  useEffect(() => close(), [location.pathname])

  if (me.isPending) {
    return (
      <Box p="xl">
        <ScreenLoading />
      </Box>
    )
  }
  if (me.isError) {
    return (
      <Box p="xl" maw={640} mx="auto">
        <ErrorState error={me.error} onRetry={() => void me.refetch()} />
      </Box>
    )
  }
  if (me.data === null) return <ToSignIn from={location.href} />
  if (me.data.twoFactor.needed && !me.data.twoFactor.enabled) {
    return (
      <MeContext value={me.data}>
        <Suspense fallback={<ScreenLoading />}>
          <TwoFactorGate />
        </Suspense>
      </MeContext>
    )
  }
  return (
    <MeContext value={me.data}>
      <a className="rk-skip" href="#content">
        {t('skip.content')}
      </a>
      <AppShell
        header={{ height: 52 }}
        navbar={{ width: 216, breakpoint: 'sm', collapsed: { mobile: !menuOpen } }}
        padding={{ base: 'sm', sm: 'lg' }}
      >
        <AppShell.Header>
          <Header menuOpen={menuOpen} onMenu={menu.toggle} />
        </AppShell.Header>
        <AppShell.Navbar aria-label={t('nav.label')}>
          <NavigationMenu />
        </AppShell.Navbar>
        <AppShell.Main id="content" tabIndex={-1} style={{ outline: 'none' }}>
          <DemoBanner />
          <Outlet />
        </AppShell.Main>
      </AppShell>
      <Keyboard />
      <SessionExpired />
    </MeContext>
  )
}

/** Leads to the sign-in once, and back to where the person wanted to go. */
function ToSignIn({ from }: { readonly from: string }) {
  const navigate = useNavigate()
  const [next] = useState(from)
  useEffect(() => {
    const search = next === '/' ? {} : { next }
    void navigate({ to: '/sign-in', search: search as never, replace: true })
  }, [navigate, next])
  return null
}
