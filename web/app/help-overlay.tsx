import { Group, Kbd, Modal, Stack, Text } from '@mantine/core'
import type { NavigationEntry } from './navigation.ts'
import { closeOverlay, useOverlay } from './overlays.ts'
import { useAppTexts } from './texts.ts'

type Props = { readonly entries: readonly NavigationEntry[] }

/** Every key that does something. */
export function HelpOverlay({ entries }: Props) {
  const t = useAppTexts()
  const rows: readonly (readonly [readonly string[], string])[] = [
    [['/'], t('help.search')],
    [['?'], t('help.help')],
    [['j'], t('help.down')],
    [['k'], t('help.up')],
    [['Enter'], t('help.open')],
    [['x'], t('help.tick')],
    ...entries.flatMap((entry) =>
      entry.letter === undefined
        ? []
        : [[['g', entry.letter], t('help.go', { screen: t(entry.id) })] as const],
    ),
  ]
  return (
    <Modal opened={useOverlay() === 'help'} onClose={closeOverlay} title={t('help.title')}>
      <Stack gap={6}>
        {rows.map(([keys, text]) => (
          <Group key={text} justify="space-between" gap="sm" wrap="nowrap">
            <Text size="sm">{text}</Text>
            <Group gap={6} wrap="nowrap">
              {keys.map((key, index) => (
                <Group key={key} gap={6} wrap="nowrap">
                  {index > 0 && (
                    <Text size="xs" c="dimmed">
                      {t('help.then')}
                    </Text>
                  )}
                  <Kbd>{key}</Kbd>
                </Group>
              ))}
            </Group>
          </Group>
        ))}
      </Stack>
    </Modal>
  )
}
