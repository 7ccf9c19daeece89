/** How text looks on a terminal: the number of cells it takes, and what must not reach the terminal as it is. */

/** Wide and full-width blocks of East Asian scripts (Unicode Standard Annex 11), as far as fonts agree on them. */
const WIDE =
  /[\u1100-\u115F\u2E80-\u303E\u3041-\u33FF\u3400-\u4DBF\u4E00-\u9FFF\uA000-\uA4CF\uA960-\uA97F\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{1B000}-\u{1B2FF}\u{20000}-\u{3FFFD}]/u
const EMOJI = /\p{Emoji_Presentation}|\uFE0F/u
const INVISIBLE = /^[\p{Mn}\p{Me}\p{Cf}]+$/u
/** Controls of the terminal and of text direction: shown as they are, they could hide or forge what is printed. */
const UNSAFE = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]/gu

const TAB_STOP = 4
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** One thing that a reader sees as one character. */
export interface Cell {
  readonly text: string
  /** In terminal columns: 0, 1 or 2. */
  readonly width: number
  /** Offset of its first UTF-16 unit in the line. */
  readonly offset: number
}

/** Replaces control characters, so that a text can be shown on any terminal. Newlines and tabs stay. */
export function printable(text: string): string {
  return text.replaceAll('\r\n', '\n').replace(UNSAFE, '\uFFFD')
}

/** Cuts a line into what is seen; a tab becomes spaces up to the next multiple of four columns. */
export function cellsOf(line: string): Cell[] {
  const cells: Cell[] = []
  let column = 0
  for (const { segment, index } of graphemes.segment(line)) {
    const cell =
      segment === '\t'
        ? tab(column, index)
        : { text: printable(segment), width: widthOf(segment), offset: index }
    cells.push(cell)
    column += cell.width
  }
  return cells
}

function tab(column: number, offset: number): Cell {
  const width = TAB_STOP - (column % TAB_STOP)
  return { text: ' '.repeat(width), width, offset }
}

function widthOf(grapheme: string): number {
  if (WIDE.test(grapheme) || EMOJI.test(grapheme)) return 2
  return INVISIBLE.test(grapheme) && printable(grapheme) === grapheme ? 0 : 1
}
