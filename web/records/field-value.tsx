import { Anchor } from '@mantine/core'
import type { ReactNode } from 'react'
import type { Field } from '#kernel/record.ts'
import { useMay } from '../platform/session.ts'
import { AppLink } from '../ui/app-link.tsx'
import { Breakable } from '../ui/breakable.tsx'
import { type DisplaySettings, displayText, isEmpty } from './display.ts'
import { kindById } from './kinds.ts'

type Props = { readonly field: Field; readonly value: unknown; readonly settings: DisplaySettings }

/** A value with what can be done with it: references, addresses and numbers are links. */
export function FieldValue({ field, value, settings }: Props): ReactNode {
  const may = useMay()
  const text = displayText(field, value, settings)
  if (isEmpty(value)) return text
  if (field.type === 'reference') {
    const kind = kindById(field.kind ?? '')
    return kind && may(`${kind.area}:read`) ? (
      <AppLink to={`/${kind.path}/${String(value)}`}>{text}</AppLink>
    ) : (
      text
    )
  }
  if (field.type === 'email') {
    return (
      <Anchor inherit href={`mailto:${text}`}>
        <Breakable text={text} />
      </Anchor>
    )
  }
  if (field.type === 'phone') {
    return (
      <Anchor inherit href={`tel:${text.replace(/[^\d+]/g, '')}`}>
        {text}
      </Anchor>
    )
  }
  if (field.type === 'url') return <WebLink text={text} />
  return text
}

/** Only web addresses become links: an imported `javascript:` stays text. */
function WebLink({ text }: { readonly text: string }) {
  const address = /^[a-z][a-z0-9+.-]*:/i.test(text) ? text : `https://${text}`
  if (!/^https?:\/\//i.test(address)) return text
  return (
    <Anchor inherit href={address} target="_blank" rel="noreferrer noopener">
      <Breakable text={text} />
    </Anchor>
  )
}
