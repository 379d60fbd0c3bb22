import { Anchor, Button, Group, Text } from '@mantine/core'
import { useState } from 'react'
import { useLanguage, useText } from '../platform/language.ts'
import { Panel } from '../ui/panel.tsx'
import { importApi } from './import-api.ts'
import classes from './imports.module.css'
import { useImportTexts } from './texts.ts'
import { useKinds } from './use-kinds.ts'

/** What most people need first; the rest on demand. */
const COMMON = [
  'lead',
  'opportunity',
  'revenue_entry',
  'cost',
  'campaign',
  'account',
  'contact',
] as const

/** Empty files to fill in, per kind. */
export function TemplatesPanel() {
  const t = useImportTexts()
  const text = useText()
  const language = useLanguage()
  const [all, setAll] = useState(false)
  const { kinds } = useKinds()
  const common = COMMON.flatMap((id) => kinds.filter(({ kind }) => kind === id))
  const shown = all ? [...common, ...kinds.filter((kind) => !common.includes(kind))] : common
  return (
    <Panel title={t('templates.title')} sentence={t('templates.sentence')}>
      <ul className={classes.plain}>
        {shown.map((kind) => (
          <li key={kind.kind}>
            <Group justify="space-between" wrap="nowrap" py={4} gap="xs">
              <Text size="sm" truncate>
                {text(kind.plural)}
              </Text>
              <Group gap="sm" wrap="nowrap">
                {(['csv', 'xlsx'] as const).map((type) => (
                  <Anchor
                    key={type}
                    size="sm"
                    href={importApi.templateUrl(kind.kind, type, language)}
                    download
                    aria-label={t(`templates.${type}`, { kind: text(kind.plural) })}
                  >
                    {type.toUpperCase()}
                  </Anchor>
                ))}
              </Group>
            </Group>
          </li>
        ))}
      </ul>
      {kinds.length > common.length && (
        <Button size="compact-sm" variant="subtle" mt="xs" px={0} onClick={() => setAll(!all)}>
          {all ? t('templates.fewer') : t('templates.all')}
        </Button>
      )}
    </Panel>
  )
}
