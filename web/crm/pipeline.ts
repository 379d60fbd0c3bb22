/** An opportunity as the board needs it. */
export type BoardCard = {
  readonly id: string
  readonly version: number
  readonly stage_id?: unknown
  readonly amount?: unknown
}

export type BoardColumn<Card> = {
  readonly stageId: string
  readonly cards: readonly Card[]
  /** Cents of all cards that have an amount. */
  readonly amount: number
}

/** Cards under their stages, in the order of the stages; the largest amount comes first. */
export function boardOf<Card extends BoardCard>(
  stageIds: readonly string[],
  cards: readonly Card[],
): readonly BoardColumn<Card>[] {
  const amountOf = (card: Card) => (typeof card.amount === 'number' ? card.amount : 0)
  return stageIds.map((stageId) => {
    const own = cards.filter((card) => card.stage_id === stageId)
    return {
      stageId,
      cards: own.toSorted((a, b) => amountOf(b) - amountOf(a)),
      amount: own.reduce((sum, card) => sum + amountOf(card), 0),
    }
  })
}
