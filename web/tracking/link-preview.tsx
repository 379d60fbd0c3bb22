import { Alert, Box, Stack, Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { z } from 'zod'
import type { CheckedLink } from '#tracking/link-shapes.ts'
import { useLanguage, useText } from '../platform/language.ts'
import { channelTexts } from '../records/channel-words.ts'
import { CopyLine } from '../ui/copy-field.tsx'
import { Panel } from '../ui/panel.tsx'
import { type Inputs, isUsableCode, missingParts } from './link-inputs.ts'
import classes from './links.module.css'
import { codeQrAddress, fetchShortAddress, linkKeys } from './links-api.ts'
import { useLinksTexts } from './links-texts.ts'

type Props = {
  readonly inputs: Inputs
  readonly given: Readonly<Record<string, string>>
  readonly checked: z.infer<typeof CheckedLink> | undefined
}

/** The finished addresses, the channel that visits will get and why, and the code to print. */
export function LinkPreview({ inputs, given, checked }: Props) {
  const t = useLinksTexts()
  const text = useText()
  const language = useLanguage()
  const [code] = useDebouncedValue(inputs.code.trim(), 300)
  const short = useQuery({
    queryKey: linkKeys.short(code),
    enabled: isUsableCode(code),
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => fetchShortAddress(code, signal),
  })
  const missing = missingParts(given)
  return (
    <Panel title={t('preview.title')}>
      <Stack gap="md">
        <Box aria-live="polite">
          <Text size="sm" fw={600} mb={4}>
            {t('preview.address')}
          </Text>
          {checked?.address ? (
            <CopyLine value={checked.address} label={t('preview.address')} />
          ) : (
            <Text size="sm" c="dimmed">
              {t('preview.noTarget')}
            </Text>
          )}
        </Box>
        {checked?.address && missing.length > 0 && (
          <Alert color="attention" variant="light">
            {t('preview.missing', {
              parts: missing.map((part) => t(`build.${part}`)).join(', '),
            })}
          </Alert>
        )}
        {checked?.address && (
          <Box>
            <Text size="sm" fw={600}>
              {t('preview.channel')}
            </Text>
            <Text size="sm">
              {channelTexts.get(checked.channel)?.[language] ?? checked.channel}
            </Text>
            <Text size="sm" c="dimmed">
              {text(checked.why)}
            </Text>
          </Box>
        )}
        {isUsableCode(code) && short.data !== undefined && (
          <Box>
            <Text size="sm" fw={600} mb={4}>
              {t('preview.short')}
            </Text>
            <CopyLine value={short.data} label={t('preview.short')} />
            <img
              className={classes.code}
              src={codeQrAddress(code)}
              alt={`${t('preview.qr')}: ${short.data}`}
              width={160}
              height={160}
            />
          </Box>
        )}
      </Stack>
    </Panel>
  )
}
