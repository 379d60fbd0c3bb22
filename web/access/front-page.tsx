import { Box, Group, SegmentedControl, Stack, Text, Title } from '@mantine/core'
import { type ReactNode, useEffect } from 'react'
import { useBrand } from '../platform/brand.ts'
import { changeLanguage, useLanguage } from '../platform/language.ts'
import { CompanyLogo } from '../ui/company-logo.tsx'
import { Logo } from '../ui/logo.tsx'
import { useAccessTexts } from './texts.ts'

type Props = {
  readonly title: string
  readonly sentence?: string
  readonly width?: number
  readonly children: ReactNode
}

/** The frame of what comes before the app: set-up and sign-in. */
export function FrontPage({ title, sentence, width = 400, children }: Props) {
  const t = useAccessTexts()
  const language = useLanguage()
  const brand = useBrand().data
  useEffect(() => {
    document.title = `${title} · Regelkreis`
  }, [title])
  return (
    <Box component="main" mih="100dvh" bg="var(--rk-ground)" px="md" py={{ base: 'lg', sm: 64 }}>
      <Box maw={width} mx="auto">
        <Group justify="space-between" mb="lg">
          <Group gap="xs">
            <Logo size={28} />
            <Text fw={600} size="lg">
              Regelkreis
            </Text>
          </Group>
          <SegmentedControl
            size="xs"
            aria-label={t('front.language')}
            value={language}
            onChange={(value) => changeLanguage(value === 'en' ? 'en' : 'de')}
            data={[
              { value: 'de', label: 'Deutsch' },
              { value: 'en', label: 'English' },
            ]}
          />
        </Group>
        <Box className="rk-panel" p={{ base: 'md', sm: 'xl' }}>
          <Stack gap="lg">
            {brand?.logo && <CompanyLogo src={brand.logo} name={brand.name} height={44} />}
            <Box>
              {brand && !brand.logo && brand.name !== '' && (
                <Text size="sm" c="dimmed">
                  {brand.name}
                </Text>
              )}
              <Title order={1}>{title}</Title>
              {sentence && (
                <Text size="sm" c="dimmed" mt={4}>
                  {sentence}
                </Text>
              )}
            </Box>
            {children}
          </Stack>
        </Box>
      </Box>
    </Box>
  )
}
