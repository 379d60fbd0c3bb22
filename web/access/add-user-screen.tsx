import { Modal } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { z } from 'zod'
import type { Invitation } from '#access/schema.ts'
import { userKind } from '#access/user.ts'
import type { Values } from '#kernel/record.ts'
import { ApiError } from '../platform/api.ts'
import { useText } from '../platform/language.ts'
import { RecordForm } from '../records/record-form.tsx'
import { createRecord, type RecordValues } from '../records/records-api.ts'
import { AppLink } from '../ui/app-link.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { makeInvitation } from './access-api.ts'
import { LinkDialog } from './link-dialog.tsx'
import { useAccessTexts } from './texts.ts'

const NOTHING: Values = {}
const START: Values = { active: true, role: 'viewer' }

/** Without an address nobody can sign in: asked for here, before the link is refused. */
const emailMissing = () =>
  new ApiError(422, 'access.email_missing', '', {
    problems: [{ field: 'email', rule: 'access.email_missing' }],
  })

type Made = { readonly user: RecordValues; readonly invitation: z.infer<typeof Invitation> }

/** A new user, and at once the one-time link with which the person chooses a password. */
export function AddUserScreen() {
  const t = useAccessTexts()
  const text = useText()
  const navigate = useNavigate()
  const [made, setMade] = useState<Made | null>(null)
  const open = (user: RecordValues) => navigate({ to: `/users/${user.id}`, replace: true })
  return (
    <>
      <PageHeader
        eyebrow={<AppLink to="/users">{text(userKind.plural)}</AppLink>}
        title={t('addUser.title')}
        sentence={t('addUser.sentence')}
      />
      <RecordForm
        kind={userKind}
        draftName="users.new"
        values={NOTHING}
        preset={START}
        submitLabel={t('addUser.do')}
        onCancel={() => void navigate({ to: '/users' })}
        onSave={async (changes) => {
          if (changes.role && !changes.email) throw emailMissing()
          const { record: user } = await createRecord(userKind, changes)
          notifications.show({
            message: t('addUser.done', { name: String(user.name) }),
            color: 'good',
          })
          const invitation = user.state === 'pending' && user.email !== null
          if (!invitation) return open(user)
          const link = await makeInvitation(user.id).catch(() => null)
          if (link === null) return open(user)
          setMade({ user, invitation: link })
        }}
      />
      <Modal
        opened={made !== null}
        onClose={() => made && void open(made.user)}
        title={t('invite.title')}
        closeOnClickOutside={false}
      >
        {made && (
          <LinkDialog
            invitation={made.invitation}
            email={String(made.user.email ?? '')}
            onClose={() => void open(made.user)}
          />
        )}
      </Modal>
    </>
  )
}
