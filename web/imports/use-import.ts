import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { importApi, importKeys, type Settings } from './import-api.ts'
import type { FileView, ImportView } from './import-shapes.ts'
import { isRunning } from './steps.ts'
import { type Sample, secondsLeft, withSample } from './time-left.ts'

const POLL_MS = 700

/** One import; asked again and again while something runs. */
export function useImport(id: string) {
  const client = useQueryClient()
  const query = useQuery({
    queryKey: importKeys.one(id),
    queryFn: ({ signal }) => importApi.get(id, { signal }),
    refetchInterval: ({ state }) => (state.data && isRunning(state.data.state) ? POLL_MS : false),
  })
  const state = query.data?.state
  const before = useRef(state)
  useEffect(() => {
    const ended = before.current !== undefined && isRunning(before.current)
    if (state !== undefined && ended && !isRunning(state)) {
      // What was read of this import and, after a commit or an undo, of every record is out of date.
      for (const key of ['records', 'kpis', 'cockpit']) {
        void client.invalidateQueries({ queryKey: [key] })
      }
      void client.invalidateQueries({ queryKey: [...importKeys.all, 'notes', id] })
      void client.invalidateQueries({ queryKey: importKeys.list })
    }
    before.current = state
  }, [state, client, id])
  return query
}

/** Puts an answered view on screen at once. */
export function useShowView() {
  const client = useQueryClient()
  return (view: ImportView) => {
    client.setQueryData(importKeys.one(view.id), view)
    void client.invalidateQueries({ queryKey: importKeys.list })
  }
}

/** Starts, cancels or takes back. */
export function useRun(id: string) {
  const show = useShowView()
  return useMutation({
    mutationFn: (run: 'dry-run' | 'commit' | 'cancel' | 'undo') => importApi.start(id, run),
    onSuccess: show,
  })
}

/**
 * The settings of one file. A change is on screen at once and on its way to the server; while it is
 * not confirmed the draft is what counts. Changes of one file are sent one after the other.
 */
export function useFileSettings(view: ImportView, file: FileView) {
  const show = useShowView()
  const [draft, setDraft] = useState<FileView['mappings'] | null>(null)
  const latest = useRef(0)
  const mutation = useMutation({
    scope: { id: `import-file-${file.id}` },
    mutationFn: ({ settings }: { settings: Settings; number: number }) =>
      importApi.settle(view.id, file.id, settings),
    onSuccess: (answer, { number }) => {
      if (number !== latest.current) return
      show(answer)
      setDraft(null)
    },
  })
  const send = (settings: Settings) => {
    latest.current += 1
    if (settings.mappings) setDraft(settings.mappings)
    mutation.mutate({ settings, number: latest.current })
  }
  return {
    mappings: draft ?? file.mappings,
    /** Not confirmed by the server yet. */
    unsaved: draft !== null,
    saving: mutation.isPending,
    error: mutation.error,
    send,
    change: (mappings: FileView['mappings']) =>
      send({ mappings, origin: { source: 'person', id: null } }),
  }
}

export type FileSettings = ReturnType<typeof useFileSettings>

/** Seconds left of the running job, by the pace of the last looks. */
export function useSecondsLeft(progress: ImportView['progress'], now: () => number = Date.now) {
  const samples = useRef<readonly Sample[]>([])
  const [left, setLeft] = useState<number | null>(null)
  const done = progress?.done
  const total = progress?.total
  // biome-ignore lint/correctness/useExhaustiveDependencies: the clock is not a dependency
  useEffect(() => {
    if (done === undefined || total === undefined) {
      samples.current = []
      setLeft(null)
      return
    }
    samples.current = withSample(samples.current, { at: now(), done })
    setLeft(secondsLeft(samples.current, total))
  }, [done, total])
  return left
}
