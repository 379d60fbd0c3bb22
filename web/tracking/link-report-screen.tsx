import { Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { z } from 'zod'
import { trackedLinkKind } from '#tracking/link-records.ts'
import type { ClickList, LinkReport } from '#tracking/link-shapes.ts'
import { ScreenLoading } from '../app/screen-loading.tsx'
import { useText } from '../platform/language.ts'
import { useMay, useMe } from '../platform/session.ts'
import { fetchOptions, recordKeys } from '../records/records-api.ts'
import { AppLink } from '../ui/app-link.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { Panel } from '../ui/panel.tsx'
import { SimpleTable } from '../ui/simple-table.tsx'
import { useFormats } from '../ui/use-formats.ts'
import { lastDays } from './link-clicks.ts'
import { LinkViews } from './link-views.tsx'
import classes from './links.module.css'
import { fetchClicks, fetchReport, linkKeys } from './links-api.ts'
import { useLinksTexts } from './links-texts.ts'

const DAYS = 30
const SHOWN = 50

/** What was called, what is wrongly tagged, which campaign nobody can be traced to. */
export function LinkReportScreen() {
  const t = useLinksTexts()
  const { time_zone: timeZone } = useMe().company
  const { from, until } = lastDays(new Date(), timeZone, DAYS)
  const report = useQuery({
    queryKey: linkKeys.report,
    queryFn: ({ signal }) => fetchReport(signal),
  })
  const clicks = useQuery({
    queryKey: linkKeys.clicks(from),
    queryFn: ({ signal }) => fetchClicks(from, until, signal),
  })
  const failed = report.error ?? clicks.error
  const retry = () => {
    void report.refetch()
    void clicks.refetch()
  }
  return (
    <>
      <PageHeader
        eyebrow={<AppLink to="/links">{t('links')}</AppLink>}
        title={t('report.title')}
        sentence={t('report.sentence')}
        actions={<LinkViews view="report" />}
      />
      {failed && <ErrorState error={failed} onRetry={retry} />}
      {(report.isPending || clicks.isPending) && !failed && <ScreenLoading />}
      {report.data && clicks.data && (
        <Stack gap="lg">
          <Clicks list={clicks.data} />
          <Tags report={report.data} />
          <Campaigns report={report.data} />
        </Stack>
      )}
    </>
  )
}

/** A column whose cells are links to records; the id stands in another column of the row. */
const linkTo = (path: string, idAt: number) => (name: unknown, row: readonly unknown[]) => (
  <AppLink to={`/${path}/${String(row[idAt])}`} size="sm">
    {String(name)}
  </AppLink>
)

function Clicks({ list }: { readonly list: z.infer<typeof ClickList> }) {
  const t = useLinksTexts()
  const formats = useFormats()
  const shown = list.items.slice(0, SHOWN)
  const ids = shown.map(({ id }) => id)
  const names = useQuery({
    queryKey: recordKeys.options(trackedLinkKind, { id: ids }),
    enabled: ids.length > 0,
    queryFn: ({ signal }) => fetchOptions(trackedLinkKind, { id: ids }, signal),
  })
  const nameOf = new Map(names.data?.map(({ id, label }) => [id, label]))
  const people = list.items.reduce((sum, { clicks }) => sum + clicks, 0)
  return (
    <Panel
      title={t('report.clicks')}
      sentence={
        shown.length === 0
          ? t('report.clicks.none')
          : t('report.clicks.sentence', {
              links: formats.number(list.items.length),
              clicks: formats.number(people),
            })
      }
    >
      {shown.length > 0 && (
        <SimpleTable
          label={t('report.clicks')}
          columns={[
            { id: 'name', label: t('report.link'), format: linkTo(trackedLinkKind.path, 4) },
            { id: 'people', label: t('clicks.people'), numeric: true },
            { id: 'bots', label: t('clicks.bots'), numeric: true },
            { id: 'last', label: t('report.last') },
          ]}
          rows={shown.map(({ id, clicks, botClicks, lastOn }) => [
            nameOf.get(id) ?? '…',
            formats.number(clicks),
            formats.number(botClicks),
            formats.date(lastOn),
            id,
          ])}
        />
      )}
    </Panel>
  )
}

type Report = z.infer<typeof LinkReport>

function Tags({ report: { links, checked } }: { readonly report: Report }) {
  const t = useLinksTexts()
  const text = useText()
  const formats = useFormats()
  const counts = { wrong: formats.number(links.length), checked: formats.number(checked) }
  const key = checked === 0 ? 'empty' : links.length === 0 ? 'none' : 'sentence'
  return (
    <Panel title={t('report.tags')} sentence={t(`report.tags.${key}`, counts)}>
      {links.length > 0 && (
        <SimpleTable
          label={t('report.tags')}
          columns={[
            { id: 'name', label: t('report.link'), format: linkTo(trackedLinkKind.path, 1) },
            {
              id: 'note',
              label: t('report.note'),
              format: (_, row) => (
                <ul className={classes.notes}>
                  {links[Number(row[2])]?.notes.map(({ rule, field, value, text: note }) => (
                    <li key={`${rule} ${field}`}>
                      {field && <b>utm_{field}</b>} {value && `„${value}“: `}
                      {text(note)}
                    </li>
                  ))}
                </ul>
              ),
            },
          ]}
          rows={links.map(({ id, name }, index) => [name, id, index])}
        />
      )}
    </Panel>
  )
}

function Campaigns({ report: { campaigns } }: { readonly report: Report }) {
  const t = useLinksTexts()
  const may = useMay()
  return (
    <Panel
      title={t('report.campaigns')}
      sentence={t(campaigns.length === 0 ? 'report.campaigns.none' : 'report.campaigns.sentence')}
    >
      {campaigns.length > 0 && (
        <SimpleTable
          label={t('report.campaigns')}
          maxHeight={420}
          columns={[
            { id: 'name', label: t('report.campaign'), format: linkTo('campaigns', 1) },
            {
              id: 'build',
              label: t('report.link'),
              format: (_, row) =>
                may('tracking:write') && (
                  <AppLink to="/links/new" search={{ campaign_id: String(row[1]) }} size="sm">
                    {t('report.campaigns.build')}
                  </AppLink>
                ),
            },
          ]}
          rows={campaigns.map(({ id, name }) => [name, id])}
        />
      )}
    </Panel>
  )
}
