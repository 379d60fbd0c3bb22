import { SegmentedControl } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useMay } from '../platform/session.ts'
import { useLinksTexts } from './links-texts.ts'

const PATHS = { list: '/links', report: '/links/report', bulk: '/links/bulk' } as const
type View = keyof typeof PATHS

/** Links as a list, their report, and many at once. */
export function LinkViews({ view }: { readonly view: View }) {
  const t = useLinksTexts()
  const may = useMay()
  const navigate = useNavigate()
  const views: readonly View[] = may('tracking:write')
    ? ['list', 'report', 'bulk']
    : ['list', 'report']
  return (
    <SegmentedControl
      aria-label={t('view.label')}
      value={view}
      onChange={(next) => void navigate({ to: PATHS[next as View] as string })}
      data={views.map((one) => ({ value: one, label: t(`view.${one}`) }))}
    />
  )
}
