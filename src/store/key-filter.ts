/**
 * A Bloom filter over text keys that grows: says for certain that a key was never added. Each layer holds twice as many
 * keys as the one before at about 1 % false positives (10 bits a key, 5 probes by double hashing, Kirsch and
 * Mitzenmacher 2006). Cost: one hash of the key, and 5 probes a layer.
 */

const FIRST_LAYER_KEYS = 1 << 20
const BITS_A_KEY = 10
const PROBES = 5

interface Layer {
  readonly bits: Uint32Array
  readonly capacity: number
  keys: number
}

export class KeyFilter {
  readonly #layers: Layer[] = [newLayer(FIRST_LAYER_KEYS)]

  /** Adds a key, and tells whether it may have been there before. */
  add(key: string): boolean {
    hash(key)
    if (this.#mayHaveHashed()) return true
    let layer = this.#layers.at(-1)!
    if (layer.keys >= layer.capacity) this.#layers.push((layer = newLayer(layer.capacity * 2)))
    layer.keys++
    const size = layer.bits.length * 32
    for (let i = 0; i < PROBES; i++) {
      const bit = (first + i * second) % size
      layer.bits[bit >>> 5]! |= 1 << (bit & 31)
    }
    return false
  }

  /** False: the key was never added. */
  mayHave(key: string): boolean {
    hash(key)
    return this.#mayHaveHashed()
  }

  #mayHaveHashed(): boolean {
    for (const layer of this.#layers) if (mayHold(layer)) return true
    return false
  }

  /** Bytes of all layers. */
  get bytes(): number {
    return this.#layers.reduce((sum, { bits }) => sum + bits.byteLength, 0)
  }
}

function newLayer(capacity: number): Layer {
  return { bits: new Uint32Array(Math.ceil((capacity * BITS_A_KEY) / 32)), capacity, keys: 0 }
}

function mayHold({ bits }: Layer): boolean {
  const size = bits.length * 32
  for (let i = 0; i < PROBES; i++) {
    const bit = (first + i * second) % size
    if ((bits[bit >>> 5]! & (1 << (bit & 31))) === 0) return false
  }
  return true
}

/** The hashes of the last key: variables, because this runs several times a record and must not allocate. */
let first = 0
let second = 0

/** Two 32-bit hashes of a text, by FNV-1a and a multiplicative mix. */
function hash(key: string): void {
  let a = 0x811c9dc5
  let b = 0x9e3779b9
  for (let i = 0; i < key.length; i++) {
    const c = key.charCodeAt(i)
    a = Math.imul(a ^ c, 0x01000193)
    b = Math.imul(b ^ c, 0x85ebca6b)
    b ^= b >>> 15
  }
  first = a >>> 0
  second = (b | 1) >>> 0
}
