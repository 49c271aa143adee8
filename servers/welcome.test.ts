import { expect, test } from 'vitest';
import { loadConfig } from '../config.ts';
import { welcome } from './welcome.ts';

test('names only what is there', () => {
  const all = welcome(loadConfig({}), '5.0');
  for (const address of ['127.0.0.1:3000/docs', '127.0.0.1:8233', '127.0.0.1:8025']) expect(all).toContain(address);
  const elsewhere = { TEMPORAL_ADDRESS: 'temporal.example:7233', SMTP_URL: 'smtp://mail.example' };
  const some = welcome(loadConfig({ ...elsewhere, API_PORT: '3001' }), '5.0');
  expect(some).toContain('http://127.0.0.1:3001/docs');
  expect(some).not.toMatch(/8233|8025/);
});
