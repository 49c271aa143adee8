/** A pattern for ILIKE that finds the text itself, wherever it stands: what would be a wildcard is not one. */
export const containing = (text: string): string => `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`;
