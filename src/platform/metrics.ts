import type { Pool } from 'pg'
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

/** What `/metrics` shows. One registry per server, so that tests do not meet each other's numbers. */
export type Metrics = {
  readonly registry: Registry
  /** Seconds per answered request. */
  readonly httpDuration: Histogram<'method' | 'route' | 'status'>
  /** Seconds per run of a background task. */
  readonly jobDuration: Histogram<'task' | 'result'>
}

export function createMetrics(pool: Pool): Metrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  new Gauge({
    name: 'regelkreis_database_connections',
    help: 'Connections of the pool by state; waiting ones are requests without a connection.',
    labelNames: ['state'],
    registers,
    collect() {
      this.set({ state: 'idle' }, pool.idleCount)
      this.set({ state: 'used' }, pool.totalCount - pool.idleCount)
      this.set({ state: 'waiting' }, pool.waitingCount)
    },
  })
  return {
    registry,
    httpDuration: new Histogram({
      name: 'regelkreis_http_request_duration_seconds',
      help: 'Answered requests.',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 2.5, 5, 10],
      registers,
    }),
    jobDuration: new Histogram({
      name: 'regelkreis_job_duration_seconds',
      help: 'Runs of background tasks.',
      labelNames: ['task', 'result'],
      buckets: [0.01, 0.05, 0.1, 0.5, 1, 5, 15, 60, 300],
      registers,
    }),
  }
}
