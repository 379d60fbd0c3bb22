import { Box, Burger, Button, Group, Kbd, Text } from '@mantine/core'
import { SearchIcon } from '@primer/octicons-react'
import { Link } from '@tanstack/react-router'
import { useBrand } from '../platform/brand.ts'
import { useMe } from '../platform/session.ts'
import { CompanyLogo } from '../ui/company-logo.tsx'
import { Logo } from '../ui/logo.tsx'
import { openSearch } from './overlays.ts'
import classes from './shell.module.css'
import { useAppTexts } from './texts.ts'
import { UserMenu } from './user-menu.tsx'

type Props = { readonly menuOpen: boolean; readonly onMenu: () => void }

/** Brand, company, search, person. */
export function Header({ menuOpen, onMenu }: Props) {
  const t = useAppTexts()
  const { company } = useMe()
  const logo = useBrand().data?.logo
  return (
    <Group h="100%" px="md" gap="sm" wrap="nowrap" justify="space-between">
      <Group gap="xs" wrap="nowrap" miw={0}>
        <Burger
          opened={menuOpen}
          onClick={onMenu}
          hiddenFrom="sm"
          size="sm"
          aria-label={t('nav.open')}
          aria-expanded={menuOpen}
        />
        <Link to="/" className={classes.brand ?? ''}>
          <Logo />
          <Text fw={600} span>
            {t('app.name')}
          </Text>
        </Link>
        <Box visibleFrom="sm" miw={0}>
          {logo ? (
            <CompanyLogo src={logo} name={company.name} height={30} />
          ) : (
            <Text c="dimmed" size="sm" truncate>
              {company.name}
            </Text>
          )}
        </Box>
      </Group>
      <Group gap="xs" wrap="nowrap">
        <Button
          variant="default"
          size="xs"
          leftSection={<SearchIcon size={14} />}
          rightSection={
            <Box visibleFrom="sm" component="span">
              <Kbd size="xs">/</Kbd>
            </Box>
          }
          onClick={openSearch}
        >
          {t('search.open')}
        </Button>
        <UserMenu />
      </Group>
    </Group>
  )
}
