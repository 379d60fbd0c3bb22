import { ActionIcon, Alert, Group, List, Select, Stack, Text, Title } from '@mantine/core'
import { AlertIcon, TrashIcon } from '@primer/octicons-react'
import { useMemo } from 'react'
import type { Mapping } from '#imports/mapping.ts'
import { useLanguage, useText } from '../platform/language.ts'
import { ColumnsTable } from './columns-table.tsx'
import { ConstantsEditor } from './constants-editor.tsx'
import type { FileView, MappingProblem } from './import-shapes.ts'
import { KeyEditor } from './key-editor.tsx'
import { mappedCount, withKind } from './mapping-state.ts'
import { mappingProblemText } from './problem-texts.ts'
import { useImportTexts } from './texts.ts'
import { useKindName, useKinds } from './use-kinds.ts'

type Props = {
  readonly file: FileView
  readonly index: number
  readonly mapping: Mapping
  readonly parts: number
  readonly editable: boolean
  readonly problems: readonly MappingProblem[]
  readonly onChange: (mapping: Mapping) => void
  readonly onRemove: () => void
}

/** One kind out of one file: columns to fields, constants, key. */
export function PartEditor(props: Props) {
  const { file, mapping, editable, problems, onChange } = props
  const text = useText()
  const { targetsOf } = useKinds()
  const targets = targetsOf(mapping.kind)
  const names = useMemo(
    () => new Map(targets.map((target) => [target.id, text(target.label)])),
    [targets, text],
  )
  const headers = file.detection?.header ?? []
  return (
    <section className="rk-panel">
      <Head {...props} headers={headers} />
      <Problems problems={problems} label={(field) => names.get(field) ?? field} />
      <ColumnsTable
        columns={file.detection?.columns ?? []}
        rows={file.detection?.sampledRows ?? 0}
        mapping={mapping}
        targets={targets}
        editable={editable}
        onChange={onChange}
      />
      <Stack gap="lg" p="md" style={{ borderTop: '1px solid var(--rk-line)' }}>
        <ConstantsEditor
          mapping={mapping}
          targets={targets}
          editable={editable}
          onChange={onChange}
        />
        <KeyEditor headers={headers} mapping={mapping} editable={editable} onChange={onChange} />
      </Stack>
    </section>
  )
}

function Head({
  index,
  mapping,
  parts,
  editable,
  headers,
  onChange,
  onRemove,
}: Props & { readonly headers: readonly string[] }) {
  const t = useImportTexts()
  const text = useText()
  const kindName = useKindName()
  const { kinds, targetsOf } = useKinds()
  const name = kindName(mapping.kind ?? '')
  return (
    <Group justify="space-between" align="flex-end" p="md" gap="sm">
      <Title order={2} w="100%">
        {parts > 1 ? t('mapping.part', { number: index + 1, kind: name }) : t('mapping.columns')}
      </Title>
      <Select
        label={t('mapping.kind')}
        data={kinds.map(({ kind, plural }) => ({ value: kind, label: text(plural) }))}
        value={mapping.kind ?? null}
        searchable
        disabled={!editable}
        w={{ base: '100%', xs: 320 }}
        onChange={(kind) => {
          if (kind === null || kind === mapping.kind) return
          onChange(withKind(mapping, kind, new Set(targetsOf(kind).map(({ id }) => id))))
        }}
      />
      <Group gap="sm">
        <Text size="sm" c="dimmed" className="rk-number">
          {t('mapping.mappedOf', { mapped: mappedCount(mapping, headers), all: headers.length })}
        </Text>
        {parts > 1 && editable && (
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('mapping.removePart', { kind: name })}
            onClick={onRemove}
          >
            <TrashIcon size={16} />
          </ActionIcon>
        )}
      </Group>
    </Group>
  )
}

/** What keeps the mapping from being used; each says what to do. */
function Problems({
  problems,
  label,
}: {
  readonly problems: readonly MappingProblem[]
  readonly label: (field: string) => string
}) {
  const t = useImportTexts()
  const language = useLanguage()
  if (problems.length === 0) return null
  return (
    <Alert
      color="attention"
      variant="light"
      icon={<AlertIcon />}
      title={t('mapping.problemsTitle')}
      mx="md"
      mb="md"
      role="status"
    >
      <List size="sm">
        {problems.map((problem) => (
          <List.Item key={`${problem.field}-${problem.rule}`}>
            {mappingProblemText(problem, label, language, t)}
          </List.Item>
        ))}
      </List>
    </Alert>
  )
}
