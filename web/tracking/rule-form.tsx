import {
  ActionIcon,
  Box,
  Button,
  Fieldset,
  Group,
  SegmentedControl,
  Select,
  SimpleGrid,
  Stack,
  Text,
  TextInput,
} from '@mantine/core'
import { PlusIcon, XIcon } from '@primer/octicons-react'
import { useId } from 'react'
import { RULE_FIELDS } from '#tracking/own-rules.ts'
import { channelKind } from '#tracking/records.ts'
import { ReferencePicker } from '../records/reference-picker.tsx'
import classes from './channel-rules.module.css'
import {
  COMPARISON_CHOICES,
  type ConditionDraft,
  choiceOf,
  comparisonOf,
  EMPTY_CONDITION,
  type RuleDraft,
} from './channel-rules-state.ts'
import { useChannelRulesTexts } from './channel-rules-texts.ts'

type Props = {
  readonly draft: RuleDraft
  readonly place: number
  readonly broken: ReadonlySet<string>
  readonly isChecked: boolean
  readonly onChange: (draft: RuleDraft) => void
  readonly onDone: () => void
}

/** Name, channel and conditions of one rule. */
export function RuleForm({ draft, place, broken, isChecked, onChange, onDone }: Props) {
  const t = useChannelRulesTexts()
  const matchId = useId()
  const { conditions } = draft
  return (
    <Stack gap="sm" mt="sm">
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <TextInput
          label={t('field.name')}
          required
          maxLength={120}
          autoFocus={draft.name === ''}
          value={draft.name}
          onChange={(event) => onChange({ ...draft, name: event.currentTarget.value })}
          error={isChecked && draft.name.trim() === '' && t('problem.name')}
        />
        <ReferencePicker
          kind={channelKind}
          label={t('field.channel')}
          required
          value={draft.channel}
          onChange={(channel) => onChange({ ...draft, channel })}
          error={isChecked && draft.channel === '' && t('problem.channel')}
        />
      </SimpleGrid>
      {conditions.length > 1 && (
        <Box>
          <Text size="sm" fw={500} id={matchId} mb={4}>
            {t('field.match')}
          </Text>
          <SegmentedControl
            aria-labelledby={matchId}
            value={draft.match}
            onChange={(match) => onChange({ ...draft, match: match === 'any' ? 'any' : 'all' })}
            data={[
              { value: 'all', label: t('match.all') },
              { value: 'any', label: t('match.any') },
            ]}
          />
        </Box>
      )}
      {conditions.map((condition, index) => (
        <Condition
          // biome-ignore lint/suspicious/noArrayIndexKey: conditions have no name and are edited in place
          key={index}
          number={index + 1}
          condition={condition}
          isBroken={broken.has(`${place}.${index}`)}
          isChecked={isChecked}
          onChange={(changed) =>
            onChange({ ...draft, conditions: conditions.with(index, changed) })
          }
          {...(conditions.length > 1 && {
            onRemove: () => onChange({ ...draft, conditions: conditions.toSpliced(index, 1) }),
          })}
        />
      ))}
      <Group gap="sm">
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<PlusIcon size={14} />}
          onClick={() => onChange({ ...draft, conditions: [...conditions, EMPTY_CONDITION] })}
        >
          {t('condition.add')}
        </Button>
        <Button variant="default" size="compact-sm" onClick={onDone}>
          {t('own.done')}
        </Button>
      </Group>
    </Stack>
  )
}

type ConditionProps = {
  readonly number: number
  readonly condition: ConditionDraft
  readonly isBroken: boolean
  readonly isChecked: boolean
  readonly onChange: (condition: ConditionDraft) => void
  readonly onRemove?: () => void
}

function Condition(props: ConditionProps) {
  const { number, condition, isBroken, isChecked, onChange, onRemove } = props
  const t = useChannelRulesTexts()
  const missing = isChecked && condition.value.trim() === '' && t('problem.value')
  return (
    <Fieldset legend={t('condition.legend', { number })} className={classes.condition ?? ''}>
      <Group gap="xs" align="flex-start" wrap="nowrap">
        <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="xs" flex={1}>
          <Select
            label={t('condition.field')}
            allowDeselect={false}
            value={condition.field}
            data={RULE_FIELDS.map((value) => ({ value, label: t(`of.${value}`) }))}
            onChange={(value) => {
              const field = RULE_FIELDS.find((one) => one === value)
              if (field) onChange({ ...condition, field })
            }}
          />
          <Select
            label={t('condition.comparison')}
            allowDeselect={false}
            value={choiceOf(condition)}
            data={COMPARISON_CHOICES.map((value) => ({ value, label: t(`compare.${value}`) }))}
            onChange={(value) => value && onChange({ ...condition, ...comparisonOf(value) })}
          />
          <TextInput
            label={t('condition.value')}
            required
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            description={condition.comparison === 'matches' && t('condition.pattern')}
            maxLength={255}
            spellCheck={false}
            value={condition.value}
            onChange={(event) => onChange({ ...condition, value: event.currentTarget.value })}
            error={isBroken ? t('problem.pattern') : missing}
          />
        </SimpleGrid>
        {onRemove && (
          <ActionIcon
            variant="subtle"
            mt={30}
            aria-label={t('condition.remove', { number })}
            onClick={onRemove}
          >
            <XIcon size={16} />
          </ActionIcon>
        )}
      </Group>
    </Fieldset>
  )
}
