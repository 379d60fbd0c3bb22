import '@mantine/core/styles.css'
import '@mantine/dates/styles.css'
import '@mantine/notifications/styles.css'
import './ui/styles.css'
import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode, useMemo } from 'react'
import { createRoot } from 'react-dom/client'
import { createAppRouter } from './app/router.tsx'
import { startLanguage } from './platform/language.ts'
import { createQueryClient } from './platform/query-client.ts'
import { useUiTexts } from './ui/texts.ts'
import { appTheme, cssVariables } from './ui/theme.ts'

startLanguage()
const client = createQueryClient()
const router = createAppRouter()
const root = document.getElementById('root')

function App() {
  const t = useUiTexts()
  const [close, showPassword] = [t('close'), t('showPassword')]
  const theme = useMemo(() => appTheme({ close, showPassword }), [close, showPassword])
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      <Notifications position="bottom-right" />
      <QueryClientProvider client={client}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  )
}

if (root) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  )
}
