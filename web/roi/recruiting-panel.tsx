import { Anchor } from '@mantine/core'
import type { ReactNode } from 'react'
import type { RecruitingAnswer } from '#roi/beside-shapes.ts'
import { useAllChannelNames } from '../tracking/use-all-channel-names.ts'
import { AppLink } from '../ui/app-link.tsx'
import { Panel } from '../ui/panel.tsx'
import { SimpleTable } from '../ui/simple-table.tsx'
import { useFormats } from '../ui/use-formats.ts'
import classes from './roi.module.css'
import { useRecruiting } from './roi-api.ts'
import type { RoiState } from './roi-state.ts'
import { useRoiTexts } from './roi-texts.ts'

type Row = RecruitingAnswer['rows'][number]

/** Applications and hires by channel of marketing, and what the hires save; nothing where nobody was looked for. */
export function RecruitingPanel({ state }: { readonly state: RoiState }) {
  const t = useRoiTexts()
  const formats = useFormats()
  const channelName = useAllChannelNames()
  const { data } = useRecruiting(state.query)
  if (!data || data.rows.length === 0) return null
  const { rows, savingPerHireCents } = data
  const { from, until } = state.chosen.period
  const listed = (path: string, day: string, { channel }: Row, count: number) => (
    <AppLink to={`/${path}`} search={{ channel, [`${day}.from`]: from, [`${day}.until`]: until }}>
      {formats.number(count)}
    </AppLink>
  )
  const cell =
    (show: (row: Row) => ReactNode) =>
    (_: unknown, [index]: readonly unknown[]) => {
      const row = rows[Number(index)]
      return row && show(row)
    }
  return (
    <div className={classes.wide}>
      <Panel
        title={t('recruiting.title')}
        sentence={
          savingPerHireCents === null
            ? t('recruiting.sentence.none')
            : t('recruiting.sentence', { saving: formats.money(savingPerHireCents) })
        }
      >
        <SimpleTable
          label={t('recruiting.title')}
          columns={[
            {
              id: 'channel',
              label: t('recruiting.channel'),
              format: cell(({ channel }) => channelName(channel)),
            },
            {
              id: 'applications',
              label: t('recruiting.applications'),
              numeric: true,
              format: cell((row) =>
                listed('job-applications', 'applied_on', row, row.applications),
              ),
            },
            {
              id: 'hires',
              label: t('recruiting.hires'),
              numeric: true,
              format: cell((row) => listed('hires', 'hired_on', row, row.hires)),
            },
            {
              id: 'saving',
              label: t('recruiting.saving'),
              numeric: true,
              format: cell(({ hires, savingCents }) =>
                hires === 0 ? '' : formats.money(savingCents),
              ),
            },
          ]}
          rows={rows.map((_, index) => [index, index, index, index])}
        />
        <Anchor
          component="button"
          type="button"
          size="sm"
          mt="xs"
          onClick={() => state.open('recruiting')}
        >
          {t('recruiting.open')}
        </Anchor>
      </Panel>
    </div>
  )
}
