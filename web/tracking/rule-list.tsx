import { ActionIcon, Box, Button, Group, Stack, Text, VisuallyHidden } from '@mantine/core'
import {
  ArrowDownIcon,
  ArrowUpIcon,
  GrabberIcon,
  PencilIcon,
  PlusIcon,
  TrashIcon,
} from '@primer/octicons-react'
import { useState } from 'react'
import { Panel } from '../ui/panel.tsx'
import classes from './channel-rules.module.css'
import {
  choiceOf,
  EMPTY_CONDITION,
  moved,
  nextKey,
  type RuleDraft,
  rulesOf,
} from './channel-rules-state.ts'
import { useChannelRulesTexts } from './channel-rules-texts.ts'
import { RuleForm } from './rule-form.tsx'
import { useAllChannelNames } from './use-all-channel-names.ts'

type Props = {
  readonly drafts: readonly RuleDraft[]
  readonly onChange: (drafts: readonly RuleDraft[]) => void
  readonly isWritable: boolean
  /** Places of patterns that are none: `rule.condition`. */
  readonly broken: ReadonlySet<string>
  /** Shows what is missing in every rule. */
  readonly isChecked: boolean
}

/** The company's own rules in their order; one at a time is open. */
export function RuleList({ drafts, onChange, isWritable, broken, isChecked }: Props) {
  const t = useChannelRulesTexts()
  const [open, setOpen] = useState<number | null>(null)
  const [dragged, setDragged] = useState<number | null>(null)
  const [said, setSaid] = useState('')
  /** Open is what somebody edits, and what has to be mended. */
  const isOpen = (draft: RuleDraft, index: number) =>
    open === draft.key ||
    (isChecked && rulesOf([draft]) === null) ||
    [...broken].some((place) => place.startsWith(`${index}.`))
  const nameOf = ({ name }: RuleDraft) => name.trim() || t('own.unnamed')
  const move = (from: number, to: number) => {
    const draft = drafts[from]
    if (!draft || to < 0 || to >= drafts.length || from === to) return
    onChange(moved(drafts, from, to))
    setSaid(t('own.moved', { name: nameOf(draft), place: to + 1, count: drafts.length }))
  }
  const add = () => {
    const key = nextKey(drafts)
    const empty = {
      key,
      name: '',
      channel: '',
      match: 'all',
      conditions: [EMPTY_CONDITION],
    } as const
    onChange([...drafts, empty])
    setOpen(key)
  }
  return (
    <Panel
      title={t('own.title')}
      sentence={t('own.sentence', { count: drafts.length })}
      actions={
        isWritable && (
          <Button variant="default" leftSection={<PlusIcon size={16} />} onClick={add}>
            {t('own.add')}
          </Button>
        )
      }
    >
      <VisuallyHidden role="status">{said}</VisuallyHidden>
      {!isWritable && <Text size="sm">{t('own.readOnly')}</Text>}
      {drafts.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('own.empty')}
        </Text>
      )}
      <Stack gap="xs" component="ol" className={classes.list ?? ''}>
        {drafts.map((draft, index) => (
          <Box
            component="li"
            key={draft.key}
            className={classes.rule ?? ''}
            data-target={dragged !== null && dragged !== index ? '' : undefined}
            onDragOver={(event) => event.preventDefault()}
            onDrop={() => {
              if (dragged !== null) move(dragged, index)
              setDragged(null)
            }}
          >
            <Group gap="xs" wrap="nowrap" align="flex-start">
              {isWritable && (
                <Box
                  draggable
                  title={t('own.drag')}
                  className={classes.handle ?? ''}
                  onDragStart={() => setDragged(index)}
                  onDragEnd={() => setDragged(null)}
                >
                  <GrabberIcon size={16} />
                </Box>
              )}
              <Text className="rk-number" c="dimmed" size="sm" mt={2}>
                {index + 1}.
              </Text>
              <Box flex={1} miw={0}>
                <Text fw={600}>{nameOf(draft)}</Text>
                {!isOpen(draft, index) && <Summary draft={draft} />}
              </Box>
              {isWritable && (
                <Group gap={4} wrap="nowrap">
                  <ActionIcon
                    variant="subtle"
                    aria-label={t('own.up', { name: nameOf(draft) })}
                    className={classes.arrow ?? ''}
                    disabled={index === 0}
                    onClick={() => move(index, index - 1)}
                  >
                    <ArrowUpIcon size={16} />
                  </ActionIcon>
                  <ActionIcon
                    variant="subtle"
                    aria-label={t('own.down', { name: nameOf(draft) })}
                    className={classes.arrow ?? ''}
                    disabled={index === drafts.length - 1}
                    onClick={() => move(index, index + 1)}
                  >
                    <ArrowDownIcon size={16} />
                  </ActionIcon>
                  <ActionIcon
                    variant="subtle"
                    aria-label={t('own.edit', { name: nameOf(draft) })}
                    aria-expanded={isOpen(draft, index)}
                    onClick={() => setOpen(open === draft.key ? null : draft.key)}
                  >
                    <PencilIcon size={16} />
                  </ActionIcon>
                  <ActionIcon
                    variant="subtle"
                    color="bad"
                    aria-label={t('own.remove', { name: nameOf(draft) })}
                    onClick={() => onChange(drafts.toSpliced(index, 1))}
                  >
                    <TrashIcon size={16} />
                  </ActionIcon>
                </Group>
              )}
            </Group>
            {isOpen(draft, index) && (
              <RuleForm
                draft={draft}
                place={index}
                broken={broken}
                isChecked={isChecked}
                onChange={(changed) => onChange(drafts.with(index, changed))}
                onDone={() => setOpen(null)}
              />
            )}
          </Box>
        ))}
      </Stack>
    </Panel>
  )
}

/** `Verweis (Host) endet auf „vdma.org“ → Vertriebspartner`. */
function Summary({ draft }: { readonly draft: RuleDraft }) {
  const t = useChannelRulesTexts()
  const channelName = useAllChannelNames()
  const conditions = draft.conditions.map(
    (condition) =>
      `${t(`of.${condition.field}`)} ${t(`compare.${choiceOf(condition)}`)} „${condition.value}“`,
  )
  return (
    <Text size="sm" c="dimmed">
      {conditions.join(` ${t(draft.match === 'all' ? 'and' : 'or')} `)}
      {' → '}
      <Text span inherit c="var(--mantine-color-text)">
        {draft.channel === '' ? '…' : channelName(draft.channel)}
      </Text>
    </Text>
  )
}
