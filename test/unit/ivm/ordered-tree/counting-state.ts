/** State over a map: one step after another, with what each of them read and wrote. */
import type { State } from '../../../../src/ivm/state.ts'

export class CountingState implements State {
  readonly values: Map<string, string>
  readonly #writes = new Map<string, string | null>()
  reads = 0
  writes = 0

  constructor(values = new Map<string, string>()) {
    this.values = values
  }

  get(key: string): string | undefined {
    this.reads++
    return this.values.get(key)
  }

  entries(): never {
    throw new Error('a tree reads no ranges')
  }

  put(key: string, value: string): void {
    this.#write(key, value)
  }

  delete(key: string): void {
    this.#write(key, null)
  }

  #write(key: string, value: string | null): void {
    if (this.#writes.has(key)) throw new Error(`${key} is written twice in a step`)
    this.#writes.set(key, value)
    this.writes++
  }

  /** Ends the step: writes take effect. */
  commit(): void {
    for (const [key, value] of this.#writes) {
      if (value === null) this.values.delete(key)
      else this.values.set(key, value)
    }
    this.#writes.clear()
  }

  /** All that is stored, in one text. */
  contents(): string {
    return [...this.values.entries()]
      .map(([key, value]) => `${key} = ${value}`)
      .sort()
      .join('\n')
  }
}
