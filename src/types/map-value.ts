/** Values of type MAP. */
import { compareText } from './compare.ts'
import type { Value } from './value.ts'

/** Values by text keys, in the order of the keys by code point. Immutable: two maps with the same entries look the same. */
export class MapValue {
  readonly keys: readonly string[]
  readonly values: readonly Value[]

  private constructor(keys: readonly string[], values: readonly Value[]) {
    this.keys = keys
    this.values = values
  }

  /** Of several entries with one key the last one counts. */
  static of(entries: Iterable<readonly [string, Value]>): MapValue {
    const byKey = new Map(entries)
    const keys = [...byKey.keys()].sort(compareText)
    return new MapValue(
      keys,
      keys.map(key => byKey.get(key)!),
    )
  }

  /** The same keys with other values, in the order of the keys. */
  withValues(values: readonly Value[]): MapValue {
    return new MapValue(this.keys, values)
  }

  entries(): [string, Value][] {
    return this.keys.map((key, i) => [key, this.values[i]!])
  }

  /** The value of a key; undefined when there is no such key. */
  get(key: string): Value | undefined {
    let low = 0
    let high = this.keys.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (compareText(this.keys[middle]!, key) < 0) low = middle + 1
      else high = middle
    }
    return this.keys[low] === key ? this.values[low] : undefined
  }

  /** For messages of bugs; the text form of a map is made by `formatValue`, which knows the type of the values. */
  toString(): string {
    return this.entries().join()
  }
}
