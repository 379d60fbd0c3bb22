import { Anchor, type AnchorProps } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { SearchState } from '../platform/url-state.ts'

type Props = AnchorProps & {
  readonly to: string
  readonly search?: SearchState
  readonly children: ReactNode
}

/** A link inside the app, as text. */
export function AppLink({ to, search, children, ...rest }: Props) {
  return (
    <Anchor
      inherit={rest.size === undefined}
      {...rest}
      renderRoot={(props) => <Link to={to} search={(search ?? {}) as never} {...props} />}
    >
      {children}
    </Anchor>
  )
}
