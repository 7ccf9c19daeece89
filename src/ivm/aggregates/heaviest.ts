/** What the tree of a group's values sums up for MODE. */
import type { Measure } from '../ordered-tree/measure.ts'

/** The entry of the largest weight, of several the first. */
export interface Heaviest {
  key: string | null
  weight: number
}

export const HEAVIEST: Measure<Heaviest> = {
  create: () => ({ key: null, weight: 0 }),
  add: (into, { key }, weight) => take(into, { key, weight }),
  merge: take,
  encode: ({ key, weight }) => (key === null ? '' : `${weight} ${key}`),
  decode: text => {
    const space = text.indexOf(' ')
    return space < 0
      ? { key: null, weight: 0 }
      : { key: text.slice(space + 1), weight: Number(text.slice(0, space)) }
  },
  length: 24,
}

function take(into: Heaviest, { key, weight }: Readonly<Heaviest>): void {
  if (weight <= into.weight) return
  into.key = key
  into.weight = weight
}

/** In place of it where nothing asks for the most frequent value. */
export const NOTHING: Measure<Heaviest> = {
  create: () => ({ key: null, weight: 0 }),
  add: () => undefined,
  merge: () => undefined,
  encode: () => '',
  decode: () => ({ key: null, weight: 0 }),
  length: 0,
}
