/** The rows of a partition in order, each as often as it is there, and which of them the order does not tell apart. */
import type { Row } from '../../types/value.ts'

export class Partition {
  readonly rows: readonly Row[]
  /** For each row the first of its peers, the row behind its last peer, and the number of its group of peers, from 0. */
  readonly peerStart: readonly number[]
  readonly peerEnd: readonly number[]
  readonly group: readonly number[]
  /** The first row of each group of peers. */
  readonly groupStart: readonly number[]

  /** @param orders the text that each row is ordered by: equal for peers */
  constructor(rows: readonly Row[], orders: readonly string[]) {
    this.rows = rows
    const peerStart: number[] = []
    const group: number[] = []
    const groupStart: number[] = []
    for (let i = 0; i < rows.length; i++) {
      if (i === 0 || orders[i] !== orders[i - 1]) groupStart.push(i)
      group.push(groupStart.length - 1)
      peerStart.push(groupStart.at(-1)!)
    }
    this.peerStart = peerStart
    this.group = group
    this.groupStart = groupStart
    this.peerEnd = group.map(number => groupStart[number + 1] ?? rows.length)
  }

  get size(): number {
    return this.rows.length
  }
}
