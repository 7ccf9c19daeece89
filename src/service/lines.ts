/** Lines of a stream of UTF-8 bytes, with their numbers. */
import { isUtf8 } from 'node:buffer'

export interface Line {
  /** From 1. */
  readonly number: number
  /** Without its end; null when it is not UTF-8. */
  readonly text: string | null
}

const NEWLINE = 0x0a
const BYTE_ORDER_MARK = '\uFEFF'

/** Lines that are not blank, as many at a time as a chunk completes. */
export async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Line[]> {
  let number = 0
  let open: Uint8Array[] = []
  const finish = (lines: Line[]): void => {
    const bytes = open.length === 1 ? open[0]! : Buffer.concat(open)
    open = []
    number++
    const text = isUtf8(bytes)
      ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')
      : null
    const plain = number === 1 && text !== null && text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text
    if (plain === null || plain.trim() !== '') lines.push({ number, text: plain })
  }
  for await (const chunk of chunks) {
    const lines: Line[] = []
    let start = 0
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
      open.push(chunk.subarray(start, end))
      finish(lines)
      start = end + 1
    }
    if (start < chunk.length) open.push(chunk.subarray(start))
    if (lines.length > 0) yield lines
  }
  const last: Line[] = []
  if (open.length > 0) finish(last)
  if (last.length > 0) yield last
}
