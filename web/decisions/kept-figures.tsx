import { ActionIcon, Anchor, Button, Group, Select, Stack, Text } from '@mantine/core'
import { TrashIcon } from '@primer/octicons-react'
import { useState } from 'react'
import { FIGURE_CHOICES } from '#decisions/decision.ts'
import type { FigureWish, KeptFigure } from '#decisions/shapes.ts'
import { firstOfMonth, isoDate, monthOf, type Period } from '#kernel/period.ts'
import { periodName } from '#kpis/sentence.ts'
import type { Unit } from '#kpis/unit.ts'
import { dayIn } from '../kpis/cockpit-period.ts'
import { exactLine } from '../kpis/figure-format.ts'
import { useLanguage } from '../platform/language.ts'
import { useMay, useMe } from '../platform/session.ts'
import { one, useSearchState } from '../platform/url-state.ts'
import type { RecordValues } from '../records/records-api.ts'
import { AppLink } from '../ui/app-link.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { Panel } from '../ui/panel.tsx'
import { SideDrawer } from '../ui/side-drawer.tsx'
import { SimpleTable } from '../ui/simple-table.tsx'
import { useFormats } from '../ui/use-formats.ts'
import classes from './decisions.module.css'
import { pinFigure, unpinFigure } from './decisions-api.ts'
import { cockpitSearch } from './figure-link.ts'
import { useDecisionTexts } from './texts.ts'
import { useChanged } from './use-changed.ts'

type Props = { readonly decision: RecordValues; readonly figures: readonly KeptFigure[] }

const periodOf = ({ from, until }: KeptFigure): Period => ({
  from: isoDate(from),
  until: isoDate(until),
})

/** Figures of a decision: then, today, and each opens as it was. */
export function KeptFigures({ decision, figures }: Props) {
  const t = useDecisionTexts()
  const may = useMay()
  const [search, change] = useSearchState()
  const opened = figures.find(({ id }) => id === one(search, 'figure'))
  const of = (role: KeptFigure['role']) => figures.filter((figure) => figure.role === role)
  const open = (id: string) => change({ figure: id }, { push: true })
  const grounds = of('ground')
  const checks = of('check')
  return (
    <Panel title={t('figures.title')} sentence={t('figures.sentence')}>
      <Stack gap="sm">
        {grounds.length === 0 ? (
          <Text size="sm" c="dimmed">
            {t('figures.none')}
          </Text>
        ) : (
          <FigureTable
            label={t('figures.title')}
            decision={decision}
            figures={grounds}
            onOpen={open}
          />
        )}
        {checks.length > 0 && (
          <>
            <Text size="sm" fw={600}>
              {t('figures.checks')}
            </Text>
            <FigureTable
              label={t('figures.checks')}
              decision={decision}
              figures={checks}
              onOpen={open}
            />
          </>
        )}
        {may('decisions:write') && <AddFigure decision={decision} />}
      </Stack>
      <SideDrawer
        opened={opened !== undefined}
        onClose={() => change({ figure: undefined }, { push: true })}
        title={<b>{opened ? <FigureName figure={opened} /> : ''}</b>}
      >
        {opened && <OpenedFigure figure={opened} />}
      </SideDrawer>
    </Panel>
  )
}

function FigureName({ figure }: { readonly figure: KeptFigure }) {
  const t = useDecisionTexts()
  const language = useLanguage()
  return (
    <>
      {[
        ...[figure.name, ...figure.filterNames].map((name) => name[language]),
        periodName(periodOf(figure), language),
        ...(figure.view === 'cohort' ? [t('figures.cohort')] : []),
      ].join(', ')}
    </>
  )
}

function FigureTable({
  label,
  decision,
  figures,
  onOpen,
}: Props & { readonly label: string; readonly onOpen: (id: string) => void }) {
  const t = useDecisionTexts()
  const language = useLanguage()
  const formats = useFormats()
  const may = useMay()
  const remove = useChanged(decision.id, (figure: string) => unpinFigure(decision.id, figure))
  const at = (row: readonly unknown[]) => figures[Number(row[0])] as KeptFigure
  return (
    <SimpleTable
      label={label}
      columns={[
        {
          id: 'name',
          label: t('figures.name'),
          format: (_value, row) => (
            <Anchor
              component="button"
              type="button"
              size="sm"
              ta="left"
              onClick={() => onOpen(at(row).id)}
            >
              <FigureName figure={at(row)} />
            </Anchor>
          ),
        },
        {
          id: 'then',
          label: t('figures.then'),
          numeric: true,
          format: (_value, row) => <KeptValue figure={at(row)} value={at(row).value} />,
        },
        {
          id: 'today',
          label: t('figures.today'),
          numeric: true,
          format: (_value, row) => <Today figure={at(row)} />,
        },
        {
          id: 'taken',
          label: t('figures.taken'),
          format: (_value, row) => formats.instant(at(row).takenAt),
        },
        ...(may('decisions:write')
          ? [
              {
                id: 'remove',
                label: t('figures.remove.column'),
                format: (_value: unknown, row: readonly unknown[]) => (
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    aria-label={t('figures.remove', { name: at(row).name[language] })}
                    onClick={() => remove.mutate(at(row).id)}
                  >
                    <TrashIcon size={14} />
                  </ActionIcon>
                ),
              },
            ]
          : []),
      ]}
      rows={figures.map((_figure, index) => [index])}
    />
  )
}

/** A value in the currency that the figure was kept in. */
function KeptValue({
  figure,
  value,
}: {
  readonly figure: KeptFigure
  readonly value: number | null
}) {
  const language = useLanguage()
  const formats = useFormats(figure.currency)
  return exactLine(value, figure.unit as Unit, formats, language)
}

/** The value of today, or that there is none to compare with; why is said where the figure is opened. */
function Today({ figure }: { readonly figure: KeptFigure }) {
  const t = useDecisionTexts()
  const language = useLanguage()
  if (figure.why.length === 0) return <KeptValue figure={figure} value={figure.today} />
  return (
    <Text span size="sm" c="dimmed" title={figure.why.map((one) => one[language]).join(' ')}>
      {t('figures.incomparable')}
    </Text>
  )
}

/** The figure as it was on that day, with the numbers in it, beside the same question today. */
function OpenedFigure({ figure }: { readonly figure: KeptFigure }) {
  const t = useDecisionTexts()
  const language = useLanguage()
  const formats = useFormats(figure.currency)
  const line = (number: number | null, unit: string) =>
    exactLine(number, unit as Unit, formats, language)
  return (
    <Stack gap="md" data-kept-figure>
      <dl className={classes.facts}>
        <dt>{t('figures.then')}</dt>
        <dd className="rk-number">
          <b>{line(figure.value, figure.unit)}</b> ({formats.instant(figure.takenAt)})
        </dd>
        <dt>{t('figures.today')}</dt>
        <dd className="rk-number">
          {figure.why.length === 0
            ? line(figure.today, figure.unit)
            : figure.why.map((one) => <div key={one.de}>{one[language]}</div>)}
        </dd>
        <dt>{t('figures.view')}</dt>
        <dd>{t(figure.view === 'cohort' ? 'figures.cohort' : 'figures.period')}</dd>
        {figure.modelName && (
          <>
            <dt>{t('figures.model')}</dt>
            <dd>{figure.modelName[language]}</dd>
          </>
        )}
        <dt>{t('figures.formula')}</dt>
        <dd>{figure.formula[language]}</dd>
      </dl>
      {figure.why.length === 0 && (
        <Text size="sm" c="dimmed">
          {t(figure.today === figure.value ? 'figures.same' : 'figures.changed')}
        </Text>
      )}
      <div>
        <Text size="sm" fw={600} mb={4}>
          {t('figures.inputs')}
        </Text>
        <SimpleTable
          label={t('figures.inputs')}
          columns={[
            { id: 'name', label: t('figures.name') },
            { id: 'value', label: t('figures.value'), numeric: true },
            { id: 'records', label: t('figures.records'), numeric: true },
          ]}
          rows={figure.inputs.map((input) => [
            input.name[language],
            line(input.value, input.unit),
            formats.number(input.records),
          ])}
        />
      </div>
      <AppLink to="/cockpit" search={cockpitSearch(figure)} size="sm">
        {t('figures.now')}
      </AppLink>
    </Stack>
  )
}

const MONTHS_BACK = 24

/** Keeps one more figure: any, of any of the last 24 months. */
function AddFigure({ decision }: { readonly decision: RecordValues }) {
  const t = useDecisionTexts()
  const language = useLanguage()
  const { company } = useMe()
  const [kpi, setKpi] = useState<string | null>(null)
  const today = dayIn(new Date(), company.time_zone)
  const months = Array.from({ length: MONTHS_BACK }, (_, back) =>
    monthOf(firstOfMonth(today, -back)),
  )
  const [month, setMonth] = useState<string>(months[1]?.from ?? today)
  const add = useChanged(
    decision.id,
    (wish: FigureWish) => pinFigure(decision.id, wish),
    () => setKpi(null),
  )
  const filters: FigureWish['filters'] = {
    ...(typeof decision.channel === 'string' && { channel: decision.channel }),
    ...(typeof decision.campaign_id === 'string' && { campaign: decision.campaign_id }),
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (kpi !== null) add.mutate({ kpi, ...monthOf(isoDate(month)), view: 'period', filters })
      }}
    >
      <Group align="flex-end" gap="sm">
        <Select
          label={t('figures.kpi')}
          searchable
          flex="1 1 220px"
          data={FIGURE_CHOICES.map((one) => ({ value: one.value, label: one.label[language] }))}
          value={kpi}
          onChange={setKpi}
        />
        <Select
          label={t('figures.month')}
          allowDeselect={false}
          w={180}
          data={months.map((one) => ({ value: one.from, label: periodName(one, language) }))}
          value={month}
          onChange={(value) => setMonth(value ?? month)}
        />
        <Button type="submit" variant="default" disabled={kpi === null} loading={add.isPending}>
          {t('figures.add.do')}
        </Button>
      </Group>
      {add.isError && <ErrorState error={add.error} />}
    </form>
  )
}
