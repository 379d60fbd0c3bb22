import { Text } from '@mantine/core'
import type { UncountedPages } from '#tracking/traffic-shapes.ts'
import { Panel } from '../ui/panel.tsx'
import { SimpleTable } from '../ui/simple-table.tsx'
import { useTrafficWords } from './traffic-words.ts'

/** Page views on strict websites of visitors without consent. */
export function UncountedPanel({ uncounted }: { readonly uncounted: UncountedPages }) {
  const { t, formats } = useTrafficWords({})
  const { pageViews, pages, count } = uncounted
  return (
    <Panel
      title={t('uncounted.title')}
      sentence={t('uncounted.sentence', { views: formats.number(pageViews) })}
    >
      <SimpleTable
        label={t('uncounted.title')}
        columns={[
          { id: 'page', label: t('uncounted.page') },
          {
            id: 'views',
            label: t('uncounted.views'),
            numeric: true,
            format: (views) => formats.number(Number(views)),
          },
        ]}
        rows={pages.map(({ page, pageViews: views }) => [page, views])}
      />
      {count > pages.length && (
        <Text size="xs" c="dimmed" mt="xs">
          {t('uncounted.most', {
            shown: formats.number(pages.length),
            count: formats.number(count),
          })}
        </Text>
      )}
    </Panel>
  )
}
