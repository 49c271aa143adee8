import { type TProperties, type TSchema, Type } from 'typebox';
import { nullable, object } from './common.ts';

export const mostPerPage = 200;

const paging = {
  limit: Type.Optional(
    Type.Integer({ minimum: 1, maximum: mostPerPage, default: 50, description: 'Most items in one answer.' }),
  ),
  cursor: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 300,
      description: '`next` of the page before; opaque, good for the same filters only.',
    }),
  ),
};

/** The query of a list: its filters, and where its page begins. */
export const listQuery = <P extends TProperties>(filters: P) => object({ ...filters, ...paging });

/** One page of a list. */
export const pageOf = <T extends TSchema>(item: T, description: string) =>
  object(
    {
      items: Type.Array(item),
      next: nullable(Type.String({ description: 'Cursor of the next page; null on the last.' })),
    },
    { description },
  );

export interface Page<T> {
  items: T[];
  next: string | null;
}
