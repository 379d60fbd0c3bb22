import { expect, test } from 'vitest'
import { boardOf } from './pipeline.ts'

test('cards stand under their stages, largest first, with the sum of the stage', () => {
  const card = (id: string, stage_id: string, amount: number | null) => ({
    id,
    version: 1,
    stage_id,
    amount,
  })
  const board = boardOf(
    ['offer', 'talks'],
    [
      card('a', 'offer', 100),
      card('b', 'offer', 900),
      card('c', 'offer', null),
      card('d', 'won', 5),
    ],
  )
  expect(
    board.map((column) => [column.stageId, column.cards.map((c) => c.id), column.amount]),
  ).toEqual([
    ['offer', ['b', 'a', 'c'], 1000],
    ['talks', [], 0],
  ])
})
