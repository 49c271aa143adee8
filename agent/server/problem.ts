/** What the server said is wrong (RFC 9457), in one line. */
export function problemText(status: number, body: unknown): string {
  const {
    title,
    detail,
    errors = [],
  } = (body ?? {}) as {
    title?: string;
    detail?: string;
    errors?: { pointer?: string; detail?: string }[];
  };
  const fields = errors.map((error) => [error.pointer, error.detail].filter(Boolean).join(' '));
  const said = [detail ?? title, ...fields].filter(Boolean).join('; ');
  return `HTTP ${status}${said ? `: ${said}` : ''}`;
}
