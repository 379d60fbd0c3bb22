import { Navigate } from '@tanstack/react-router'
import { useMay } from '../platform/session.ts'

/** The start page: the cockpit, or the first list the role may see. */
export function Home() {
  const may = useMay()
  const start = may('kpis:read') ? '/cockpit' : may('leads:read') ? '/leads' : '/accounts'
  return <Navigate to={start} replace />
}
