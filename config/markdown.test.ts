import { join } from 'node:path';
import { expect, test } from 'vitest';
import { settingsAsMarkdown } from './markdown.ts';

test('docs/settings.md is what the table of settings says', async () => {
  await expect(settingsAsMarkdown()).toMatchFileSnapshot(join(import.meta.dirname, '../docs/settings.md'));
});
