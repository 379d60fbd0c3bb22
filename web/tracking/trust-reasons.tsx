import { Button, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { TrustAnswer } from '#tracking/traffic-shapes.ts'
import { AppLink } from '../ui/app-link.tsx'
import { Panel } from '../ui/panel.tsx'
import { SideDrawer } from '../ui/side-drawer.tsx'
import { useDataTrustTexts } from './data-trust-texts.ts'
import classes from './traffic.module.css'
import type { TrafficState } from './traffic-state.ts'
import { useTrafficWords } from './traffic-words.ts'

type Reason = TrustAnswer['reasons'][number]

/** A remedy that is done on each lead itself. */
const ON_THE_LEAD = 'lead'

/** Why leads are not attributable, each reason with its leads and the place to mend it. */
export function ReasonsPanel({
  trust,
  state,
}: {
  readonly trust: TrustAnswer
  readonly state: TrafficState
}) {
  const t = useDataTrustTexts()
  const { formats, language } = useTrafficWords({})
  const { reasons, leads } = trust
  if (leads.length === 0) return null
  const count = reasons.reduce((sum, reason) => sum + reason.count, 0)
  return (
    <Panel
      title={t('reasons.title')}
      sentence={
        count === 0 ? t('reasons.none') : t('reasons.sentence', { count: formats.number(count) })
      }
    >
      <ul className={classes['list']}>
        {reasons.map((reason) => (
          <li key={reason.reason} className={classes['reason']}>
            <strong className="rk-number">{formats.number(reason.count)}</strong>
            <div>
              <Text size="sm" fw={600}>
                {reason.name[language]}
              </Text>
              <Text size="sm">{reason.why[language]}</Text>
              <Text size="sm" c="dimmed">
                {reason.todo[language]}
              </Text>
            </div>
            <Actions
              reason={reason}
              onShow={() => state.change({ reason: reason.reason }, { push: true })}
            />
          </li>
        ))}
      </ul>
    </Panel>
  )
}

function Actions({ reason, onShow }: { readonly reason: Reason; readonly onShow: () => void }) {
  const t = useDataTrustTexts()
  const [to = '', hash] = reason.to.split('#')
  return (
    <div style={{ display: 'flex', flexWrap: 'wrap', gap: 8 }}>
      <Button size="xs" variant="default" onClick={onShow}>
        {t('reasons.leads', { count: reason.count })}
      </Button>
      {reason.to !== ON_THE_LEAD && (
        <Button
          size="xs"
          variant="default"
          renderRoot={(props) => <Link to={to} {...(hash && { hash })} {...props} />}
        >
          {t('reasons.fix')}
        </Button>
      )}
    </div>
  )
}

/** The leads of a reason, latest first. */
export function ReasonsDrawer({
  reasons,
  opened,
  onClose,
}: {
  readonly reasons: readonly Reason[]
  readonly opened: string
  readonly onClose: () => void
}) {
  const t = useDataTrustTexts()
  const { formats, language } = useTrafficWords({})
  const reason = reasons.find((one) => one.reason === opened)
  return (
    <SideDrawer
      opened={reason !== undefined}
      onClose={onClose}
      title={reason && t('reasons.drawer', { reason: reason.name[language] })}
    >
      {reason && (
        <>
          <Text size="sm">{reason.why[language]}</Text>
          <Text size="sm" c="dimmed" mb="sm">
            {reason.todo[language]}
          </Text>
          <ul className={classes['list']}>
            {reason.leads.map(({ id, label, createdOn }) => (
              <li key={id} className={classes['visit']}>
                <AppLink to={`/leads/${id}`} size="sm">
                  {label}
                </AppLink>
                <Text size="xs" c="dimmed">
                  {t('reasons.lead.at', { at: formats.instant(createdOn) })}
                </Text>
              </li>
            ))}
          </ul>
          {reason.count > reason.leads.length && (
            <Text size="xs" c="dimmed" mt="sm">
              {t('reasons.more', {
                shown: formats.number(reason.leads.length),
                count: formats.number(reason.count),
              })}
            </Text>
          )}
        </>
      )}
    </SideDrawer>
  )
}
