import { Button, Group, Modal, Select, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useText } from '../platform/language.ts'
import { useFormats } from '../ui/use-formats.ts'
import type { TargetInfo } from './catalogue.ts'
import type { Column } from './import-shapes.ts'
import classes from './imports.module.css'
import { RecordName } from './record-name.tsx'
import { useImportTexts } from './texts.ts'
import { knownChoice, type ValueRow, valueRows } from './value-choices.ts'

type Props = {
  readonly column: Column
  readonly rows: number
  readonly target: TargetInfo
  readonly values: Readonly<Record<string, string>>
  readonly editable: boolean
  readonly onClose: () => void
  readonly onSave: (values: Readonly<Record<string, string>>) => void
}

/** Translates values of the file (`social`, `Closed Won`) into those the field takes. */
export function ValueMapDialog(props: Props) {
  const { column, rows, target, editable, onClose, onSave } = props
  const t = useImportTexts()
  const text = useText()
  const [values, setValues] = useState(props.values)
  const list = valueRows(column.distinct, column.empty, values)
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t('values.title', { field: text(target.label) })}
    >
      <Stack>
        <Text size="sm" c="dimmed">
          {t('values.text')}
          {column.distinct && ` ${t('values.sample', { rows: rows })}`}
        </Text>
        {column.distinct == null && <Text size="sm">{t('values.many')}</Text>}
        <div className={classes.framed}>
          <table className={`${classes.table} ${classes.middle}`}>
            <thead>
              <tr>
                <th scope="col">{t('values.inFile')}</th>
                <th scope="col" className={classes.number}>
                  {t('values.rows')}
                </th>
                <th scope="col" style={{ width: '52%' }}>
                  {t('values.becomes')}
                </th>
              </tr>
            </thead>
            <tbody>
              {list.map((row) => (
                <Row
                  key={row.value}
                  row={row}
                  target={target}
                  value={values[row.value] ?? ''}
                  editable={editable}
                  onChange={(value) => setValues({ ...values, [row.value]: value })}
                />
              ))}
            </tbody>
          </table>
        </div>
        {editable && column.distinct == null && (
          <AddValue onAdd={(value) => setValues({ ...values, [value]: values[value] ?? '' })} />
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('cancel')}
          </Button>
          {editable && <Button onClick={() => onSave(values)}>{t('done')}</Button>}
        </Group>
      </Stack>
    </Modal>
  )
}

type RowProps = {
  readonly row: ValueRow
  readonly target: TargetInfo
  readonly value: string
  readonly editable: boolean
  readonly onChange: (value: string) => void
}

function Row({ row, target, value, editable, onChange }: RowProps) {
  const t = useImportTexts()
  const text = useText()
  const formats = useFormats()
  const name =
    row.value === '' ? t('values.emptyCell') : row.value === '*' ? t('values.any') : row.value
  const special = row.value === '' || row.value === '*'
  const known = target.choices && !special ? knownChoice(row.value, target.choices) : null
  const placeholder = known ? t('values.asIsKnown', { label: text(known.label) }) : t('values.asIs')
  const label = t('values.target', { value: name })
  return (
    <tr>
      <td style={{ overflowWrap: 'anywhere' }}>
        <Text size="sm" c={special ? 'dimmed' : 'inherit'} span>
          {name}
        </Text>
      </td>
      <td className={classes.number}>{row.count === null ? '' : formats.number(row.count)}</td>
      <td>
        {target.choices ? (
          <Select
            aria-label={label}
            size="sm"
            data={target.choices.map((choice) => ({
              value: choice.value,
              label: text(choice.label),
            }))}
            value={value === '' ? null : value}
            placeholder={placeholder}
            searchable
            clearable
            disabled={!editable}
            onChange={(next) => onChange(next ?? '')}
          />
        ) : (
          <RecordName
            ariaLabel={label}
            kind={target.refersTo}
            value={value}
            placeholder={placeholder}
            disabled={!editable}
            onChange={onChange}
          />
        )}
      </td>
    </tr>
  )
}

function AddValue({ onAdd }: { readonly onAdd: (value: string) => void }) {
  const t = useImportTexts()
  const [value, setValue] = useState('')
  const add = () => {
    if (value.trim() === '') return
    onAdd(value.trim())
    setValue('')
  }
  return (
    <Group align="flex-end" gap="sm">
      <TextInput
        label={t('values.new')}
        value={value}
        flex={1}
        onChange={(event) => setValue(event.currentTarget.value)}
        onKeyDown={(event) => event.key === 'Enter' && add()}
      />
      <Button variant="default" onClick={add}>
        {t('values.add')}
      </Button>
    </Group>
  )
}
