import { Button } from '@mantine/core'
import { IconMapSearch } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { EmptyState } from '../ui/empty-state.tsx'
import { useAppTexts } from './texts.ts'

export function NotFound() {
  const t = useAppTexts()
  return (
    <EmptyState
      icon={<IconMapSearch size={36} stroke={1.5} aria-hidden />}
      title={t('notFound.title')}
      text={t('notFound.text')}
      actions={
        <Button renderRoot={(props) => <Link to="/" {...props} />}>{t('notFound.home')}</Button>
      }
    />
  )
}
