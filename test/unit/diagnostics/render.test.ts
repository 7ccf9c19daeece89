import { describe, expect, test } from 'vitest'
import { Diagnostics, MAX_DIAGNOSTICS } from '../../../src/diagnostics/diagnostic.ts'
import { renderJson } from '../../../src/diagnostics/render-json.ts'
import { renderText } from '../../../src/diagnostics/render-text.ts'
import { lineAt, positionOf } from '../../../src/diagnostics/source.ts'
import type { Span } from '../../../src/diagnostics/source.ts'

/** The span of `marked` in `text`. */
function spanIn(text: string, marked: string): Span {
  const start = text.indexOf(marked)
  return { source: { name: 'a.view', text }, start, end: start + marked.length }
}

/** What is printed for one error at `marked`, without the count. */
function rendered(text: string, marked: string): string[] {
  const diagnostics = new Diagnostics()
  diagnostics.error('MV1001', 'wrong', spanIn(text, marked))
  return renderText(diagnostics, { color: false }).split('\n').slice(0, -3)
}

describe('text', () => {
  test('message, place, underline, related place, help and count', () => {
    const text = 'SELECT (a,\n  userid\nFROM t'
    const diagnostics = new Diagnostics()
    diagnostics.error('MV1001', 'unknown column `userid`', spanIn(text, 'userid'), {
      related: [{ message: 'opened here', span: spanIn(text, '(') }],
      help: 'did you mean `userId`?',
    })
    diagnostics.warn('MV1002', 'odd')
    diagnostics.error('MV1003', 'bad')
    expect(renderText(diagnostics, { color: false })).toBe(`error[MV1001]: unknown column \`userid\`
 --> a.view:2:3
  |
2 |   userid
  |   ^^^^^^
 ::: a.view:1:8
  |
1 | SELECT (a,
  |        - opened here
  = help: did you mean \`userId\`?

warning[MV1002]: odd

error[MV1003]: bad

2 errors, 1 warning
`)
  })

  test('nothing for no diagnostics', () => {
    expect(renderText(new Diagnostics(), { color: false })).toBe('')
  })

  test('how many were left out', () => {
    const diagnostics = new Diagnostics()
    for (let times = 0; times < MAX_DIAGNOSTICS + 7; times++) diagnostics.error('MV1001', 'wrong')
    expect(renderText(diagnostics, { color: false })).toMatch(/\n100 errors; 7 more not shown\n$/)
  })

  test('colours only when asked for', () => {
    const diagnostics = new Diagnostics()
    diagnostics.error('MV1001', 'wrong', spanIn('abc', 'b'), { help: 'right' })
    const colored = renderText(diagnostics, { color: true })
    expect(colored).toContain('\u001B[31m')
    expect(colored.replaceAll(/\u001B\[\d+m/g, '')).toBe(renderText(diagnostics, { color: false }))
  })

  test.each([
    ['\tab\tcd', 'cd', '1 |     ab  cd', '  |         ^^'],
    ['名前 = x', 'x', '1 | 名前 = x', '  |        ^'],
    ['x = 名前', '名前', '1 | x = 名前', '  |     ^^^^'],
    ['👩‍👩‍👧 x', 'x', '1 | 👩‍👩‍👧 x', '  |    ^'],
    ['e\u0301e\u0301 x', 'x', '1 | e\u0301e\u0301 x', '  |    ^'],
    ['a\u001B[31m x', 'x', '1 | a\uFFFD[31m x', '  |        ^'],
    ['a\u202Eb x', 'x', '1 | a\uFFFDb x', '  |     ^'],
  ])('the underline fits %j', (text, marked, line, underline) => {
    expect(rendered(text, marked).slice(3)).toEqual([line, underline])
  })

  test('of several lines the first and the last are shown', () => {
    expect(rendered('x CREATE\n  a\n  b\n  END y', 'CREATE\n  a\n  b\n  END').slice(1)).toEqual([
      ' --> a.view:1:3',
      '  |',
      '1 | x CREATE',
      '  |   ^^^^^^',
      '...',
      '4 |   END y',
      '  |   ^^^',
    ])
    expect(rendered('aa\r\nbb', 'a\r\nb').slice(3)).toEqual(['1 | aa', '  |  ^', '2 | bb', '  | ^'])
  })

  test('line numbers of several digits', () => {
    const text = `${'\n'.repeat(99)}abc`
    expect(rendered(text, 'b').slice(1)).toEqual(['   --> a.view:100:2', '    |', '100 | abc', '    |  ^'])
  })

  test('a long line is cut around the place', () => {
    const lines = rendered(`${'a'.repeat(1000)}b${'c'.repeat(1000)}`, 'b')
    expect(lines[3]).toBe(`1 | …${'a'.repeat(40)}b${'c'.repeat(119)}…`)
    expect(lines[4]).toBe(`  | ${' '.repeat(41)}^`)
  })

  test('an empty span at the end of the text', () => {
    const diagnostics = new Diagnostics()
    const source = { name: 'a.view', text: 'ab\n' }
    diagnostics.error('MV1001', 'wrong', { source, start: 3, end: 3 })
    expect(renderText(diagnostics, { color: false }).split('\n').slice(1, 5)).toEqual([
      ' --> a.view:2:1',
      '  |',
      '2 |',
      '  | ^',
    ])
  })

  test('control characters in messages and names do not reach the terminal', () => {
    const diagnostics = new Diagnostics()
    const source = { name: 'a\u001B]0;x\u0007.view', text: 'x' }
    diagnostics.error('MV1001', 'bad \u001B[2J', { source, start: 0, end: 1 }, { help: '\u009B' })
    expect(renderText(diagnostics, { color: false })).not.toMatch(/[\u001B\u0007\u009B]/)
  })
})

describe('JSON', () => {
  test('one object a line', () => {
    const text = '😀x\ny'
    const diagnostics = new Diagnostics()
    diagnostics.error('MV1001', 'wrong', spanIn(text, 'x'), {
      related: [{ message: 'see', span: spanIn(text, 'y') }],
      help: 'right',
    })
    diagnostics.warn('MV1002', 'odd')
    const lines = renderJson(diagnostics).split('\n')
    expect(lines).toHaveLength(3)
    expect(JSON.parse(lines[0]!)).toEqual({
      code: 'MV1001',
      severity: 'error',
      message: 'wrong',
      file: 'a.view',
      start: { line: 1, column: 2, offset: 2 },
      end: { line: 1, column: 3, offset: 3 },
      related: [
        {
          message: 'see',
          file: 'a.view',
          start: { line: 2, column: 1, offset: 4 },
          end: { line: 2, column: 2, offset: 5 },
        },
      ],
      help: 'right',
      rendered:
        'error[MV1001]: wrong\n --> a.view:1:2\n  |\n1 | 😀x\n  |   ^\n ::: a.view:2:1\n  |\n2 | y\n  | - see\n  = help: right\n',
    })
    expect(JSON.parse(lines[1]!)).toEqual({
      code: 'MV1002',
      severity: 'warning',
      message: 'odd',
      file: null,
      start: null,
      end: null,
      related: [],
      help: null,
      rendered: 'warning[MV1002]: odd\n',
    })
  })
})

test.each([
  [0, 1, 1, ''],
  [1, 2, 1, 'b'],
  [2, 2, 2, 'b'],
  [4, 3, 1, 'c'],
  [6, 4, 1, ''],
])('offset %d of the text is at %d:%d', (offset, line, column, content) => {
  const source = { name: 'a.view', text: '\nb\r\nc\r' }
  expect(positionOf(source, offset)).toEqual({ line, column })
  const { start, end } = lineAt(source, offset)
  expect(source.text.slice(start, end)).toBe(content)
})
