import { Button, Center, Text } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { AppLink } from '../ui/app-link.tsx'
import { Panel } from '../ui/panel.tsx'
import { useFormats } from '../ui/use-formats.ts'
import type { ImportSummary } from './import-shapes.ts'
import classes from './imports.module.css'
import { StateBadge } from './state-badge.tsx'
import { wasWritten } from './steps.ts'
import { useImportTexts } from './texts.ts'
import { useKindName } from './use-kinds.ts'

type Props = {
  readonly items: readonly ImportSummary[]
  readonly hasMore: boolean
  readonly loadingMore: boolean
  readonly onMore: () => void
}

const SHOWN_FILES = 2

/** What was imported before: when, what, how it ended, by whom. */
export function PastImports({ items, hasMore, loadingMore, onMore }: Props) {
  const t = useImportTexts()
  return (
    <Panel title={t('past.title')} flush>
      <div className={classes.scroller}>
        <table className={`${classes.table} ${classes.cards}`}>
          <thead>
            <tr>
              <th scope="col">{t('past.when')}</th>
              <th scope="col">{t('past.files')}</th>
              <th scope="col">{t('past.state')}</th>
              <th scope="col" className={classes.number}>
                {t('counts.new')}
              </th>
              <th scope="col" className={classes.number}>
                {t('counts.changed')}
              </th>
              <th scope="col" className={classes.number}>
                {t('counts.rejected')}
              </th>
              <th scope="col">{t('past.who')}</th>
            </tr>
          </thead>
          <tbody>
            {items.map((item) => (
              <Row key={item.id} item={item} />
            ))}
          </tbody>
        </table>
      </div>
      {hasMore && (
        <Center p="sm">
          <Button variant="default" size="xs" onClick={onMore} loading={loadingMore}>
            {t('past.more')}
          </Button>
        </Center>
      )}
    </Panel>
  )
}

function Row({ item }: { readonly item: ImportSummary }) {
  const t = useImportTexts()
  const formats = useFormats()
  const navigate = useNavigate()
  const kindName = useKindName()
  const when = formats.instant(item.createdAt)
  const kinds = [...new Set(item.files.flatMap((file) => file.kinds))].map(kindName)
  const rest = item.files.length - SHOWN_FILES
  const to = `/imports/${item.id}`
  const count = (value: number | undefined) =>
    item.counts === null || !wasWritten(item.state) ? formats.number(null) : formats.number(value)
  return (
    <tr
      className={classes.linkRow}
      onClick={(event) => {
        if (!(event.target as HTMLElement).closest('a')) void navigate({ to })
      }}
    >
      <td className={classes.head} style={{ whiteSpace: 'nowrap' }}>
        <AppLink to={to} aria-label={t('past.open', { when })}>
          {when}
        </AppLink>
      </td>
      <td className={classes.wide}>
        {item.files.slice(0, SHOWN_FILES).map((file) => (
          <span key={file.name} className={classes.clip} title={file.name}>
            {file.name}
          </span>
        ))}
        <Text size="xs" c="dimmed">
          {[
            ...(rest > 0 ? [t('past.moreFiles', { count: rest })] : []),
            ...(kinds.length > 0 ? [kinds.join(', ')] : []),
          ].join(' · ')}
        </Text>
      </td>
      <td data-label={t('past.state')}>
        <StateBadge state={item.state} />
      </td>
      <td className={classes.number} data-label={t('counts.new')}>
        {count(item.counts?.new)}
      </td>
      <td className={classes.number} data-label={t('counts.changed')}>
        {count(item.counts?.changed)}
      </td>
      <td className={classes.number} data-label={t('counts.rejected')}>
        {count(item.counts?.rejected)}
      </td>
      <td data-label={t('past.who')}>{item.actorName ?? formats.number(null)}</td>
    </tr>
  )
}
