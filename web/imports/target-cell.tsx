import { ActionIcon, Box, Button, Group, Select, Stack, Tooltip } from '@mantine/core'
import { ArrowSwitchIcon, PlusIcon } from '@primer/octicons-react'
import { useState } from 'react'
import type { Mapping } from '#imports/mapping.ts'
import type { TargetInfo } from './catalogue.ts'
import type { Column } from './import-shapes.ts'
import { targetsOf, withTargets, withValues } from './mapping-state.ts'
import { useImportTexts } from './texts.ts'
import { ValueMapDialog } from './value-map-dialog.tsx'

type Props = {
  readonly column: Column
  readonly rows: number
  readonly mapping: Mapping
  readonly targets: readonly TargetInfo[]
  readonly options: { group: string; items: { value: string; label: string }[] }[]
  readonly editable: boolean
  readonly onChange: (mapping: Mapping) => void
}

/** The field (or fields) that one column feeds, and how its values are translated. */
export function TargetCell({ column, rows, mapping, targets, options, editable, onChange }: Props) {
  const t = useImportTexts()
  const [adding, setAdding] = useState(false)
  const { header } = column
  const chosen = targetsOf(mapping, header)
  const slots: (string | null)[] = adding || chosen.length === 0 ? [...chosen, null] : [...chosen]
  const set = (slot: number, value: string | null) => {
    setAdding(false)
    const next = slots.flatMap((before, index) => {
      const now = index === slot ? value : before
      return now === null ? [] : [now]
    })
    onChange(withTargets(mapping, header, next))
  }
  const info = (id: string | null) => targets.find((target) => target.id === id)
  return (
    <Stack gap={6}>
      {slots.map((target, slot) => (
        <Group key={target ?? 'none'} gap={6} wrap="nowrap">
          <Select
            aria-label={t(slot === 0 ? 'mapping.targetOf' : 'mapping.targetSecond', {
              column: header,
            })}
            data={options}
            value={target}
            placeholder={t('mapping.ignore')}
            nothingFoundMessage={t('mapping.nothingFound')}
            size="sm"
            searchable
            clearable
            clearButtonProps={{ 'aria-label': `${t('mapping.ignore')}: ${header}` }}
            disabled={!editable}
            flex={1}
            maxDropdownHeight={340}
            comboboxProps={{ width: 340, position: 'bottom-end' }}
            onChange={(value) => set(slot, value)}
          />
          {slot === slots.length - 1 && editable && chosen.length > 0 && !adding ? (
            <Tooltip label={t('mapping.also', { column: header })}>
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={t('mapping.also', { column: header })}
                onClick={() => setAdding(!adding)}
              >
                <PlusIcon size={16} />
              </ActionIcon>
            </Tooltip>
          ) : (
            <Box w={28} style={{ flex: 'none' }} />
          )}
        </Group>
      ))}
      {chosen.map((id) => (
        <ValuesButton
          key={id}
          column={column}
          rows={rows}
          mapping={mapping}
          target={info(id)}
          editable={editable}
          onChange={onChange}
        />
      ))}
    </Stack>
  )
}

type ValuesProps = Pick<Props, 'column' | 'rows' | 'mapping' | 'editable' | 'onChange'> & {
  readonly target: TargetInfo | undefined
}

/** Opens the translation of values, where a field takes only certain ones or one exists already. */
function ValuesButton({ column, rows, mapping, target, editable, onChange }: ValuesProps) {
  const t = useImportTexts()
  const [open, setOpen] = useState(false)
  if (target === undefined) return null
  const values = mapping.values?.[target.id] ?? {}
  const count = Object.keys(values).length
  const useful = target.choices !== null || target.refersTo !== null || count > 0
  if (!useful) return null
  return (
    <>
      <Button
        size="compact-xs"
        variant="subtle"
        leftSection={<ArrowSwitchIcon size={14} />}
        style={{ alignSelf: 'flex-start' }}
        aria-label={t('mapping.valuesOf', { column: column.header })}
        onClick={() => setOpen(true)}
      >
        {count > 0 ? t('mapping.valuesCount', { count }) : t('mapping.values')}
      </Button>
      {open && (
        <ValueMapDialog
          column={column}
          rows={rows}
          target={target}
          values={values}
          editable={editable}
          onClose={() => setOpen(false)}
          onSave={(next) => {
            setOpen(false)
            onChange(withValues(mapping, target.id, next))
          }}
        />
      )}
    </>
  )
}
