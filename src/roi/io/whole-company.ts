import type { FastifyRequest } from 'fastify'
import { Refusal } from '#kernel/refusal.ts'
import { actorOf } from '#platform/http.ts'

/** Cost has no owner, so an ROI of one's own rows does not exist. */
export function refuseOwn(request: FastifyRequest): void {
  if (actorOf(request).scope === 'own') throw new Refusal('forbidden', 'roi.whole_company_only', {})
}
