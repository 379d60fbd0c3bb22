import { Alert, Button, Fieldset, FileButton, Group, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { IMAGE_TYPES, LOGO_BYTES_MAX } from '#company/image.ts'
import { companyRuleTexts } from '#company/setting-rules.ts'
import { ApiError, api, putFile } from '../platform/api.ts'
import { Brand, brandKey, useBrand } from '../platform/brand.ts'
import { useText } from '../platform/language.ts'
import { useMay } from '../platform/session.ts'
import { CompanyLogo } from '../ui/company-logo.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { useCompanyTexts } from './texts.ts'

/** The picture of the company: seen in the header and on the sign-in page. */
export function LogoPanel() {
  const t = useCompanyTexts()
  const may = useMay()
  const client = useQueryClient()
  const brand = useBrand()
  const save = useMutation({
    mutationFn: (file: File | null) => {
      if (file === null) return api.delete('/api/company/logo', Brand)
      if (file.size > LOGO_BYTES_MAX) throw new ApiError(413, 'company.logo_too_large', '')
      return putFile('/api/company/logo', file, Brand)
    },
    onSuccess: (saved) => {
      client.setQueryData(brandKey, saved)
      notifications.show({ message: t('saved'), color: 'good' })
    },
  })
  const logo = brand.data?.logo ?? null
  return (
    <Fieldset legend={t('logo.title')}>
      <Stack gap="sm">
        <Text size="xs" c="dimmed">
          {t('logo.sentence')}
        </Text>
        {save.isError && <LogoRefused error={save.error} />}
        <Group gap="md">
          {logo ? (
            <CompanyLogo src={logo} name={brand.data?.name ?? ''} height={56} />
          ) : (
            <Text size="sm" c="dimmed">
              {t('logo.none')}
            </Text>
          )}
          {may('company:write') && (
            <Group gap="sm">
              <FileButton
                accept={IMAGE_TYPES.join(',')}
                onChange={(file) => file && save.mutate(file)}
                inputProps={{ 'aria-label': t('logo.choose') }}
              >
                {(props) => (
                  <Button {...props} variant="default" loading={save.isPending}>
                    {logo ? t('logo.replace') : t('logo.choose')}
                  </Button>
                )}
              </FileButton>
              {logo && (
                <Button
                  variant="subtle"
                  disabled={save.isPending}
                  onClick={() => save.mutate(null)}
                >
                  {t('logo.remove')}
                </Button>
              )}
            </Group>
          )}
        </Group>
      </Stack>
    </Fieldset>
  )
}

function LogoRefused({ error }: { readonly error: unknown }) {
  const t = useCompanyTexts()
  const text = useText()
  if (!(error instanceof ApiError)) return <ErrorState error={error} />
  const rule = companyRuleTexts[error.code]
  const isFormat = error.status === 415
  const words =
    error.status === 413
      ? t('logo.tooLarge')
      : text(rule ?? (isFormat ? NO_IMAGE : { de: error.code, en: error.code }))
  return (
    <Alert color="bad" variant="light" role="alert">
      {words}
    </Alert>
  )
}

const NO_IMAGE = companyRuleTexts['company.logo_no_image'] ?? { de: '', en: '' }
