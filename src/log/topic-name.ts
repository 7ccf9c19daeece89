/** What a topic may be called: Kafka's rule, for both logs. */
import { LogError } from '../runtime/ports.ts'

/**
 * Checks a topic's name: 1 to 249 of ASCII letters, digits, `.`, `_` and `-`, and neither `.` nor `..`.
 *
 * @throws LogError `other` saying what is wrong.
 */
export function checkTopicName(topic: string): void {
  const problem = topicNameProblem(topic)
  if (problem !== null) throw new LogError('other', `\`${topic}\` cannot be the name of a topic: ${problem}`)
}

/** What is wrong with a topic's name, or null. */
export function topicNameProblem(topic: string): string | null {
  if (topic === '') return 'it is empty'
  if (topic === '.' || topic === '..') return 'it is a name of directories'
  if (topic.length > 249) return `it has ${topic.length} characters, more than 249`
  if (!/^[a-zA-Z0-9._-]+$/.test(topic)) return 'only letters, digits, `.`, `_` and `-` are allowed'
  return null
}
