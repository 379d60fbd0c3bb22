import type { ReactNode } from 'react'
import { ApiError } from '../platform/api.ts'
import { useMay } from '../platform/session.ts'
import { ErrorState } from '../ui/error-state.tsx'

type Props = { readonly permission: string | undefined; readonly children: ReactNode }

/** A typed address of a screen that the role may not use says so instead of showing broken parts. */
export function PermittedScreen({ permission, children }: Props) {
  const may = useMay()
  if (permission !== undefined && !may(permission)) {
    return <ErrorState error={new ApiError(403, 'access.forbidden', permission)} />
  }
  return children
}
