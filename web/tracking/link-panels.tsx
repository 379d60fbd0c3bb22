import { Alert, Button, Group, Stack, Text, useComputedColorScheme } from '@mantine/core'
import { DownloadIcon } from '@primer/octicons-react'
import { useQuery } from '@tanstack/react-query'
import { useMe } from '../platform/session.ts'
import type { RecordValues } from '../records/records-api.ts'
import { Chart } from '../ui/chart.tsx'
import { CopyLine } from '../ui/copy-field.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { Panel } from '../ui/panel.tsx'
import { useFormats } from '../ui/use-formats.ts'
import { clickSums, clicksOption, clicksTable, lastDays } from './link-clicks.ts'
import classes from './links.module.css'
import {
  fetchClickDays,
  fetchShortAddress,
  linkKeys,
  qrAddress,
  sheetAddress,
} from './links-api.ts'
import { useLinksTexts } from './links-texts.ts'

/** What a link is given out as, and who called it. */
export function LinkPanels({ record }: { readonly record: RecordValues }) {
  return (
    <Stack gap="lg">
      <Share record={record} />
      <Clicks record={record} />
    </Stack>
  )
}

const FORMATS = ['svg', 'png'] as const

function Share({ record }: { readonly record: RecordValues }) {
  const t = useLinksTexts()
  const short = useQuery({
    queryKey: linkKeys.short(String(record.code)),
    queryFn: ({ signal }) => fetchShortAddress(String(record.code), signal),
  })
  return (
    <Panel title={t('panel.title')}>
      <div className={classes.share}>
        <Stack gap="sm">
          {record.active === false && (
            <Alert color="attention" variant="light">
              {t('panel.inactive')}
            </Alert>
          )}
          {short.isError && <ErrorState error={short.error} onRetry={() => void short.refetch()} />}
          <Text size="sm" fw={600}>
            {t('panel.short')}
          </Text>
          {short.data && <CopyLine value={short.data} label={t('panel.short')} />}
          <Text size="sm" fw={600}>
            {t('panel.long')}
          </Text>
          <CopyLine value={String(record.address ?? '')} label={t('panel.long')} />
        </Stack>
        <Stack gap="xs">
          <img
            className={classes.code}
            style={{ marginTop: 0 }}
            src={qrAddress(record.id, 'svg')}
            alt={`${t('preview.qr')}: ${short.data ?? ''}`}
            width={160}
            height={160}
          />
          <Group gap={6}>
            {FORMATS.map((format) => (
              <DownloadButton
                key={format}
                href={qrAddress(record.id, format)}
                label={t(`panel.${format}`)}
              />
            ))}
            <DownloadButton href={sheetAddress([record.id])} label={t('panel.pdf')} />
          </Group>
        </Stack>
      </div>
    </Panel>
  )
}

function DownloadButton({ href, label }: { readonly href: string; readonly label: string }) {
  const t = useLinksTexts()
  return (
    <Button
      component="a"
      href={href}
      download
      size="compact-sm"
      variant="default"
      leftSection={<DownloadIcon size={14} />}
      aria-label={`${t('panel.download')}: ${label}`}
    >
      {label}
    </Button>
  )
}

const SHOWN_DAYS = 90

function Clicks({ record }: { readonly record: RecordValues }) {
  const t = useLinksTexts()
  const formats = useFormats()
  const scheme = useComputedColorScheme('light')
  const { time_zone: timeZone } = useMe().company
  const { days, from, until } = lastDays(new Date(), timeZone, SHOWN_DAYS)
  const clicks = useQuery({
    queryKey: linkKeys.days(record.id, from),
    queryFn: ({ signal }) => fetchClickDays(record.id, from, until, signal),
  })
  if (clicks.isError) {
    return <ErrorState error={clicks.error} onRetry={() => void clicks.refetch()} />
  }
  if (!clicks.data) return null
  const { items } = clicks.data
  const sums = clickSums(items)
  const words = { day: t('clicks.day'), people: t('clicks.people'), bots: t('clicks.bots') }
  return (
    <Panel
      title={t('clicks.title')}
      sentence={
        items.length === 0
          ? t('clicks.none')
          : t('clicks.sentence', {
              clicks: formats.number(sums.people),
              bots: formats.number(sums.bots),
            })
      }
    >
      {items.length > 0 && (
        <Chart
          label={t('clicks.title')}
          option={clicksOption(days, items, words, formats, scheme)}
          table={clicksTable(items, words, formats)}
          fileName={`link-${String(record.code)}`}
          height={200}
        />
      )}
    </Panel>
  )
}
