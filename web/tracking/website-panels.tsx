import { Stack } from '@mantine/core'
import type { RecordValues } from '../records/records-api.ts'
import { ConsentModes } from './consent-modes.tsx'
import { OwnVisits } from './own-visits.tsx'
import { ScriptCheck } from './script-check.tsx'
import { ScriptSnippets } from './script-snippets.tsx'
import { ServerEvents } from './server-events.tsx'
import { Website } from './websites-api.ts'

/** Everything that a website needs besides its facts, in the order in which one needs it. */
export function WebsitePanels({ record }: { readonly record: RecordValues }) {
  const website = Website.parse(record)
  return (
    <Stack gap="lg">
      <ScriptCheck website={website} />
      <ScriptSnippets website={website} />
      <ConsentModes mode={website.before_consent} />
      <OwnVisits website={website} />
      <ServerEvents website={website} />
    </Stack>
  )
}
