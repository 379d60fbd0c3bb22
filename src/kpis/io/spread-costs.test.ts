import assert from 'node:assert/strict'
import { test } from 'node:test'
import { additionsOf } from './spread-costs.ts'

test('spread costs: a cent of sales cost that is halved appears nowhere twice', () => {
  // 0.01 x 0.5 = 0.005 -> 0.01 (half away from zero), given and taken alike
  const settings = { sales_cost_share: 0.5 }
  const cost = {
    channel: 'email',
    campaignId: null,
    category: 'sales',
    salesScope: 'unspecified',
    spread: 1,
  }
  const filters = { channel: [], campaign: [] }
  const scope = { filters, by: 'channel', settings } as unknown as Parameters<typeof additionsOf>[1]
  const sums = [...additionsOf([cost], scope).values()].map((one) => one.acquisition_sales_cost)
  assert.deepEqual(sums, [1, -1])
})
