/** Comparison of a served view with the expected rows, row by row over HTTP. */
import { setTimeout as sleep } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { Pool } from 'undici'
import type { Row } from './expected.ts'

export interface Comparison {
  readonly rows: number
  readonly wrong: number
  /** The first few differences, in words. */
  readonly samples: readonly string[]
}

export type ExpectedRows = ReadonlyMap<string, Row | null>

const connections = 8
const pollMs = 25

export class Comparer {
  readonly #pool: Pool
  /** What was last read of rows that were wrong. */
  readonly #seen = new Map<string, string>()
  #changedAt = 0

  constructor(url: string) {
    this.#pool = new Pool(url, { connections })
  }

  /**
   * Waits until the rows of `ids` are right, or none of them has changed for `patienceMs`. Costs a view that is still
   * behind few reads. Resolves with the time at which the last row was seen right.
   */
  async untilRight(expected: ExpectedRows, ids: readonly string[], patienceMs: number): Promise<number> {
    this.#forget()
    let rightAt = performance.now()
    for (let pending = [...ids]; pending.length > 0;) {
      const batch = pending.splice(0, connections)
      const wrong = await this.#wrongOf(expected, batch)
      if (wrong.length < batch.length) rightAt = performance.now()
      if (wrong.length === 0) continue
      if (performance.now() - this.#changedAt > patienceMs) break
      pending = [...wrong, ...pending]
      await sleep(pollMs)
    }
    return rightAt
  }

  /** Compares all rows. A wrong row is read again until it is right, or none has changed for `patienceMs`. */
  async compareAll(expected: ExpectedRows, patienceMs: number): Promise<Comparison> {
    this.#forget()
    let wrong = await this.#wrongOf(expected, [...expected.keys()])
    while (wrong.length > 0 && performance.now() - this.#changedAt <= patienceMs) {
      await sleep(pollMs)
      wrong = await this.#wrongOf(expected, wrong)
    }
    const samples = wrong.slice(0, 3).map(id => {
      return `${id}: expected ${JSON.stringify(expected.get(id))}, got ${this.#seen.get(id)}`
    })
    return { rows: expected.size, wrong: wrong.length, samples }
  }

  close(): Promise<void> {
    return this.#pool.close()
  }

  #forget(): void {
    this.#seen.clear()
    this.#changedAt = performance.now()
  }

  async #wrongOf(expected: ExpectedRows, ids: readonly string[]): Promise<string[]> {
    const wrong: string[] = []
    let next = 0
    const reader = async (): Promise<void> => {
      while (next < ids.length) {
        const id = ids[next++]!
        const { status, body } = await this.#read(id)
        if (isRight(expected.get(id)!, status, body)) continue
        wrong.push(id)
        const seen = `${status} ${body}`
        if (this.#seen.get(id) !== seen) this.#changedAt = performance.now()
        this.#seen.set(id, seen)
      }
    }
    await Promise.all(Array.from({ length: connections }, reader))
    return wrong
  }

  async #read(id: string): Promise<{ status: number; body: string }> {
    try {
      const { statusCode, body } = await this.#pool.request({ method: 'GET', path: `/users/${id}` })
      return { status: statusCode, body: await body.text() }
    } catch (error) {
      return { status: 0, body: (error as Error).message }
    }
  }
}

function isRight(expected: Row | null, status: number, body: string): boolean {
  if (expected === null) return status === 404
  return status === 200 && isDeepStrictEqual(JSON.parse(body), expected)
}
