/** Every text inside something, however deep. */
export function textsIn(thing: unknown): string[] {
  if (typeof thing === 'string') return [thing];
  return thing && typeof thing === 'object' ? Object.values(thing).flatMap(textsIn) : [];
}
