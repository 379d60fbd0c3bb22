import { Drawer } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import type { ReactNode } from 'react'

type Props = {
  readonly opened: boolean
  readonly onClose: () => void
  readonly title: ReactNode
  readonly children: ReactNode
  /** Width in pixels on wide screens; a phone gets the full width. */
  readonly width?: number
}

/** Details beside the screen, from the right; full width on a phone. Keep its state in the address. */
export function SideDrawer({ opened, onClose, title, children, width = 640 }: Props) {
  const phone = useMediaQuery('(max-width: 48em)') ?? false
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      title={title}
      position="right"
      size={phone ? '100%' : width}
      overlayProps={{ backgroundOpacity: 0.25 }}
    >
      {children}
    </Drawer>
  )
}
