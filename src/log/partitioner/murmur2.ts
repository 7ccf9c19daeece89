/** Murmur2 as Kafka's Java client computes it: 32 bits, seed 0x9747b28c, little-endian blocks, signed result. */

const seed = 0x9747b28c
const multiplier = 0x5bd1e995

/** The hash of `data` as a signed 32-bit number. */
export function murmur2(data: Uint8Array): number {
  const length = data.length
  const blocksEnd = length & ~3
  let hash = seed ^ length
  for (let i = 0; i < blocksEnd; i += 4) {
    let block = data[i]! | (data[i + 1]! << 8) | (data[i + 2]! << 16) | (data[i + 3]! << 24)
    block = Math.imul(block, multiplier)
    block ^= block >>> 24
    hash = Math.imul(hash, multiplier) ^ Math.imul(block, multiplier)
  }
  const rest = length - blocksEnd
  if (rest > 0) {
    if (rest === 3) hash ^= data[blocksEnd + 2]! << 16
    if (rest >= 2) hash ^= data[blocksEnd + 1]! << 8
    hash = Math.imul(hash ^ data[blocksEnd]!, multiplier)
  }
  hash = Math.imul(hash ^ (hash >>> 13), multiplier)
  return hash ^ (hash >>> 15)
}
