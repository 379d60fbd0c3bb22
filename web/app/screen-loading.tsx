import { Skeleton, Stack } from '@mantine/core'

/** Grey bars while a screen's code or first data arrive. */
export function ScreenLoading() {
  return (
    <Stack gap="sm" aria-busy="true">
      <Skeleton h={30} w={220} />
      <Skeleton h={36} />
      <Skeleton h={320} />
    </Stack>
  )
}
