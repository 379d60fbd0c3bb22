import { List, SimpleGrid, Text } from '@mantine/core'
import { AlertIcon, DashIcon, StopIcon } from '@primer/octicons-react'
import { useText } from '../platform/language.ts'
import { Panel } from '../ui/panel.tsx'
import { useFormats } from '../ui/use-formats.ts'
import type { Look, NoteOutcome } from './counts-table.tsx'
import type { FileView, ImportView, PartView, RuleCount } from './import-shapes.ts'
import classes from './imports.module.css'
import { withoutDetail } from './rule-text.ts'
import { type ImportTextKey, useImportTexts } from './texts.ts'
import { useKindName } from './use-kinds.ts'

type Props = { readonly view: ImportView; readonly onLook: (look: Look) => void }

type Tone = 'bad' | 'attention' | 'neutral'

const SIGNS = { bad: StopIcon, attention: AlertIcon, neutral: DashIcon }

/** A heading with its sign; colour only on top. */
function Heading({ tone, text }: { readonly tone: Tone; readonly text: string }) {
  const Sign = SIGNS[tone]
  return (
    <span className={classes.heading}>
      <Sign size={18} {...(tone === 'neutral' ? {} : { color: `var(--rk-${tone})` })} aria-hidden />
      {text}
    </span>
  )
}

type Group = {
  readonly key: 'rejections' | 'warnings' | 'skipped'
  readonly tone: Tone
  readonly outcome: NoteOutcome | null
}

const GROUPS: readonly Group[] = [
  { key: 'rejections', tone: 'bad', outcome: 'rejected' },
  { key: 'warnings', tone: 'attention', outcome: 'warned' },
  { key: 'skipped', tone: 'neutral', outcome: null },
]

/** Why rows were refused, what to look at, what was left out: by rule with counts. */
export function RulesPanels({ view, onLook }: Props) {
  const parts = view.files.flatMap((file) => file.parts.map((part) => ({ file, part })))
  const filled = GROUPS.filter(({ key }) => parts.some(({ part }) => part[key].length > 0))
  const created = parts.some(({ part }) => Object.keys(part.created).length > 0)
  if (filled.length === 0 && !created) return null
  return (
    <SimpleGrid cols={{ base: 1, md: filled.length + (created ? 1 : 0) > 1 ? 2 : 1 }} spacing="md">
      {filled.map((group) => (
        <RulesPanel key={group.key} group={group} parts={parts} onLook={onLook} />
      ))}
      {created && <CreatedPanel parts={parts.map(({ part }) => part)} />}
    </SimpleGrid>
  )
}

type FilePart = { readonly file: FileView; readonly part: PartView }

function RulesPanel({
  group,
  parts,
  onLook,
}: {
  readonly group: Group
  readonly parts: readonly FilePart[]
  readonly onLook: (look: Look) => void
}) {
  const t = useImportTexts()
  const { key, tone, outcome } = group
  const lines = parts
    .flatMap(({ file, part }) => part[key].map((rule) => ({ file, part, rule })))
    .toSorted((a, b) => b.rule.count - a.rule.count)
  const many = new Set(lines.map(({ file }) => file.id)).size > 1
  return (
    <Panel
      title={<Heading tone={tone} text={t(`rules.${key}`)} />}
      sentence={t(`rules.${key}Text` as ImportTextKey)}
    >
      <ul className={classes.plain}>
        {lines.map(({ file, part, rule }) => (
          <li key={`${file.id}-${part.part}-${rule.rule}`}>
            <Rule
              rule={rule}
              place={many ? file.name : ''}
              onOpen={
                outcome === null
                  ? undefined
                  : () => onLook({ fileId: file.id, part: part.part, outcome, rule: rule.rule })
              }
            />
          </li>
        ))}
      </ul>
    </Panel>
  )
}

function Rule({
  rule,
  place,
  onOpen,
}: {
  readonly rule: RuleCount
  readonly place: string
  readonly onOpen: (() => void) | undefined
}) {
  const text = useText()
  const formats = useFormats()
  const content = (
    <>
      <span className="rk-number">{formats.number(rule.count)}</span>
      <span>
        {withoutDetail(text(rule.text))}
        {place !== '' && (
          <Text size="xs" c="dimmed" span display="block">
            {place}
          </Text>
        )}
      </span>
    </>
  )
  return onOpen ? (
    <button type="button" className={classes.rule} onClick={onOpen}>
      {content}
    </button>
  ) : (
    <div className={classes.rule} style={{ cursor: 'default' }}>
      {content}
    </div>
  )
}

const LISTED = 8

/** Records of other kinds that rows refer to and that did not exist. */
function CreatedPanel({ parts }: { readonly parts: readonly PartView[] }) {
  const t = useImportTexts()
  const formats = useFormats()
  const kindName = useKindName()
  const totals = new Map<string, number>()
  for (const part of parts) {
    for (const [kind, count] of Object.entries(part.created)) {
      totals.set(kind, (totals.get(kind) ?? 0) + count)
    }
  }
  const titles = (kind: string) => [
    ...new Set(
      parts.flatMap((part) =>
        part.createdList.flatMap((one) => (one.kind === kind && one.title ? [one.title] : [])),
      ),
    ),
  ]
  return (
    <Panel title={t('created.title')} sentence={t('created.text')}>
      <List listStyleType="none" spacing={6}>
        {[...totals].map(([kind, count]) => {
          const shown = titles(kind).slice(0, LISTED)
          const rest = count - shown.length
          return (
            <List.Item key={kind}>
              <Text size="sm" fw={600} span className="rk-number">
                {formats.number(count)} {kindName(kind)}
              </Text>
              <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
                {shown.join(', ')}
                {shown.length > 0 &&
                  rest > 0 &&
                  ` ${t('created.more', { count: formats.number(rest) })}`}
              </Text>
            </List.Item>
          )
        })}
      </List>
    </Panel>
  )
}
