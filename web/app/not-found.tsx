import { Button } from '@mantine/core'
import { TelescopeIcon } from '@primer/octicons-react'
import { Link } from '@tanstack/react-router'
import { EmptyState } from '../ui/empty-state.tsx'
import { useAppTexts } from './texts.ts'

export function NotFound() {
  const t = useAppTexts()
  return (
    <EmptyState
      icon={<TelescopeIcon size={36} />}
      title={t('notFound.title')}
      text={t('notFound.text')}
      actions={
        <Button renderRoot={(props) => <Link to="/" {...props} />}>{t('notFound.home')}</Button>
      }
    />
  )
}
