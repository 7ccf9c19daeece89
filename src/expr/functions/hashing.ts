/** Checksums of texts, in UTF-8, and of bytes. */
import { createHash } from 'node:crypto'
import { bytesOf, bytesValue } from '../../types/bytes.ts'
import type { ScalarSignature } from '../signature.ts'
import { scalar } from './define.ts'

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1
  return c
})

const EXAMPLES: Readonly<Record<string, string>> = {
  sha224: '\\xabd37534c7d9a2efb9465de931cd7055ffdb8879563ae98078d6d6d5',
  sha256: '\\xca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb',
}

export const HASHING: readonly ScalarSignature[] = [
  scalar('md5', ['varchar'], 'varchar', {
    evaluate: (text: string) => createHash('md5').update(text, 'utf8').digest('hex'),
    doc: 'The MD5 hash in hexadecimal digits.',
    example: ["MD5('a')", '0cc175b9c0f1b6a831c399e269772661'],
  }),
  scalar('md5', ['bytes'], 'varchar', {
    evaluate: (bytes: string) => createHash('md5').update(bytesOf(bytes)).digest('hex'),
    doc: 'The MD5 hash in hexadecimal digits.',
  }),
  ...['sha224', 'sha256', 'sha384', 'sha512'].map(name =>
    scalar(name, ['bytes'], 'bytes', {
      evaluate: (bytes: string) => bytesValue(createHash(name).update(bytesOf(bytes)).digest()),
      doc: `The SHA-2 hash of ${name.slice(3)} bits.`,
      ...(EXAMPLES[name] !== undefined && {
        example: [`${name.toUpperCase()}('a')`, EXAMPLES[name]] as const,
      }),
    }),
  ),
  scalar('crc32', ['varchar'], 'bigint', {
    evaluate: (text: string) => crc32(Buffer.from(text, 'utf8')),
    doc: 'The CRC-32 checksum.',
    example: ["CRC32('123456789')", '3421780262'],
  }),
  scalar('crc32', ['bytes'], 'bigint', {
    evaluate: (bytes: string) => crc32(bytesOf(bytes)),
    doc: 'The CRC-32 checksum.',
  }),
]

function crc32(bytes: Uint8Array): bigint {
  let crc = 0xffffffff
  for (const byte of bytes) crc = CRC_TABLE[(crc ^ byte) & 0xff]! ^ (crc >>> 8)
  return BigInt((crc ^ 0xffffffff) >>> 0)
}
