import { Box, Button, Group, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import type { Agenda, AgendaItem, AgendaPartId } from '#decisions/agenda.ts'
import type { FigureWish } from '#decisions/shapes.ts'
import { useLanguage } from '../platform/language.ts'
import { useMay } from '../platform/session.ts'
import { AppLink } from '../ui/app-link.tsx'
import { BandBadge } from '../ui/band-badge.tsx'
import { Panel } from '../ui/panel.tsx'
import { useFormats } from '../ui/use-formats.ts'
import { DecideDialog } from './decide-dialog.tsx'
import classes from './decisions.module.css'
import { cockpitSearch } from './figure-link.ts'
import { useDecisionTexts } from './texts.ts'

type Props = {
  readonly agenda: Agenda
  /** A kept agenda is looked at, not worked on. */
  readonly past?: boolean
}

/** The agenda part by part; each point with the way to its figure and a decision. */
export function AgendaParts({ agenda, past = false }: Props) {
  const t = useDecisionTexts()
  const language = useLanguage()
  return (
    <Stack gap="md">
      {agenda.parts.map((part, index) => (
        <Panel key={part.id} title={`${index + 1}. ${part.name[language]}`}>
          {part.items.length === 0 ? (
            <Text size="sm" c="dimmed">
              {t(`agenda.nothing.${part.id}`)}
            </Text>
          ) : (
            <ul className={classes.items} data-part={part.id}>
              {part.items.map((item) => (
                <Item key={item.id} part={part.id} item={item} agenda={agenda} past={past} />
              ))}
            </ul>
          )}
        </Panel>
      ))}
    </Stack>
  )
}

/** What a figure of an item is of: its title says so behind the name of the figure, or is the campaign. */
function partOf({ figure, campaignId, title }: AgendaItem, language: 'de' | 'en'): string | null {
  if (!figure || Object.keys(figure.filters).length === 0) return null
  return campaignId ? title[language] : title[language].split(', ').slice(1).join(', ')
}

type ItemProps = Required<Props> & { readonly part: AgendaPartId; readonly item: AgendaItem }

function Item({ part, item, agenda, past }: ItemProps) {
  const t = useDecisionTexts()
  const language = useLanguage()
  const may = useMay()
  const [deciding, setDeciding] = useState(false)
  const { figure } = item
  return (
    <li className={classes.item}>
      <Box flex="1 1 320px" miw={0}>
        <Group gap="xs" align="baseline">
          <Text fw={600} size="sm">
            {item.title[language]}
          </Text>
          <Tone part={part} item={item} />
        </Group>
        <Text size="sm">{item.sentence[language]}</Text>
        <Records item={item} agenda={agenda} />
        <Links item={item} />
      </Box>
      {!past && may('decisions:write') && item.decisionId === null && (
        <Button size="xs" variant="default" onClick={() => setDeciding(true)}>
          {t('agenda.decide')}
        </Button>
      )}
      {deciding && (
        <DecideDialog
          onClose={() => setDeciding(false)}
          figure={figure && ({ ...figure, view: 'period' } as FigureWish)}
          of={partOf(item, language)}
          grounds={item.sentence[language]}
          campaignId={item.campaignId}
        />
      )}
    </li>
  )
}

const TONES = [
  'movers.good',
  'movers.bad',
  'targets.attention',
  'targets.bad',
  'checks.attention',
  'checks.bad',
  'campaigns.good',
  'campaigns.attention',
  'campaigns.bad',
] as const

/** How a point stands, in the words of its part. */
function Tone({ part, item: { id, tone } }: Pick<ItemProps, 'part' | 'item'>) {
  const t = useDecisionTexts()
  // Of campaigns only agreed days are reached or missed.
  const isJudged = part !== 'campaigns' || id.startsWith('milestone')
  const known = isJudged && TONES.find((key) => key === `${part}.${tone}`)
  if (tone === 'neutral') return null
  return <BandBadge tone={tone} {...(known && { label: t(`agenda.tone.${known}`) })} />
}

function Links({ item }: { readonly item: AgendaItem }) {
  const t = useDecisionTexts()
  const { figure, decisionId, campaignId, link } = item
  const [path = '', query = ''] = (link ?? '').split('?')
  return (
    <Group gap="md" mt={4} fz="sm">
      {figure && (
        <AppLink to="/cockpit" search={cockpitSearch(figure)}>
          {t('agenda.openFigure')}
        </AppLink>
      )}
      {decisionId && <AppLink to={`/decisions/${decisionId}`}>{t('agenda.openDecision')}</AppLink>}
      {campaignId && <AppLink to={`/campaigns/${campaignId}`}>{t('agenda.openCampaign')}</AppLink>}
      {link && (
        <AppLink to={path} search={Object.fromEntries(new URLSearchParams(query))}>
          {t('agenda.open')}
        </AppLink>
      )}
    </Group>
  )
}

/** The records behind what moved: how many in the period and before; each opens its list. */
function Records({ item, agenda }: { readonly item: AgendaItem; readonly agenda: Agenda }) {
  const t = useDecisionTexts()
  const language = useLanguage()
  const formats = useFormats()
  const { figure, records } = item
  if (!figure || records.length === 0) return null
  const facts = [...new Set(records.map(({ fact }) => fact))]
  return (
    <Text size="sm" c="dimmed" component="div">
      {t('agenda.records')}:{' '}
      {facts.map((fact, index) => {
        const of = (when: 'now' | 'before') =>
          records.find((one) => one.fact === fact && one.of === when)
        const [now, before] = [of('now'), of('before')]
        return (
          <span key={fact}>
            {index > 0 && ' · '}
            {now && (
              <AppLink to="/cockpit" search={cockpitSearch({ ...figure, fact })}>
                {t('agenda.records.now', {
                  name: now.name[language],
                  count: formats.number(now.count),
                })}
              </AppLink>
            )}
            {before && (
              <>
                {', '}
                <AppLink
                  to="/cockpit"
                  search={cockpitSearch({ ...figure, ...agenda.before, fact })}
                >
                  {t('agenda.records.before', { count: formats.number(before.count) })}
                </AppLink>
              </>
            )}
          </span>
        )
      })}
    </Text>
  )
}
