import { MultiSelect, Text, Title } from '@mantine/core'
import type { Mapping } from '#imports/mapping.ts'
import { sourcesOf, withKey } from './mapping-state.ts'
import { useImportTexts } from './texts.ts'

type Props = {
  readonly headers: readonly string[]
  readonly mapping: Mapping
  readonly editable: boolean
  readonly onChange: (mapping: Mapping) => void
}

/** Which columns tell one row from the next, where the file brings no id. */
export function KeyEditor({ headers, mapping, editable, onChange }: Props) {
  const t = useImportTexts()
  const hasId = sourcesOf(mapping, 'external_id').length > 0
  if (hasId && (mapping.key ?? []).length === 0) return null
  return (
    <section>
      <Title order={3}>{t('mapping.key')}</Title>
      <Text size="sm" c="dimmed" mb="xs">
        {t('mapping.keyText')}
      </Text>
      <MultiSelect
        aria-label={t('mapping.key')}
        data={[...headers]}
        value={mapping.key ?? []}
        placeholder={(mapping.key ?? []).length === 0 ? t('mapping.keyNone') : ''}
        searchable
        clearable
        disabled={!editable}
        size="sm"
        maw={520}
        onChange={(key) => onChange(withKey(mapping, key))}
      />
    </section>
  )
}
