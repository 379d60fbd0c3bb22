import { NavLink, ScrollArea } from '@mantine/core'
import { Link, useLocation } from '@tanstack/react-router'
import { useMay } from '../platform/session.ts'
import { isCurrent, type NavigationEntry, navigation, visibleNavigation } from './navigation.ts'
import classes from './shell.module.css'
import { useAppTexts } from './texts.ts'

/** The main menu: what the role may use, the current screen marked. */
export function NavigationMenu() {
  const may = useMay()
  return (
    <ScrollArea className={classes.navigation ?? ''} type="auto">
      {visibleNavigation(navigation, may).map((entry) =>
        entry.children ? (
          <MenuGroup key={entry.id} entry={entry} />
        ) : (
          <MenuLink key={entry.id} entry={entry} />
        ),
      )}
    </ScrollArea>
  )
}

function MenuLink({ entry }: { readonly entry: NavigationEntry }) {
  const t = useAppTexts()
  const current = isCurrent(entry, useLocation().pathname)
  const Icon = entry.icon
  return (
    <NavLink
      label={t(entry.id)}
      active={current}
      {...(Icon ? { leftSection: <Icon size={18} stroke={1.6} /> } : {})}
      renderRoot={(props) => (
        // The router would also mark `/roi` under `/roi/cohorts`.
        <Link
          to={entry.to ?? '/'}
          {...props}
          activeOptions={{ exact: true }}
          {...(current ? { 'aria-current': 'page' } : {})}
        />
      )}
    />
  )
}

function MenuGroup({ entry }: { readonly entry: NavigationEntry }) {
  const t = useAppTexts()
  const { pathname } = useLocation()
  const children = entry.children ?? []
  const inside = children.some((child) => isCurrent(child, pathname))
  const Icon = entry.icon
  return (
    <NavLink
      component="button"
      label={t(entry.id)}
      defaultOpened={inside}
      key={inside ? 'inside' : 'outside'}
      childrenOffset={30}
      {...(Icon ? { leftSection: <Icon size={18} stroke={1.6} /> } : {})}
    >
      {children.map((child) => (
        <MenuLink key={child.id} entry={child} />
      ))}
    </NavLink>
  )
}
