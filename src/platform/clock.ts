/** The present moment as an argument: nothing but main.ts and tests decides what time it is. */
export type Clock = () => Date

export const systemClock: Clock = () => new Date()
