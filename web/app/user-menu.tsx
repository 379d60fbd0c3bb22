import { ActionIcon, Avatar, Menu, Text, useMantineColorScheme } from '@mantine/core'
import { CheckIcon, CommandPaletteIcon, ShieldLockIcon, SignOutIcon } from '@primer/octicons-react'
import { useNavigate } from '@tanstack/react-router'
import { changeLanguage, type Language, useLanguage } from '../platform/language.ts'
import { useMe } from '../platform/session.ts'
import { useSignOut } from '../platform/sign-out.ts'
import { openHelp } from './overlays.ts'
import { useAppTexts } from './texts.ts'

const LANGUAGES: readonly { readonly id: Language; readonly name: string }[] = [
  { id: 'de', name: 'Deutsch' },
  { id: 'en', name: 'English' },
]

/** Who is signed in; language, appearance, password, sign-out. */
export function UserMenu() {
  const t = useAppTexts()
  const { user } = useMe()
  const navigate = useNavigate()
  const signOut = useSignOut()
  return (
    <Menu position="bottom-end" width={240} withinPortal={false}>
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          radius="xl"
          aria-label={t('user.menu', { name: user.name })}
        >
          <Avatar name={user.name} size={30} color="petrol" variant="light" aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <Text component="div" size="sm" fw={600} truncate>
            {user.name}
          </Text>
          <Text component="div" size="xs" truncate>
            {user.email}
          </Text>
        </Menu.Label>
        <Menu.Divider />
        <LanguageItems />
        <Menu.Divider />
        <ThemeItems />
        <Menu.Divider />
        <Menu.Item
          leftSection={<ShieldLockIcon size={16} />}
          onClick={() => void navigate({ to: '/account/security' })}
        >
          {t('user.security')}
        </Menu.Item>
        <Menu.Item leftSection={<CommandPaletteIcon size={16} />} onClick={openHelp}>
          {t('user.keyboard')}
        </Menu.Item>
        <Menu.Item leftSection={<SignOutIcon size={16} />} onClick={() => void signOut()}>
          {t('user.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

function LanguageItems() {
  const t = useAppTexts()
  const language = useLanguage()
  return (
    <>
      <Menu.Label>{t('user.language')}</Menu.Label>
      {LANGUAGES.map(({ id, name }) => (
        <Menu.Item
          key={id}
          lang={id}
          closeMenuOnClick={false}
          aria-current={language === id}
          rightSection={language === id ? <CheckIcon size={14} /> : null}
          onClick={() => changeLanguage(id)}
        >
          {name}
        </Menu.Item>
      ))}
    </>
  )
}

function ThemeItems() {
  const t = useAppTexts()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return (
    <>
      <Menu.Label>{t('user.theme')}</Menu.Label>
      {(['auto', 'light', 'dark'] as const).map((scheme) => (
        <Menu.Item
          key={scheme}
          closeMenuOnClick={false}
          aria-current={colorScheme === scheme}
          rightSection={colorScheme === scheme ? <CheckIcon size={14} /> : null}
          onClick={() => setColorScheme(scheme)}
        >
          {t(`user.theme.${scheme}`)}
        </Menu.Item>
      ))}
    </>
  )
}
