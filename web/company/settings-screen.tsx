import { Box, Button, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ScreenLoading } from '../app/screen-loading.tsx'
import { useMay } from '../platform/session.ts'
import { AppLink } from '../ui/app-link.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { LogoPanel } from './logo-panel.tsx'
import { fetchSettings, settingsKey } from './settings-api.ts'
import { SettingsForm } from './settings-form.tsx'
import { useCompanyTexts } from './texts.ts'

/** The settings of the company, as the server defines them. */
export function SettingsScreen() {
  const t = useCompanyTexts()
  const may = useMay()
  const settings = useQuery({
    queryKey: settingsKey,
    queryFn: ({ signal }) => fetchSettings(signal),
  })
  return (
    <Box maw={760}>
      <PageHeader
        title={t('title')}
        sentence={t('sentence')}
        actions={
          may('company:write') && (
            <Button
              variant="default"
              renderRoot={(props) => <Link to={'/first-steps' as string} {...props} />}
            >
              {t('toFirstSteps')}
            </Button>
          )
        }
      />
      {settings.isPending && <ScreenLoading />}
      {settings.isError && (
        <ErrorState error={settings.error} onRetry={() => void settings.refetch()} />
      )}
      {settings.data && (
        <Stack gap="lg">
          <LogoPanel />
          <SettingsForm
            settings={settings.data}
            notes={
              may('kpis:read')
                ? {
                    Attribution: (
                      <AppLink to="/attribution" search={{ panel: 'rules' }} size="sm">
                        {t('toAttribution')}
                      </AppLink>
                    ),
                  }
                : {}
            }
          />
        </Stack>
      )}
    </Box>
  )
}
