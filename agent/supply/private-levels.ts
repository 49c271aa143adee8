import type { PrivateLevel } from '../makers/maker.ts';
import type { MibSupplyKind, Supply } from '../normal-form.ts';

/** What the printer prints with is one, whatever it is called. */
const MATERIAL: readonly MibSupplyKind[] = ['toner', 'tonerCartridge', 'ink', 'inkCartridge'];

/**
 * Supplies whose gauge tells no percentage, with what the maker's private objects tell of them; the level is then marked as
 * inferred. By kind and colour, and only where there is one of each: two of a kind cannot be told apart.
 */
export function withPrivateLevels(supplies: readonly Supply[], levels: readonly PrivateLevel[]): Supply[] {
  return supplies.map((supply) => {
    if (levels.length === 0 || 'percent' in supply.level || supply.class !== 'consumed') return supply;
    const same = supplies.filter((other) => alike(other.kind, supply.kind) && other.colour === supply.colour);
    const ofKind = levels.filter(({ kind }) => alike(kind, supply.kind));
    const lone = ofKind.length === 1 && supplies.filter(({ kind }) => alike(kind, supply.kind)).length === 1;
    const found = lone ? ofKind : ofKind.filter(({ colour }) => colour === supply.colour);
    if (same.length !== 1 || found.length !== 1) return supply;
    return { ...supply, level: { percent: found[0]!.percent }, inferred: [...supply.inferred, 'level' as const] };
  });
}

function alike(left: MibSupplyKind | null, right: MibSupplyKind | null): boolean {
  if (left === null || right === null) return false;
  return left === right || (MATERIAL.includes(left) && MATERIAL.includes(right));
}
