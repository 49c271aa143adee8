import type { NoticeKind } from '../../domain/notices.ts';
import type { Draft } from '../blocks.ts';
import type { NoticeData } from '../notice-data.ts';
import type { Say } from '../say.ts';

/** Writes a mail of one kind in its reader's language. */
export type Template<K extends NoticeKind> = (data: NoticeData[K], say: Say) => Draft;
