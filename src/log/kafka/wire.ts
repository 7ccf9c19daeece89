/** Reading and writing the primitive types of Kafka's protocol: big-endian numbers, strings, arrays, varints. */

/** Cut-off or malformed bytes where a message of the protocol was expected. */
export class WireError extends Error {
  override readonly name = 'WireError'
}

/** Writes into one buffer that grows. */
export class WireWriter {
  #bytes = Buffer.allocUnsafe(256)
  #length = 0

  /** What was written; shares the writer's memory. */
  get bytes(): Buffer {
    return this.#bytes.subarray(0, this.#length)
  }

  int8(value: number): this {
    return this.#byte(value & 0xff)
  }

  int16(value: number): this {
    const at = this.#grow(2)
    this.#bytes.writeInt16BE(value, at)
    return this
  }

  int32(value: number): this {
    const at = this.#grow(4)
    this.#bytes.writeInt32BE(value, at)
    return this
  }

  uint32(value: number): this {
    const at = this.#grow(4)
    this.#bytes.writeUInt32BE(value, at)
    return this
  }

  /** A whole number that JavaScript holds exactly. */
  int64(value: number): this {
    const at = this.#grow(8)
    const high = Math.floor(value / 2 ** 32)
    this.#bytes.writeInt32BE(high, at)
    this.#bytes.writeUInt32BE(value - high * 2 ** 32, at + 4)
    return this
  }

  string(value: string): this {
    const length = Buffer.byteLength(value)
    this.int16(length)
    const at = this.#grow(length)
    this.#bytes.write(value, at)
    return this
  }

  nullString(): this {
    return this.int16(-1)
  }

  raw(bytes: Uint8Array): this {
    const at = this.#grow(bytes.length)
    this.#bytes.set(bytes, at)
    return this
  }

  array<T>(items: readonly T[], write: (item: T) => void): this {
    this.int32(items.length)
    for (const item of items) write(item)
    return this
  }

  /** A signed number, zigzag, 7 bits a byte, up to 53 bits. */
  varint(value: number): this {
    let rest = value >= 0 ? value * 2 : -value * 2 - 1
    while (rest > 0x7f) {
      this.#byte((rest % 0x80) | 0x80)
      rest = Math.floor(rest / 0x80)
    }
    return this.#byte(rest)
  }

  /** Varint length and bytes; -1 for null. */
  varBytes(bytes: Uint8Array | null): this {
    return bytes === null ? this.varint(-1) : this.varint(bytes.length).raw(bytes)
  }

  #byte(value: number): this {
    const at = this.#grow(1)
    this.#bytes[at] = value
    return this
  }

  /** Makes room for `size` more bytes and returns where they start. */
  #grow(size: number): number {
    const at = this.#length
    this.#length += size
    if (this.#length > this.#bytes.length) {
      const larger = Buffer.allocUnsafe(Math.max(this.#length, this.#bytes.length * 2))
      this.#bytes.copy(larger, 0, 0, at)
      this.#bytes = larger
    }
    return at
  }
}

/** Reads from front to back; what it returns shares the memory of `bytes`. */
export class WireReader {
  readonly bytes: Buffer
  at: number

  constructor(bytes: Buffer, at = 0) {
    this.bytes = bytes
    this.at = at
  }

  get left(): number {
    return this.bytes.length - this.at
  }

  int8(): number {
    return this.bytes.readInt8(this.#skip(1))
  }

  int16(): number {
    return this.bytes.readInt16BE(this.#skip(2))
  }

  int32(): number {
    return this.bytes.readInt32BE(this.#skip(4))
  }

  /** Offsets, times and producer ids: all fit into 53 bits. */
  int64(): number {
    const at = this.#skip(8)
    return this.bytes.readInt32BE(at) * 2 ** 32 + this.bytes.readUInt32BE(at + 4)
  }

  boolean(): boolean {
    return this.int8() !== 0
  }

  string(): string {
    return this.nullableString() ?? ''
  }

  nullableString(): string | null {
    const length = this.int16()
    return length < 0 ? null : this.raw(length).toString('utf8')
  }

  /** Bytes with their length as int32 in front; null counts as empty. */
  block(): Buffer {
    return this.raw(Math.max(0, this.int32()))
  }

  raw(length: number): Buffer {
    const at = this.#skip(length)
    return this.bytes.subarray(at, at + length)
  }

  array<T>(read: () => T): T[] {
    return Array.from({ length: Math.max(0, this.int32()) }, read)
  }

  varint(): number {
    let value = 0
    let factor = 1
    for (let i = 0; i < 10; i++) {
      const byte = this.bytes[this.#skip(1)]!
      value += (byte & 0x7f) * factor
      if (byte < 0x80) return value % 2 === 0 ? value / 2 : -(value + 1) / 2
      factor *= 0x80
    }
    throw new WireError('a number is too long')
  }

  varBytes(): Buffer | null {
    const length = this.varint()
    return length < 0 ? null : this.raw(length)
  }

  #skip(length: number): number {
    const at = this.at
    if (length < 0 || at + length > this.bytes.length) throw new WireError('the message is cut short')
    this.at = at + length
    return at
  }
}
